import csv
import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from app.core.counting import Profile
from app.core.faults import BadInput

GZIP = b"\x1f\x8b"
MOST_CANDIDATES = 10_000
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class BallotFile:
    """The ballots of one contest as a file gave them, with the candidates in its order."""

    names: tuple[str, ...]
    profile: Profile
    seats: int | None = None
    title: str = ""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Opens a file for reading its bytes, unpacked where it is gzip, whatever it is called."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIP
            raw.seek(0)
            yield cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
    except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
        raise BadInput(f"{path.name}: the gzip data is damaged or cut short") from fault
    except OSError as fault:
        raise BadInput(f"{path.name} cannot be read: {fault.strerror}") from fault


def check_names(names: Sequence[str], lines: Sequence[int]) -> None:
    """Refuses what is no name, and two candidates of one, whom the results could not tell apart."""
    seen: dict[str, int] = {}
    for name, line in zip(names, lines, strict=True):
        if not name.strip():
            raise BadInput(f"line {line}: a candidate has no name")
        if "\0" in name:
            raise BadInput(f"line {line}: {shown(name)} has U+0000, which nobody's name has")
        if name in seen:
            raise BadInput(
                f"line {line}: {shown(name)} is also the candidate of line {seen[name]},"
                " and the results could not tell the two apart"
            )
        seen[name] = line


def shown(text: str) -> str:
    """A piece of the file for an error: at most 40 characters, nothing a terminal would obey."""
    return ascii(text if len(text) <= 40 else f"{text[:40]}...")


def csv_rows(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows of a UTF-8 CSV file that are not empty, each with the number of its line."""
    rows = csv.reader(_lines(stream), strict=True)
    try:
        for row in rows:
            if row:
                yield rows.line_num, row
    except UnicodeDecodeError as fault:
        raise BadInput(f"line {rows.line_num + 1}: the file is not UTF-8") from fault
    except csv.Error as fault:
        raise BadInput(f"line {rows.line_num}: the CSV is broken: {fault}") from fault


def _lines(stream: BinaryIO) -> Iterator[str]:
    for number, line in enumerate(stream):
        yield (line if number else line.removeprefix(BOM)).decode()
