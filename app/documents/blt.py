import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import BinaryIO

from app.core.counting import Profile
from app.core.faults import BadInput
from app.documents.ballot_file import BOM, MOST_CANDIDATES, BallotFile, check_names, shown

END = b"0"
ENDS = (b"0\n", b"0\r\n", b"0")
# Quotes may stand within a name, and a remark may follow it.
QUOTED = re.compile(rb'"(.*?)"\s*(?:#.*)?', re.DOTALL)
HIGHEST_WEIGHT = 10**12
BYTES_AT_ONCE = 1 << 20
LINES_AT_ONCE = 1 << 14


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
    before, candidates, seats = _header(stream)
    start = stream.tell()
    lines, rest = _count_lines(stream) or _count_lines_one_by_one(stream, start, before)
    names, title = _names(rest, before + lines.total() + 1, candidates)
    try:
        withdrawn = _withdrawn(lines, candidates)
        profile = _profile(lines, candidates, withdrawn)
    except _BadLine as bad:
        raise BadInput(f"line {_line_number(stream, bad.line)}: {bad.fault}") from bad
    kept = tuple(name for c, name in enumerate(names, start=1) if c not in withdrawn)
    return BallotFile(kept, profile, seats, title)


def _header(stream: BinaryIO) -> tuple[int, int, int]:
    """How many lines were read, how many candidates there are and how many seats."""
    for number, line in enumerate(iter(stream.readline, b""), start=1):
        words = _words(line.removeprefix(BOM) if number == 1 else line)
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
        return number, candidates, seats
    raise BadInput("line 1: the file is empty")


def _count_lines(stream: BinaryIO) -> tuple[Counter[bytes], list[bytes]] | None:
    """How often each line before the line 0 occurs, and the lines after it; None without one."""
    lines: Counter[bytes] = Counter()
    for block in iter(partial(stream.readlines, BYTES_AT_ONCE), []):
        lines.update(block)
        for end in ENDS:
            if end in lines:
                place = block.index(end)
                lines.subtract(block[place:])
                return +lines, block[place + 1 :] + stream.readlines()
    return None


def _count_lines_one_by_one(
    stream: BinaryIO, start: int, before: int
) -> tuple[Counter[bytes], list[bytes]]:
    """The same where the line 0 is written with spaces or a remark."""
    stream.seek(start)
    lines: Counter[bytes] = Counter()
    for line in stream:
        if _words(line) == [END]:
            return lines, stream.readlines()
        lines[line] += 1
    last = before + lines.total()
    raise BadInput(f"line {last}: the file ends before the line 0 that ends the ballots")


def _names(rest: Sequence[bytes], before: int, candidates: int) -> tuple[list[str], str]:
    lines = ((n, line.strip()) for n, line in enumerate(rest, start=before + 1))
    numbered = [(n, line) for n, line in lines if line and not line.startswith(b"#")]
    texts = [_unquoted(number, line) for number, line in numbered]
    if len(texts) <= candidates:
        raise BadInput(
            f"line {before + len(rest)}: {candidates} names and a title should follow the"
            f" ballots, each in quotes on a line, and the file ends after {len(texts)}"
        )
    if len(texts) > candidates + 1:
        raise BadInput(f"line {numbered[candidates + 1][0]}: nothing should follow the title")
    check_names(texts[:-1], [number for number, _ in numbered[:-1]])
    return texts[:-1], texts[-1]


def _unquoted(number: int, line: bytes) -> str:
    quoted = QUOTED.fullmatch(line)
    if quoted is None:
        raise BadInput(f"line {number}: a name or title stands in quotes, unlike {_shown(line)}")
    try:
        return quoted[1].decode()
    except UnicodeDecodeError as fault:
        raise BadInput(f"line {number}: {_shown(line)} is not UTF-8") from fault


def _withdrawn(lines: Counter[bytes], candidates: int) -> set[int]:
    """Takes out the lines of candidates withdrawn; numbers from 1."""
    withdrawn: set[int] = set()
    for line in [line for line in lines if line.startswith(b"-")]:
        for word in _words(line):
            number = word.removeprefix(b"-")
            known = word != number and number.isdigit() and len(number) < 10
            if not known or not 1 <= int(number) <= candidates:
                raise _BadLine(line, f"{_shown(word)} is no candidate to withdraw")
            withdrawn.add(int(number))
        del lines[line]
    return withdrawn


def _profile(lines: Mapping[bytes, int], candidates: int, withdrawn: set[int]) -> Profile:
    symbols = {b"%d" % number: "" for number in range(1, candidates + 1)}
    stay = (number for number in range(1, candidates + 1) if number not in withdrawn)
    symbols |= {b"%d" % number: chr(index) for index, number in enumerate(stay)}
    texts, times = [*lines], [*lines.values()]
    rankings: list[str] = []
    for start in range(0, len(texts), LINES_AT_ONCE):
        chunk = texts[start : start + LINES_AT_ONCE]
        packed = _packed_at_once(chunk, symbols)
        if packed is None:
            packed = []
            for place, line in enumerate(chunk, start=start):
                ranking, weight = _ballot(line, symbols)
                packed.append(ranking)
                times[place] *= weight
        rankings += packed
    return Profile.from_packed(candidates - len(withdrawn), rankings, times)


def _packed_at_once(chunk: Sequence[bytes], symbols: Mapping[bytes, str]) -> list[str] | None:
    """The rankings of lines that are plain ballots cast once each; None if any is not.

    This is where most of the time of reading goes, so no statement here is run for each line.
    """
    text = b"\n" + b"".join(chunk)
    ended = text.count(b" 0\n") + text.count(b" 0\r\n")
    if text.count(b"\n1 ") != len(chunk) or ended != len(chunk):
        return None
    separator = chr(len(symbols))
    words = text.replace(b"\n1 ", b"\n").split()
    try:
        packed = "".join(map({**symbols, END: separator}.__getitem__, words)).split(separator)
    except KeyError:
        return None
    repeated = sum(map(len, map(set, packed))) != sum(map(len, packed))
    return None if packed.pop() or len(packed) != len(chunk) or repeated else packed


def _ballot(line: bytes, symbols: Mapping[bytes, str]) -> tuple[str, int]:
    """A line's ranking and how often it was cast; a line without words was cast by nobody."""
    words = _words(line)
    if not words:
        return "", 0
    weight, marks = words[0], words[1:-1]
    if not weight.isdigit() or not 0 < int(weight[:14]) <= HIGHEST_WEIGHT:
        raise _BadLine(line, f"a ballot begins with how often it was cast, not {_shown(weight)}")
    if words[1:][-1:] != [END]:
        raise _BadLine(line, "a ballot ends with 0")
    for word in marks:
        if word not in symbols:
            number = len(symbols)
            raise _BadLine(line, f"{_shown(word)} is none of the {number} candidates")
    for place, word in enumerate(marks):
        if word in marks[:place]:
            raise _BadLine(line, f"candidate {word.decode()} is named twice on one ballot")
    return "".join(map(symbols.__getitem__, marks)), int(weight)


def _words(line: bytes) -> list[bytes]:
    return line.partition(b"#")[0].split()


def _shown(text: bytes) -> str:
    return shown(text.decode(errors="backslashreplace").strip())


def _line_number(stream: BinaryIO, sought: bytes) -> int:
    """The first line that reads so; only looked for when it is wrong."""
    stream.seek(0)
    return next(number for number, line in enumerate(stream, start=1) if line == sought)
