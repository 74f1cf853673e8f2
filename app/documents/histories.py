"""The files of a roll that say what was: standing, offices and employment."""

import re
from datetime import date

from app.core.faults import BadInput
from app.core.roll import Employment, Member, OfficeHeld, StandingPeriod, Status
from app.core.rules import LocalRules
from app.core.teaching import span
from app.documents.cells import Row, RowError, rows_of
from app.documents.fact_checks import fault_of_office
from app.documents.typed_cells import TRUTH, day, refuse_empty, typed

STANDING_COLUMNS = ("member_number", "from", "to", "status", "note")
OFFICES_COLUMNS = (
    "member_number",
    "office",
    "unit",
    "term_start",
    "term_end",
    "full_term",
    "how",
)
EMPLOYMENT_COLUMNS = ("member_number", "semester", "classes", "expected")
HOW = ("elected", "declared", "appointed")


def read_standing(
    content: bytes, members: dict[str, Member], faults: list[RowError]
) -> dict[str, list[StandingPeriod]]:
    """The periods of standing.csv by member number."""
    periods: dict[str, list[StandingPeriod]] = {}
    lines: dict[tuple[str, date], int] = {}
    for row in rows_of("standing.csv", content, STANDING_COLUMNS, STANDING_COLUMNS[:4], faults):
        status = typed(row, "status", Status, "must be one of " + ", ".join(Status))
        start, end = typed(row, "from", day), typed(row, "to", day)
        number = _known_member(row, members)
        if start is None or status is None:
            refuse_empty(row, "from", "status")
        elif end is not None and end < start:
            row.refuse("to", f"{end} is before {start}")
        elif number is not None:
            clash = _overlapping(periods.get(number, []), start, end)
            if clash is not None:
                row.refuse("from", f"the time overlaps that on line {lines[number, clash.start]}")
                continue
            lines[number, start] = row.line
            period = StandingPeriod(start, end, status, row.cells.get("note", ""))
            periods.setdefault(number, []).append(period)
    return periods


def _overlapping(
    periods: list[StandingPeriod], start: date, end: date | None
) -> StandingPeriod | None:
    for period in periods:
        begun = end is None or period.start <= end
        if begun and (period.end is None or start <= period.end):
            return period
    return None


def read_offices(
    content: bytes, members: dict[str, Member], rules: LocalRules, faults: list[RowError]
) -> dict[str, list[OfficeHeld]]:
    """The terms of offices.csv by member number."""
    held: dict[str, list[OfficeHeld]] = {}
    for row in rows_of("offices.csv", content, OFFICES_COLUMNS, OFFICES_COLUMNS, faults):
        number = _known_member(row, members)
        start, end = typed(row, "term_start", day), typed(row, "term_end", day)
        full = typed(row, "full_term", TRUTH.__getitem__, "must be yes or no")
        if row.cells["how"] not in HOW:
            row.refuse("how", f"it must be one of {', '.join(HOW)}")
        refuse_empty(row, "office", "term_start", "full_term")
        if start is not None and end is not None and end < start:
            row.refuse("term_end", f"{end} is before {start}")
        elif number is not None and start is not None and full is not None:
            cells = row.cells
            office = OfficeHeld(cells["office"], cells["unit"], start, end, full, cells["how"])
            if fault := fault_of_office(office, rules):
                row.refuse("unit", fault)
            held.setdefault(number, []).append(office)
    return held


def read_employment(
    content: bytes, members: dict[str, Member], rules: LocalRules, faults: list[RowError]
) -> dict[str, list[Employment]]:
    """The classes of employment.csv by member number."""
    taught: dict[str, list[Employment]] = {}
    for row in rows_of("employment.csv", content, EMPLOYMENT_COLUMNS, EMPLOYMENT_COLUMNS, faults):
        number = _known_member(row, members)
        classes = typed(row, "classes", _count)
        expected = typed(row, "expected", TRUTH.__getitem__, "must be yes or no")
        refuse_empty(row, "semester", "classes", "expected")
        semester = row.cells["semester"]
        if semester and rules.teaching is not None:
            try:
                span(semester, rules.teaching.semesters.value)
            except BadInput as fault:
                row.refuse("semester", str(fault).rstrip("."))
        if number is not None and classes is not None and expected is not None:
            taught.setdefault(number, []).append(Employment(semester, classes, expected))
    return taught


def _known_member(row: Row, members: dict[str, Member]) -> str | None:
    number = row.cells["member_number"]
    if number in members:
        return number
    row.refuse("member_number", f"{number!r} is not on the roll" if number else "it is empty")
    return None


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text):
        raise ValueError("must be a number of classes")
    return int(text)
