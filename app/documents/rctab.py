from collections.abc import Iterator, Sequence
from typing import BinaryIO

from app.core.counting import Profile
from app.core.faults import BadInput
from app.documents.ballot_file import (
    MOST_CANDIDATES,
    BallotFile,
    check_names,
    csv_rows,
    shown,
)

BEFORE_CANDIDATES = 3
# Rows of so many cells together are remembered with what they mean.
CELLS_HELD = 1 << 23


def read_generic_csv(stream: BinaryIO) -> BallotFile:
    """Reads RCTab's generic CSV: id, precinct, batch, then a column a candidate with ranks.

    A cell is a rank from 1 or empty; gaps between ranks close up. Refuses, naming the line, a
    rank given to two candidates and whatever else it does not understand.
    """
    names, rows = read_cells(stream)
    return BallotFile(names, _profile(rows, len(names)))


def read_cells(stream: BinaryIO) -> tuple[tuple[str, ...], Iterator[tuple[int, tuple[str, ...]]]]:
    """The candidates, and each row's cells for them with the number of its line."""
    rows = csv_rows(stream)
    _, header = next(rows, (1, []))
    names = _names(header)
    return names, (_cells(number, row, len(names)) for number, row in rows)


def rank_of(number: int, cell: str) -> int:
    """The rank that a cell gives, from 1; 0 where it is empty."""
    text = cell.strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0) or len(text) > 8:
        raise BadInput(f"line {number}: {shown(cell)} is not a rank from 1")
    return int(text)


def _cells(number: int, row: Sequence[str], candidates: int) -> tuple[int, tuple[str, ...]]:
    if len(row) != BEFORE_CANDIDATES + candidates:
        raise BadInput(
            f"line {number}: there are {len(row)} cells and the header has"
            f" {BEFORE_CANDIDATES + candidates}"
        )
    return number, tuple(row[BEFORE_CANDIDATES:])


def _names(header: Sequence[str]) -> tuple[str, ...]:
    names = tuple(header[BEFORE_CANDIDATES:])
    if not names:
        raise BadInput(
            "line 1: the generic CSV begins with the columns id, precinct and batch and one for"
            " each candidate"
        )
    if len(names) > MOST_CANDIDATES:
        raise BadInput(f"line 1: {len(names)} candidates are too many to be true")
    check_names(names, [1] * len(names))
    return names


def _profile(rows: Iterator[tuple[int, tuple[str, ...]]], candidates: int) -> Profile:
    counts: dict[str, int] = {}
    known: dict[tuple[str, ...], str] = {}
    for number, cells in rows:
        if cells not in known:
            if len(known) * candidates > CELLS_HELD:
                known.clear()
            known[cells] = _ranking(number, cells)
        ranking = known[cells]
        counts[ranking] = counts.get(ranking, 0) + 1
    return Profile(candidates, counts, counts.pop("", 0))


def _ranking(number: int, cells: Sequence[str]) -> str:
    ranked: dict[int, int] = {}
    for candidate, cell in enumerate(cells):
        rank = rank_of(number, cell)
        if rank in ranked:
            raise BadInput(f"line {number}: rank {rank} is given to two candidates")
        if rank:
            ranked[rank] = candidate
    return "".join(chr(ranked[rank]) for rank in sorted(ranked))
