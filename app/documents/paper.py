from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.core.ballots import WRITE_IN
from app.core.faults import BadInput
from app.documents.ballot_file import opened
from app.documents.blt import (
    END,
    read_header,
    read_names,
    shown_line,
    weight_fault,
    words_of,
)
from app.documents.rctab import rank_of, read_cells
from app.documents.recognition import is_csv

SKIPPED = b"-"
# The column in which RCTab's generic CSV keeps the names that voters wrote in.
WRITE_INS = "undeclared write-ins"
MOST_RANKS = 999

# Whom a paper marks at each rank, best rank first, and how many papers are marked so.
Paper = tuple[tuple[frozenset[int], ...], int]


@dataclass(frozen=True, slots=True)
class PaperFile:
    """The marks on the papers of one contest, as they stand there, and the candidates."""

    names: tuple[str, ...]
    papers: tuple[Paper, ...]
    seats: int | None = None


def read_paper(path: Path) -> PaperFile:
    """Reads a file of marks on paper: RCTab's generic CSV, or BLT.

    In a BLT file "-" is a rank left out and "2=3" a rank given to two candidates, as OpenSTV
    writes them. In a CSV a column "Undeclared Write-ins" holds write-ins.
    """
    with opened(path) as stream:
        return _from_csv(stream) if is_csv(path) else _from_blt(stream)


def _from_blt(stream: BinaryIO) -> PaperFile:
    last, candidates, seats = read_header(stream)
    papers: list[Paper] = []
    for line in stream:
        words, last = words_of(line), last + 1
        if words == [END]:
            names, _ = read_names(stream.readlines(), last, candidates)
            return PaperFile(tuple(names), tuple(papers), seats)
        if words:
            if fault := weight_fault(words):
                raise BadInput(f"line {last}: {fault}")
            ranks = tuple(_marked(last, word, candidates) for word in words[1:-1])
            papers.append((ranks, int(words[0])))
    raise BadInput(f"line {last}: the file ends before the line 0 that ends the ballots")


def _marked(number: int, word: bytes, candidates: int) -> frozenset[int]:
    """The candidates that a rank names, by index."""
    if word == SKIPPED:
        return frozenset()
    marked = word.split(b"=")
    for mark in marked:
        if not mark.isdigit() or len(mark) > 9 or not 1 <= int(mark) <= candidates:
            says = f"{shown_line(mark)} is none of the {candidates} candidates"
            raise BadInput(f"line {number}: {says}")
    return frozenset(int(mark) - 1 for mark in marked)


def _from_csv(stream: BinaryIO) -> PaperFile:
    columns, rows = read_cells(stream)
    names = tuple(column for column in columns if column.strip().lower() != WRITE_INS)
    indexes = [names.index(column) if column in names else WRITE_IN for column in columns]
    papers = (_ranks(number, zip(indexes, cells, strict=True)) for number, cells in rows)
    return PaperFile(names, tuple((ranks, 1) for ranks in papers))


def _ranks(number: int, cells: Iterable[tuple[int, str]]) -> tuple[frozenset[int], ...]:
    marked = defaultdict[int, set[int]](set)
    for index, cell in cells:
        marked[rank_of(number, cell)].add(index)
    last = max(marked)
    if last > MOST_RANKS:
        raise BadInput(f"line {number}: no paper has a rank {last}")
    return tuple(frozenset(marked[rank]) for rank in range(1, last + 1))
