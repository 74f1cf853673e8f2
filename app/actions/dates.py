from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app import profiles
from app.actions.bylaws import GENERAL, rules_in
from app.core.calendar import Appointment, Calendar, check_year, counted_anew, propose
from app.core.date_checks import check_dates
from app.core.faults import BadInput
from app.core.rules import LocalRules
from app.core.ruling import Ruling
from app.documents.dates import in_words
from app.records.elections import Election

OPENS, CLOSES = 8, 17  # the hours at which what has only a day opens and closes
# The dates that have an hour, by their names in a profile's calendar.
MOMENTS: Mapping[str, str] = {
    "nominations_open": "nominations_open",
    "nominations_close": "nominations_close",
    "acceptance_deadline": "acceptance_deadline",
    "voting_opens": "opens",
    "voting_closes": "closes_issue",
}
LAST_CASTS = timedelta(minutes=15)  # for ballots issued in the last minute
BEGINS = "term_begins"
NOTICED, ANNUAL_MEETING = "vacancy_noticed", "annual_meeting"
NOMINATING = ("nominations_open", "nominations_close", "acceptance_deadline")


@dataclass(frozen=True)
class VotingTimes:
    """The dates of a vote alone."""

    record_date: date
    opens: datetime
    closes_issue: datetime
    closes_cast: datetime


@dataclass(frozen=True)
class Dates:
    """An election's dates, as the committee set them or the profile proposed them.

    Until `acceptance_deadline` nominees answer, choose among nominations, or withdraw. Where
    nobody is nominated these times are one moment, and `term_begins` the day of the close.
    """

    term_begins: date
    record_date: date
    TIMES: ClassVar = {
        "nominations_open": "Nominations open",
        "nominations_close": "Nominations close",
        "acceptance_deadline": "Nominees' last answers",
        "opens": "Voting opens",
        "closes_issue": "Last ballots are issued",
        "closes_cast": "Voting closes",
    }
    nominations_open: datetime
    nominations_close: datetime
    acceptance_deadline: datetime
    opens: datetime
    closes_issue: datetime
    closes_cast: datetime

    @classmethod
    def of_vote(cls, times: "VotingTimes", zone: str, *, now: datetime) -> "Dates":
        """The dates of a vote without nominations, which is set up now."""
        check_year(times.closes_cast)
        closes = times.closes_cast.astimezone(zone_named(zone)).date()
        return cls(closes, times.record_date, now, now, now, *astuple(times)[1:])

    def __post_init__(self) -> None:
        names = [name for name in self.TIMES if self.nominates or name not in NOMINATING]
        times = [getattr(self, name) for name in names]
        for day in (self.term_begins, self.record_date, *times):
            check_year(day)
        if any(earlier >= later for earlier, later in pairwise(times)):
            order = ", ".join(self.TIMES[name] for name in names).lower()
            raise BadInput(f"The dates must come in this order: {order}.")

    @property
    def nominates(self) -> bool:
        """Whether there is a time for nominations."""
        return self.nominations_open != self.acceptance_deadline

    def days(self, zone: str) -> dict[str, date]:
        """The dates as the calendar of a profile names them."""
        local = ZoneInfo(zone)
        days = {"record_date": self.record_date}
        if self.nominates:
            days["term_begins"] = self.term_begins
        named = (each for each in MOMENTS.items() if self.nominates or each[1] not in NOMINATING)
        return days | {name: getattr(self, of).astimezone(local).date() for name, of in named}


@dataclass(frozen=True)
class Plan:
    """An election's dates, and every day of the profile's calendar around them."""

    dates: Dates
    calendar: Mapping[str, date]


def plan_dates(
    profile: str, zone: str, *, anchor: date | None, dates: Dates | None, now: datetime
) -> Plan:
    """The profile's calendar around the dates that are set; without any, at usual hours.

    `anchor` is the day that the calendar counts from, where no term's beginning gives one.
    """
    rules = profiles.load(profile)
    today = now.astimezone(zone_named(zone)).date()
    given = dates.days(zone) if dates else {}
    start = anchor or given.get(rules.calendar.anchor)
    proposed = propose(rules, today=today, anchor=start).appointments
    calendar = {each.id: each.on for each in proposed} | given
    return Plan(dates or at_usual_hours(calendar, zone), calendar)


def plan_between(
    profile: str, zone: str, dates: Dates, more: Mapping[str, date | None] | None = None
) -> Plan:
    """The dates of an election between general ones, with what counts from them.

    `more` are further days of its calendar; no term of the general election begins.
    """
    days = dates.days(zone) | {name: day for name, day in (more or {}).items() if day}
    calendar = counted_anew(profiles.load(profile), {}, days)
    return Plan(dates, _without_term(calendar))


def moved_to(election: Election, rules: LocalRules, dates: Dates) -> Mapping[str, date]:
    """The election's calendar counted anew from other dates."""
    calendar = counted_anew(rules, days_of(election), dates.days(election.zone))
    return _without_term(calendar) if election.follows else calendar


def _without_term(calendar: Mapping[str, date]) -> Mapping[str, date]:
    return {name: day for name, day in calendar.items() if name != BEGINS}


def plan_vote(zone: str, times: VotingTimes, *, now: datetime) -> Plan:
    """The calendar of a vote that the profile's calendar of an election does not reach."""
    dates = Dates.of_vote(times, zone, now=now)
    return Plan(dates, dates.days(zone))


def at_usual_hours(calendar: Mapping[str, date], zone: str) -> Dates:
    """The dates of an election on these days, each at the hour that is usual."""

    def at(name: str, hour: int) -> datetime:
        return datetime.combine(calendar[name], time(hour), ZoneInfo(zone))

    closes = at("voting_closes", CLOSES)
    return Dates(
        term_begins=calendar["term_begins"],
        record_date=calendar["record_date"],
        nominations_open=at("nominations_open", OPENS),
        nominations_close=at("nominations_close", CLOSES),
        acceptance_deadline=at("acceptance_deadline", CLOSES),
        opens=at("voting_opens", OPENS),
        closes_issue=closes,
        closes_cast=closes + LAST_CASTS,
    )


def check_plan(rules: LocalRules, plan: Plan, despite: str) -> None:
    """Refuses dates that break a rule, each with its clause, unless they stand for a reason."""
    _refuse_broken(check_dates(rules, plan.calendar), despite)


def _refuse_broken(found: Ruling, despite: str) -> None:
    broken = [each for each in found.findings if not each.met]
    if broken and not despite:
        raise BadInput(" ".join(f"{each.says} ({each.cite})" for each in broken))


def rule_on_dates(election: Election, rules: LocalRules) -> Ruling:
    """What the bylaws and the law say of the dates of an election of officers."""
    return _rule_on(election, rules, days_of(election))


def check_moved(
    election: Election, rules: LocalRules, days: Mapping[str, date], despite: str
) -> None:
    """Refuses new days of an election that break a rule, unless they stand for a reason."""
    _refuse_broken(_rule_on(election, rules, days), despite)


def _rule_on(election: Election, rules: LocalRules, days: Mapping[str, date]) -> Ruling:
    if not election.nominates:
        return Ruling(())
    found = check_dates(rules, days)
    return found if election.held_for == GENERAL else _between_elections(found)


def check_vacancy_dates(
    rules: LocalRules, days: Mapping[str, date], zone: str, despite: str, *, now: datetime
) -> None:
    """Refuses days of an election for vacancies that break a rule, but for a reason.

    Rules on days that only a general election has, such as its meeting, do not hold between two.
    """
    if days["nominations_open"] < now.astimezone(zone_named(zone)).date():
        raise BadInput("nominations_open: the notice of the vacancies is not given in the past.")
    wanted = {name for gap in rules.calendar.gaps for name in (gap.first, gap.then)}
    if ANNUAL_MEETING in wanted and ANNUAL_MEETING not in days:
        raise BadInput("annual_meeting: name the day of the next annual meeting.")
    _refuse_broken(_between_elections(check_dates(rules, days)), despite)


def _between_elections(found: Ruling) -> Ruling:
    return Ruling(tuple(each for each in found.findings if "missing" not in each.facts))


def days_of(election: Election) -> dict[str, date]:
    """Every day of an election's calendar, by milestone."""
    return {name: date.fromisoformat(day) for name, day in election.calendar.items()}


def calendar_of(election: Election) -> Calendar:
    """The election's dates under their titles and clauses; a title has the hour, where one is."""
    rules = rules_in(election).calendar
    titles = {each.id: (each.title, each.days.cite, each.days.rule) for each in rules.milestones}
    titles.setdefault(rules.anchor, (rules.anchor_title, "", ""))
    dated = {name: (day, "") for name, day in days_of(election).items()}
    for name, of in MOMENTS.items():
        if name not in dated:
            continue
        moment: datetime = getattr(election, of)
        day = moment.astimezone(ZoneInfo(election.zone)).date()
        dated[name] = (day, f", {in_words(moment, election.zone)}")
    found = (
        Appointment(name, titles[name][0] + hour, day, *titles[name][1:])
        for name, (day, hour) in dated.items()
        if name in titles
    )
    return Calendar(election.zone, tuple(sorted(found, key=lambda each: each.on)))


def zone_named(zone: str) -> ZoneInfo:
    """The time zone of that name in the IANA database."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise BadInput(f"zone: {zone} is no time zone of the IANA database.") from fault
