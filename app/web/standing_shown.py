from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.roll import StandingPeriod, Status
from app.core.rules import MembershipRules
from app.core.standing import DAY, dues_unpaid, months_before

WIDTH = 1000  # the picture's, in its own units
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one standing, as a piece of a bar with the words beside it."""

    x: int
    width: int
    good: bool
    status: str
    start: date
    end: date | None


def stretches_of(
    standing: Sequence[StandingPeriod], good: Collection[str], on: date
) -> list[Stretch]:
    """A member's standing over the two years before a day; what no period covers is a gap."""
    first = months_before(on, MONTHS_SHOWN)
    span = (on - first).days + 1

    def place(day: date) -> int:
        return WIDTH * (day - first).days // span

    found = []
    for period in sorted(standing, key=lambda each: each.start):
        start, end = max(period.start, first), min(period.end or on, on)
        if start <= end:
            x = place(start)
            width = max(place(end + DAY) - x, 1)
            status = period.status.replace("_", " ")
            is_good = period.status in good
            found.append(Stretch(x, width, is_good, status, period.start, period.end))
    return found


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A period of standing in words; `because` says which dues a suspension is owed to."""

    period: StandingPeriod
    status: str
    good: bool
    because: str
    cite: str


def rows_of(standing: Sequence[StandingPeriod], rules: MembershipRules) -> list[StandingRow]:
    """Every period of a member's standing, the last one first."""
    found = []
    for period in sorted(standing, key=lambda each: each.start, reverse=True):
        because, cite = _owed(period, rules)
        status = period.status.replace("_", " ")
        is_good = period.status in rules.good_statuses.value
        found.append(StandingRow(period, status, is_good, because, cite))
    return found


def _owed(period: StandingPeriod, rules: MembershipRules) -> tuple[str, str]:
    clause = rules.suspended_after_months
    if clause is None or period.status is not Status.SUSPENDED:
        return "", ""
    month = dues_unpaid(period.start, clause.value)
    if month is None:
        return "Dues suspend from the first day of a month, and this is none.", clause.cite
    return f"Dues of {month:%B %Y} were not paid.", clause.cite
