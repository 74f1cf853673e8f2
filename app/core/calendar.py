from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.core.calendar_rules import Milestone
from app.core.faults import BadInput
from app.core.rules import LocalRules, TermRules

FIRST_YEAR, LAST_YEAR = 1900, 2199


class Phase(StrEnum):
    """The stage an election is at."""

    SET_UP = "Set-up"
    NOMINATIONS = "Nominations"
    BALLOT = "Ballot"
    VOTING = "Voting"
    OPENING = "Opening"
    COUNT = "Count"
    CERTIFICATE = "Certificate"
    RECORDS = "Records"


@dataclass(frozen=True, slots=True)
class Acts:
    """The dates and acts of one election that its phase follows from; None is not yet.

    All are moments with a zone. `nominations_close` and `closes_cast` are appointed times, the
    others the times at which something was done.
    """

    nominations_open: datetime | None = None
    nominations_close: datetime | None = None
    frozen_at: datetime | None = None
    voting_opened_at: datetime | None = None
    closes_cast: datetime | None = None
    opened_at: datetime | None = None
    counted_at: datetime | None = None
    certified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """One date of the proposed calendar with the rule it comes from."""

    id: str
    title: str
    on: date
    cite: str
    rule: str

    def as_json(self) -> dict[str, str]:
        """The date as `tellers calendar --json` lists it."""
        return {
            "id": self.id,
            "title": self.title,
            "on": self.on.isoformat(),
            "cite": self.cite,
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of an election, earliest first, in one time zone."""

    time_zone: str
    appointments: tuple[Appointment, ...]

    def on(self, name: str) -> date:
        """The date of one appointment."""
        for appointment in self.appointments:
            if appointment.id == name:
                return appointment.on
        raise BadInput(f"The calendar has no date called {name!r}.")


def propose(rules: LocalRules, *, today: date, anchor: date | None = None) -> Calendar:
    """The profile's calendar, counted from `anchor` or else from the next beginning of a term."""
    if anchor is not None:
        check_year(anchor)
    starts = anchor or next_term(rules.terms, today)
    begins = rules.terms.begins
    cite = (begins.cite, begins.rule) if begins else ("", "")
    name = rules.calendar.anchor
    found = {name: Appointment(name, rules.calendar.anchor_title, starts, *cite)}
    waiting = list(rules.calendar.milestones)
    while waiting:
        ready = [milestone for milestone in waiting if milestone.after in found]
        if not ready:
            raise BadInput(f"{rules.name}: the calendar's dates count from each other in a ring.")
        for milestone in ready:
            found[milestone.id] = _appointed(milestone, found)
            waiting.remove(milestone)
    in_order = sorted(found.values(), key=lambda appointment: appointment.on)
    return Calendar(rules.calendar.time_zone, tuple(in_order))


def counted_anew(
    rules: LocalRules, calendar: Mapping[str, date], given: Mapping[str, date]
) -> dict[str, date]:
    """A calendar in which the given dates stand, and what counts from them is counted from them."""
    anchor = rules.calendar.anchor
    known = {anchor: calendar[anchor], **given} if anchor in calendar else dict(given)
    waiting = [each for each in rules.calendar.milestones if each.id not in known]
    while ready := [each for each in waiting if each.after in known]:
        for milestone in ready:
            known[milestone.id] = _appointed_on(milestone, known[milestone.after])
            waiting.remove(milestone)
    return {**calendar, **known}


def _appointed_on(milestone: Milestone, after: date) -> date:
    return after + timedelta(days=milestone.days.value)


def _appointed(milestone: Milestone, found: Mapping[str, Appointment]) -> Appointment:
    days = milestone.days
    on = _appointed_on(milestone, found[milestone.after].on)
    return Appointment(milestone.id, milestone.title, on, days.cite, days.rule)


def check_year(day: date) -> None:
    """Refuses a day of a year in which nothing of an election happens."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(f"{day} is no day of an election: years are {FIRST_YEAR} to {LAST_YEAR}.")


def next_term(terms: TermRules, today: date) -> date:
    """The next day, after today, on which a term begins."""
    if terms.begins is None:
        raise BadInput("Terms of this local begin with an act: give a date to count from.")
    month, day = terms.begins.value
    year = today.year
    while not is_election_year(terms, year) or date(year, month, day) <= today:
        year += 1
    return date(year, month, day)


def is_election_year(terms: TermRules, year: int) -> bool:
    """Whether a general election falls in that year."""
    return (year - terms.counting_from.value) % terms.every.value == 0


def phase(acts: Acts, now: datetime) -> Phase:
    """The stage that follows from what was done and what time it is; no act can be skipped."""
    if acts.certified_at is not None:
        return Phase.RECORDS
    if acts.counted_at is not None:
        return Phase.CERTIFICATE
    if acts.opened_at is not None:
        return Phase.COUNT
    if acts.voting_opened_at is not None:
        closed = acts.closes_cast is not None and now >= acts.closes_cast
        return Phase.OPENING if closed else Phase.VOTING
    if acts.frozen_at is not None or _is_past(acts.nominations_close, now):
        return Phase.BALLOT
    return Phase.NOMINATIONS if _is_past(acts.nominations_open, now) else Phase.SET_UP


def _is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
