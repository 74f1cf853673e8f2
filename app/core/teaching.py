import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from app.core.faults import BadInput
from app.core.roll import Employment

Semesters = Mapping[str, tuple[int, int]]


def taught(
    employment: Iterable[Employment], semesters: Semesters, since: date, until: date
) -> tuple[str, ...]:
    """The semesters with a class that have a day from `since` to `until`."""
    return tuple(
        row.semester
        for row in employment
        if row.classes > 0 and _meets(row.semester, semesters, since, until)
    )


def expects(
    employment: Iterable[Employment], semesters: Semesters, since: date, until: date
) -> tuple[str, ...]:
    """The semesters with an expected class that have a day from `since` to `until`."""
    return tuple(
        row.semester
        for row in employment
        if row.expected and _meets(row.semester, semesters, since, until)
    )


def _meets(semester: str, semesters: Semesters, since: date, until: date) -> bool:
    first, last = span(semester, semesters)
    return first <= until and since <= last


def span(semester: str, semesters: Semesters) -> tuple[date, date]:
    """The first and last day of a semester like "2027-fall"."""
    found = re.fullmatch(r"((?:19|20|21)\d\d)-([a-z]+)", semester)
    if found is None or found[2] not in semesters:
        known = ", ".join(semesters)
        raise BadInput(f"The semester {semester!r} must be a year and one of {known}.")
    year, (first, last) = int(found[1]), semesters[found[2]]
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
