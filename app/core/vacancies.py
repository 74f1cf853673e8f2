from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.core.contest import Contest
from app.core.contest_making import electorate_of
from app.core.facts import Facts
from app.core.faults import BadInput
from app.core.membership import is_member
from app.core.roll import OfficeHeld, StandingPeriod, Status
from app.core.rules import LocalRules, VacancyRule
from app.core.ruling import Finding, Ruling
from app.core.standing import DAY, months_after
from app.core.templates import Trait
from app.core.terms import group_of

RESIGNED, LOST, HIGHER, UNFILLED = "resignation", "membership lost", "higher office", "unfilled"
TIED = "run-off needed"
# Why a seat falls free that a committee is told of; the others follow from certificates.
TOLD = (RESIGNED, LOST, "removal", "absence", "death")


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat that fell free on a day, by a resignation on file or otherwise."""

    contest: Contest
    since: date
    resigned: bool


@dataclass(frozen=True, slots=True)
class VacancyClock:
    """From when a vacancy may be filled, by whom and until when; `due` None is as soon as may be.

    After `due` it is filled the way `afterwards` says; `meanwhile` is who acts until then.
    """

    open_from: date
    due: date | None
    filled_by: str
    afterwards: str
    meanwhile: str
    cite: str
    rule: str


def way_to_fill(contest: Contest, rules: LocalRules) -> VacancyRule | None:
    """The bylaws' rule on vacancies of a contest's seats; None where they are silent."""
    for row in rules.vacancies:
        if contest.group in row.groups and contest.office in (row.offices or (contest.office,)):
            return row
    return None


def vacancy_clock(vacancy: Vacancy, rules: LocalRules) -> VacancyClock:
    """The dates of a vacancy and who fills it."""
    row = way_to_fill(vacancy.contest, rules)
    if row is None:
        raise BadInput(f"{rules.name} does not say who fills {vacancy.contest.title}.")
    due = months_after(vacancy.since, row.within_months) if row.within_months else None
    open_from = _open_from(vacancy, rules)
    return VacancyClock(
        open_from, due, row.filled_by, row.afterwards, row.meanwhile, row.cite, row.rule
    )


def _open_from(vacancy: Vacancy, rules: LocalRules) -> date:
    wait = rules.vacancy_wait
    days = 0 if wait is None or vacancy.resigned else wait.value
    return vacancy.since + timedelta(days=days)


def may_fill(vacancy: Vacancy, rules: LocalRules, *, on: date) -> Ruling:
    """Whether the vacancy may be filled on a day, or the wait for it still runs."""
    wait = rules.vacancy_wait
    if wait is None:
        return Ruling(())
    open_from = _open_from(vacancy, rules)
    says = f"A resignation is on file; the seat is free since {vacancy.since}."
    if not vacancy.resigned:
        says = f"The seat is free since {vacancy.since} and may be filled from {open_from}."
    facts = {"since": vacancy.since.isoformat(), "open_from": open_from.isoformat()}
    return Ruling((Finding(wait.rule, on >= open_from, wait.cite, says, facts),))


def keeps_position(facts: Facts, rules: LocalRules, *, on: date) -> Ruling:
    """Whether an officer keeps the position: not granted where membership was lost by that day."""
    wait = rules.vacancy_wait
    found = is_member(facts, rules, on, rules.membership.voting_kinds)
    lost = [finding for finding in found if not finding.met]
    if not lost or wait is None:
        return Ruling(tuple(lost))
    cite = f"{wait.cite}; {lost[0].cite}"
    says = f"{lost[0].says} The position ends with the membership."
    return Ruling((Finding(wait.rule, False, cite, says, lost[0].facts),))


def lost_with_membership(facts: Facts, since: date, rules: LocalRules) -> Ruling:
    """The ruling by which a lapse of membership ends a position; BadInput where it does not."""
    ruling = keeps_position(with_lapse(facts, since), rules, on=since)
    if ruling.granted:
        cite = rules.membership.good_standing.cite
        raise BadInput(f"reason: by the bylaws a lapse of membership ends no position ({cite}).")
    return ruling


def with_lapse(facts: Facts, since: date, cured: date | None = None) -> Facts:
    """The facts with a lapse of membership that the roll does not know, and when it was cured."""
    known = [period for period in facts.standing or () if period.start < since]
    before = [
        period if period.end and period.end < since else replace(period, end=since - DAY)
        for period in known
    ]
    lapse = StandingPeriod(since, cured - DAY if cured else None, Status.LAPSED)
    after = [StandingPeriod(cured, None, Status.GOOD)] if cured else []
    return replace(facts, standing=(*before, lapse, *after))


def may_ask_back(
    facts: Facts, vacancy: Vacancy, rules: LocalRules, *, filled: bool, on: date
) -> Ruling:
    """Whether who lost a position by a lapse in membership may ask the body to give it back.

    The lapse must be cured, and nobody else may fill the position yet.
    """
    wait = rules.vacancy_wait
    if wait is None:
        raise BadInput(f"{rules.name} has no way to ask for a position back.")
    lost = keeps_position(facts, rules, on=on).findings
    says = "The membership is proved to be reinstated." if not lost else lost[0].says
    looked_at = {"since": vacancy.since.isoformat(), "filled": filled}
    still_free = "The position is filled already." if filled else "The position is not filled yet."
    return Ruling(
        (
            Finding(wait.rule, not lost, wait.cite, says),
            Finding(wait.rule, not filled, wait.cite, still_free, looked_at),
        )
    )


def is_at_large_by_now(vacancy: Vacancy, rules: LocalRules, *, on: date) -> bool:
    """Whether a unit's seat, vacant so long, is a seat at large until the next election."""
    row = way_to_fill(vacancy.contest, rules)
    if row is None or vacancy.contest.chapter not in row.at_large_in or not vacancy.contest.unit:
        return False
    return on >= months_after(vacancy.since, row.at_large_after)


def at_large(contest: Contest, row: VacancyRule, rules: LocalRules) -> Contest:
    """A unit's seat as one at large: for all members of the chapter to vote on and to stand for."""
    chapter = (Trait("chapter", (contest.chapter,)),)
    return replace(
        contest,
        id=f"{contest.id}-at-large",
        title=f"{contest.title}, at large",
        electorate=electorate_of(rules, contest.chapter, chapter, row),
        conditions=tuple(each for each in contest.conditions if each.field == "chapter"),
        cite=row.cite,
    )


def vacated_by(
    held: Sequence[OfficeHeld], won: Contest, rules: LocalRules, *, on: date
) -> tuple[OfficeHeld, ...]:
    """The lower offices, still running, that fall vacant by an election to a higher one.

    None where the bylaws do not say so, by `rules.lower_office_vacated`.
    """
    clause = rules.lower_office_vacated
    for row in rules.exclusivities if clause is not None and clause.value else ():
        if won.group in row.groups:
            higher = row.groups.index(won.group)
            return tuple(
                office
                for office in held
                if office.term_start <= on
                and (office.term_end is None or office.term_end >= on)
                and group_of(office, rules) in row.groups[higher + 1 :]
            )
    return ()
