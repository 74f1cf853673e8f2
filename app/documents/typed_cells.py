import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from app.documents.cells import Row

TRUTH = {"yes": True, "no": False}
DATE = re.compile(r"(19|20|21)\d\d-\d\d-\d\d")

T = TypeVar("T")


def typed(row: Row, column: str, reads: Callable[[str], T], must: str = "") -> T | None:
    """A cell read by `reads`; None where it is empty, or wrong and refused as `must` says."""
    cell = row.cells.get(column, "")
    if not cell:
        return None
    try:
        return reads(cell)
    except (KeyError, ValueError) as fault:
        row.refuse(column, f"{cell!r} {must or fault}")
        return None


def day(text: str) -> date:
    """A date written 2027-10-16, of the years 1900 to 2199; ValueError says what is wrong."""
    if not DATE.fullmatch(text):
        raise ValueError("must be a date like 2027-10-16")
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ValueError("is not a day of the calendar") from fault


def refuse_empty(row: Row, *columns: str) -> None:
    """Refuses the columns that are empty in this row."""
    for column in columns:
        if not row.cells[column]:
            row.refuse(column, "it is empty")
