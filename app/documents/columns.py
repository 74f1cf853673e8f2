"""The header of a roll's file, and what its columns are to be taken for."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.core.faults import BadInput
from app.documents.workbook import NoWorkbook, as_text

# A column of this name is passed over; a header may have more than one.
LEFT_OUT = "-"


def column_names(header: Sequence[str]) -> list[str]:
    """The names of a header row as columns are called: "First Name" is first_name."""
    names = ["_".join(filter(None, name.strip().casefold().split(" "))) for name in header]
    while names and not names[-1]:
        names.pop()
    return names


@dataclass(frozen=True, slots=True)
class Naming:
    """The columns of a file that nobody knows, and the known ones that it does not have yet."""

    unknown: tuple[str, ...]
    free: tuple[str, ...]


def naming(content: bytes, known: Sequence[str]) -> Naming:
    """What is to be named in a file's header, in its order.

    Nothing in a file that cannot be read, or that has a single column: it is no table.
    """
    try:
        names = [name for name in column_names(_parted(as_text(content))[1]) if name != LEFT_OUT]
    except (NoWorkbook, UnicodeDecodeError, csv.Error):
        names = []
    unknown = dict.fromkeys(name for name in names if name not in known)
    free = tuple(name for name in known if name not in names)
    return Naming(tuple(unknown) if len(names) > 1 else (), free)


def with_columns(content: bytes, chosen: Mapping[str, str], known: Collection[str]) -> bytes:
    """The file as CSV with its columns renamed; LEFT_OUT leaves one out."""
    for name, column in chosen.items():
        if column != LEFT_OUT and column not in known:
            raise BadInput(f"The column {name!r} is taken for {column!r}, which is none.")
    try:
        before, header, rest = _parted(as_text(content))
    except (NoWorkbook, UnicodeDecodeError, csv.Error) as fault:
        raise BadInput("The file's header cannot be read.") from fault
    line = io.StringIO(newline="")
    renamed = [chosen.get(name, name) for name in column_names(header)]
    csv.writer(line, lineterminator="\n").writerow(renamed)
    return (before + line.getvalue() + rest).encode()


def _parted(text: str) -> tuple[str, list[str], str]:
    """The empty lines before the header, the header, and all that follows it."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines)
    for before, header in enumerate(reader):
        if any(map(str.strip, header)):
            return "".join(lines[:before]), header, "".join(lines[reader.line_num :])
    return text, [], ""
