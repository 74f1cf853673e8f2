from collections.abc import Sequence
from pathlib import Path

from app.core.faults import BadInput
from app.documents.ballot_file import csv_rows, opened, shown

HEADER = ["candidate", "group"]


def read_groups(path: Path, names: Sequence[str]) -> dict[int, str]:
    """Reads a CSV of candidate and group; answers with the group of each candidate's index."""
    groups: dict[int, str] = {}
    with opened(path) as stream:
        for number, row in csv_rows(stream):
            if number == 1 and [cell.strip().lower() for cell in row] == HEADER:
                continue
            candidate = _candidate(number, row, names)
            if candidate in groups:
                raise BadInput(f"line {number}: {shown(row[0])} stands in two lines")
            groups[candidate] = row[1].strip()
    return groups


def _candidate(number: int, row: Sequence[str], names: Sequence[str]) -> int:
    if len(row) != 2 or not row[1].strip():
        raise BadInput(f"line {number}: a line holds a candidate and a group")
    if row[0] not in names:
        raise BadInput(f"line {number}: {shown(row[0])} is no candidate in the file of ballots")
    return names.index(row[0])
