import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import BinaryIO

from app.core.counting import Profile
from app.core.counting.profile import how_often
from app.core.faults import BadInput
from app.documents.ballot_file import BOM, MOST_CANDIDATES, BallotFile, check_names, shown

END = b"0"
ENDS = (b"0\n", b"0\r\n", b"0")
# Quotes may stand within a name, and a remark may follow it.
QUOTED = re.compile(rb'"(.*?)"\s*(?:#.*)?', re.DOTALL)
HIGHEST_WEIGHT = 10**12
MOST_DIGITS = len(str(HIGHEST_WEIGHT))
BYTES_AT_ONCE = 1 << 20
LINES_AT_ONCE = 1 << 14
# So many different lines are held as text before they are packed.
LINES_HELD = 1 << 19


class _BadLine(Exception):
    def __init__(self, line: bytes, fault: str) -> None:
        self.line = line
        self.fault = fault


def read_blt(stream: BinaryIO) -> BallotFile:
    """Reads a BLT file: candidates and seats, weighted ballots, 0, names and title in quotes.

    Every ranking that occurs is kept once with how often it did, so memory grows with the distinct
    rankings. A candidate withdrawn by a line like -2 is left out of ballots and names. Refuses,
    naming the line, whatever it does not understand.
    """
    before, candidates, seats = read_header(stream)
    start = stream.tell()
    try:
        ballots, rest = _read_at_once(stream, candidates) or _read_one_by_one(
            stream, start, before, candidates
        )
    except _BadLine as bad:
        raise BadInput(f"line {_line_number(stream, bad.line)}: {bad.fault}") from bad
    names, title = read_names(rest, before + ballots.lines + 1, candidates)
    kept = tuple(name for index, name in enumerate(names) if index not in ballots.withdrawn)
    return BallotFile(kept, ballots.profile(), seats, title)


class _Ballots:
    """The ballots read so far, each ranking once, and who is withdrawn, by index."""

    def __init__(self, candidates: int) -> None:
        self.lines = 0
        self.withdrawn: set[int] = set()
        self._candidates = candidates
        self._symbols = {b"%d" % (index + 1): chr(index) for index in range(candidates)}
        self._times: dict[str, int] = {}

    def add(self, lines: Counter[bytes]) -> None:
        """Adds lines, each with how often it occurs."""
        texts, times = [*lines], [*lines.values()]
        rankings: list[str] = []
        for start in range(0, len(texts), LINES_AT_ONCE):
            chunk = texts[start : start + LINES_AT_ONCE]
            packed = _packed_at_once(chunk, self._symbols)
            if packed is None:
                packed = []
                for place, line in enumerate(chunk, start=start):
                    ranking, weight = self._line(line)
                    packed.append(ranking)
                    times[place] *= weight
            rankings += packed
        self.lines += lines.total()
        found = how_often(rankings, times)
        if not self._times:
            self._times = found
        else:
            for ranking, cast in found.items():
                self._times[ranking] = self._times.get(ranking, 0) + cast

    def profile(self) -> Profile:
        """All of them, without the candidates withdrawn."""
        found = Profile(self._candidates, self._times, self._times.pop("", 0))
        return found.without(self.withdrawn) if self.withdrawn else found

    def _line(self, line: bytes) -> tuple[str, int]:
        if not line.lstrip().startswith(b"-"):
            return _ballot(line, self._symbols)
        for word in words_of(line):
            candidate = self._symbols.get(word.removeprefix(b"-"))
            if candidate is None or not word.startswith(b"-"):
                raise _BadLine(line, f"{shown_line(word)} is no candidate to withdraw")
            self.withdrawn.add(ord(candidate))
        return "", 0


def read_header(stream: BinaryIO) -> tuple[int, int, int]:
    """How many lines were read, how many candidates there are and how many seats."""
    for number, line in enumerate(iter(stream.readline, b""), start=1):
        words = words_of(line.removeprefix(BOM) if number == 1 else line)
        if not words:
            continue
        if len(words) != 2 or not all(word.isdigit() and len(word) < 10 for word in words):
            raise BadInput(
                f"line {number}: a BLT file begins with how many candidates and how many seats,"
                f" and here stands {shown_line(line)}"
            )
        candidates, seats = map(int, words)
        if candidates > MOST_CANDIDATES:
            raise BadInput(f"line {number}: {candidates} candidates are too many to be true")
        if seats < 1:
            raise BadInput(f"line {number}: a contest fills at least one seat")
        return number, candidates, seats
    raise BadInput("line 1: the file is empty")


def _read_at_once(stream: BinaryIO, candidates: int) -> tuple[_Ballots, list[bytes]] | None:
    """The ballots, and the lines after the line 0 that ends them; None where it is not plain."""
    ballots, lines = _Ballots(candidates), Counter[bytes]()
    for block in iter(partial(stream.readlines, BYTES_AT_ONCE), []):
        lines.update(block)
        for end in ENDS:
            if end in lines:
                place = block.index(end)
                lines.subtract(block[place:])
                lines = +lines
                ballots.add(lines)
                return ballots, block[place + 1 :] + stream.readlines()
        if len(lines) > LINES_HELD:
            if any(words_of(line) == [END] for line in lines if line.lstrip().startswith(END)):
                return None
            ballots.add(lines)
            lines.clear()
    return None


def _read_one_by_one(
    stream: BinaryIO, start: int, before: int, candidates: int
) -> tuple[_Ballots, list[bytes]]:
    """The same where the line 0 is written with spaces or a remark."""
    stream.seek(start)
    ballots, lines = _Ballots(candidates), Counter[bytes]()
    for line in stream:
        if words_of(line) == [END]:
            ballots.add(lines)
            return ballots, stream.readlines()
        lines[line] += 1
        if len(lines) > LINES_HELD:
            ballots.add(lines)
            lines.clear()
    last = before + ballots.lines + lines.total()
    raise BadInput(f"line {last}: the file ends before the line 0 that ends the ballots")


def read_names(rest: Sequence[bytes], before: int, candidates: int) -> tuple[list[str], str]:
    """The candidates' names and the title; `before` lines came before the rest."""
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
        raise BadInput(
            f"line {number}: a name or title stands in quotes, unlike {shown_line(line)}"
        )
    try:
        return quoted[1].decode()
    except UnicodeDecodeError as fault:
        raise BadInput(f"line {number}: {shown_line(line)} is not UTF-8") from fault


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
    words = words_of(line)
    if not words:
        return "", 0
    if fault := weight_fault(words):
        raise _BadLine(line, fault)
    weight, marks = words[0], words[1:-1]
    for word in marks:
        if word not in symbols:
            number = len(symbols)
            raise _BadLine(line, f"{shown_line(word)} is none of the {number} candidates")
    for place, word in enumerate(marks):
        if word in marks[:place]:
            raise _BadLine(line, f"candidate {word.decode()} is named twice on one ballot")
    return "".join(map(symbols.__getitem__, marks)), int(weight)


def weight_fault(words: Sequence[bytes]) -> str | None:
    """What is wrong with the number that begins the words of a ballot, or the 0 that ends it."""
    times = words[0] if words[0].isdigit() and len(words[0]) <= MOST_DIGITS else END
    if not 0 < int(times) <= HIGHEST_WEIGHT:
        return f"a ballot begins with how often it was cast, not {shown_line(words[0])}"
    return "a ballot ends with 0" if words[1:][-1:] != [END] else None


def words_of(line: bytes) -> list[bytes]:
    """The words of a line, without the remark that may follow them."""
    return line.partition(b"#")[0].split()


def shown_line(text: bytes) -> str:
    """A piece of a line for an error, as `shown` gives it."""
    return shown(text.decode(errors="backslashreplace").strip())


def _line_number(stream: BinaryIO, sought: bytes) -> int:
    """The first line that reads so; only looked for when it is wrong."""
    stream.seek(0)
    return next(number for number, line in enumerate(stream, start=1) if line == sought)
