from collections.abc import Iterator
from typing import BinaryIO

from app.core.counting import Profile
from app.core.counting.profile import MOST_CANDIDATES
from app.core.faults import BadInput
from app.documents.ballot_file import BOM, BallotFile, check_names, shown

END = b"0"
HIGHEST_WEIGHT = 10**12


class _BadLine(Exception):
    def __init__(self, line: bytes, fault: str) -> None:
        super().__init__(fault)
        self.line = line
        self.fault = fault


def read_blt(stream: BinaryIO) -> BallotFile:
    """Reads a BLT file: candidates and seats, weighted ballots, 0, names and title in quotes.

    Every line that occurs is kept once with how often it did, so memory grows with the distinct
    rankings. A candidate withdrawn by a line like -2 is left out of ballots and names. Refuses,
    naming the line, whatever it does not understand.
    """
    numbered = enumerate(stream, start=1)
    candidates, seats = _header(numbered)
    lines = _count_lines(numbered)
    names, title = _names(numbered, candidates)
    try:
        withdrawn = _withdrawn(lines, candidates)
        profile = _profile(lines, candidates, withdrawn)
    except _BadLine as bad:
        raise BadInput(f"line {_line_number(stream, bad.line)}: {bad.fault}") from bad
    kept = tuple(name for c, name in enumerate(names, start=1) if c not in withdrawn)
    return BallotFile(kept, profile, seats, title)


def _header(numbered: Iterator[tuple[int, bytes]]) -> tuple[int, int]:
    for number, line in numbered:
        words = _words(line.removeprefix(BOM))
        if not words:
            continue
        if len(words) != 2 or not all(word.isdigit() and len(word) < 10 for word in words):
            raise BadInput(
                f"line {number}: a BLT file begins with how many candidates and how many seats,"
                f" and here stands {_shown(line)}"
            )
        candidates, seats = map(int, words)
        if candidates > MOST_CANDIDATES:
            raise BadInput(f"line {number}: {candidates} candidates are too many to be true")
        if seats < 1:
            raise BadInput(f"line {number}: a contest fills at least one seat")
        return candidates, seats
    raise BadInput("line 1: the file is empty")


def _count_lines(numbered: Iterator[tuple[int, bytes]]) -> dict[bytes, int]:
    lines: dict[bytes, int] = {}
    number = 1
    for number, line in numbered:  # noqa: B007 (used after the loop)
        if line[:1] in b" 0" and _words(line) == [END]:
            return lines
        lines[line] = lines.get(line, 0) + 1
    raise BadInput(f"line {number}: the file ends before the line 0 that ends the ballots")


def _names(numbered: Iterator[tuple[int, bytes]], candidates: int) -> tuple[list[str], str]:
    quoted = [(number, line) for number, line in numbered if line.strip()]
    texts = [_unquoted(number, line) for number, line in quoted]
    if len(texts) <= candidates:
        raise BadInput(
            f"line {quoted[-1][0] if quoted else 'last'}: {candidates} names and a title should"
            f" follow the ballots, each in quotes, and there are {len(texts)}"
        )
    if len(texts) > candidates + 1:
        raise BadInput(f"line {quoted[candidates + 1][0]}: nothing should follow the title")
    check_names(texts[:-1], [number for number, _ in quoted[:-1]])
    return texts[:-1], texts[-1]


def _unquoted(number: int, line: bytes) -> str:
    text = line.strip()
    if len(text) < 2 or not (text.startswith(b'"') and text.endswith(b'"')):
        raise BadInput(f"line {number}: a name or title stands in quotes, unlike {_shown(line)}")
    try:
        return text[1:-1].decode()
    except UnicodeDecodeError as fault:
        raise BadInput(f"line {number}: {_shown(line)} is not UTF-8") from fault


def _withdrawn(lines: dict[bytes, int], candidates: int) -> set[int]:
    """Takes out the lines of candidates withdrawn; numbers from 1."""
    withdrawn: set[int] = set()
    for line in [line for line in lines if line.startswith(b"-")]:
        for word in _words(line):
            number = word.removeprefix(b"-")
            if not (word.startswith(b"-") and number.isdigit() and int(number) <= candidates):
                raise _BadLine(line, f"{_shown(word)} is no candidate to withdraw")
            withdrawn.add(int(number))
        del lines[line]
    return withdrawn


def _profile(lines: dict[bytes, int], candidates: int, withdrawn: set[int]) -> Profile:
    symbols = {b"%d" % number: "" for number in range(1, candidates + 1)}
    stay = (number for number in range(1, candidates + 1) if number not in withdrawn)
    symbols |= {b"%d" % number: chr(index) for index, number in enumerate(stay)}
    counts: dict[str, int] = {}
    for line, times in lines.items():
        words = _words(line)
        if words:
            ranking, weight = _ballot(line, words, symbols)
            counts[ranking] = counts.get(ranking, 0) + weight * times
    return Profile(candidates - len(withdrawn), counts, counts.pop("", 0))


def _ballot(line: bytes, words: list[bytes], symbols: dict[bytes, str]) -> tuple[str, int]:
    weight, *marks, end = words if len(words) > 1 else [*words, b""]
    if not weight.isdigit() or not 0 < int(weight[:14]) <= HIGHEST_WEIGHT:
        raise _BadLine(line, f"a ballot begins with how often it was cast, not {_shown(weight)}")
    if end != END:
        raise _BadLine(line, "a ballot ends with 0")
    try:
        ranking = "".join(map(symbols.__getitem__, marks))
    except KeyError as unknown:
        word = unknown.args[0]
        raise _BadLine(line, f"{_shown(word)} is none of the {len(symbols)} candidates") from None
    if len(set(marks)) < len(marks):
        twice = next(word for place, word in enumerate(marks) if word in marks[:place])
        raise _BadLine(line, f"candidate {twice.decode()} is named twice on one ballot")
    return ranking, int(weight)


def _words(line: bytes) -> list[bytes]:
    return line.partition(b"#")[0].split()


def _shown(text: bytes) -> str:
    return shown(text.decode(errors="backslashreplace").strip())


def _line_number(stream: BinaryIO, sought: bytes) -> int:
    """The first line that reads so; only looked for when it is wrong."""
    stream.seek(0)
    return next(number for number, line in enumerate(stream, start=1) if line == sought)
