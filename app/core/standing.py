from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from app.core.faults import BadInput
from app.core.roll import StandingPeriod

DAY = timedelta(days=1)


def good_since(
    standing: Iterable[StandingPeriod], good_statuses: Collection[str], on: date
) -> date | None:
    """The first day of the unbroken good standing that `on` lies in, None where it lies in none.

    Periods that touch count as one; a day that no period covers is not good.
    """
    since: date | None = None
    until: date | None = None
    for period in sorted(standing, key=lambda period: period.start):
        if period.status not in good_statuses or period.start > on:
            continue
        if until is None or period.start > until + DAY:
            since = period.start
        until = period.end or on
    return since if until is not None and until >= on else None


def status_on(standing: Iterable[StandingPeriod], on: date) -> StandingPeriod | None:
    """The period that covers a day."""
    for period in standing:
        if period.start <= on and (period.end is None or on <= period.end):
            return period
    return None


def months_before(on: date, months: int) -> date:
    """The same day so many calendar months earlier, clipped to that month's end."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def months_after(on: date, months: int) -> date:
    """The same day so many calendar months later, clipped to that month's end."""
    return months_before(on, -months)


def suspended_from(due: date, months_owed: int) -> date:
    """The day on which dues due in a month, and owed for so many months, suspend a member.

    Dues are due until the month's last day; the suspension begins on the day after.
    """
    return months_after(due.replace(day=1), months_owed)


def dues_unpaid(suspended: date, months_owed: int) -> date | None:
    """The month whose unpaid dues suspend from that day, by its first; None where none does."""
    month = months_before(suspended, months_owed)
    return month if suspended_from(month, months_owed) == suspended else None


def check_periods(standing: Iterable[StandingPeriod]) -> None:
    """Refuses periods that end before they start or lie over one another."""
    before: StandingPeriod | None = None
    for period in sorted(standing, key=lambda period: period.start):
        if period.end is not None and period.end < period.start:
            raise BadInput(f"The standing from {period.start} ends before it starts.")
        if before is not None and (before.end is None or before.end >= period.start):
            raise BadInput(
                f"The standing from {period.start} overlaps the one from {before.start}."
            )
        before = period
