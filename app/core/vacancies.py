from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.contest import Contest
from app.core.facts import Facts
from app.core.faults import BadInput
from app.core.membership import is_member
from app.core.roll import OfficeHeld
from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling
from app.core.seat import Seat
from app.core.standing import months_after
from app.core.terms import group_of


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


def vacancy_clock(vacancy: Vacancy, rules: LocalRules) -> VacancyClock:
    """The dates of a vacancy and who fills it."""
    row = next((row for row in rules.vacancies if vacancy.contest.group in row.groups), None)
    if row is None:
        raise BadInput(f"{rules.name} does not say who fills {vacancy.contest.title}.")
    wait = rules.vacancy_wait
    days = 0 if wait is None or vacancy.resigned else wait.value
    due = months_after(vacancy.since, row.within_months) if row.within_months else None
    open_from = vacancy.since + timedelta(days=days)
    return VacancyClock(
        open_from, due, row.filled_by, row.afterwards, row.meanwhile, row.cite, row.rule
    )


def may_fill(vacancy: Vacancy, rules: LocalRules, *, on: date) -> Ruling:
    """Whether the vacancy may be filled on a day, or the wait for it still runs."""
    wait = rules.vacancy_wait
    if wait is None:
        return Ruling(())
    open_from = vacancy_clock(vacancy, rules).open_from
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


def may_ask_back(
    facts: Facts, vacancy: Vacancy, rules: LocalRules, *, filled: bool, on: date
) -> Ruling:
    """Whether who lost a position by a lapse in membership may ask the body to give it back.

    The lapse must be cured, and nobody else may fill the position yet.
    """
    wait = rules.vacancy_wait
    if wait is None:
        return Ruling(())
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
    row = next((row for row in rules.vacancies if vacancy.contest.group in row.groups), None)
    if row is None or vacancy.contest.chapter not in row.at_large_in or not vacancy.contest.unit:
        return False
    return on >= months_after(vacancy.since, row.at_large_after)


def roster_after(
    seats: Sequence[Seat],
    contests: Mapping[str, Contest],
    *,
    term_start: date,
    term_end: date | None,
) -> dict[str, tuple[OfficeHeld, ...]]:
    """The officers' roster that a certificate begins, by member, for the next election's checks."""
    roster: dict[str, list[OfficeHeld]] = {}
    for seat in seats:
        contest = contests.get(seat.contest)
        if contest is not None:  # seats ex officio are no offices of their own
            unit = " ".join(filter(None, (contest.chapter, contest.unit)))
            how = "declared" if seat.how == "declared" else "elected"
            held = OfficeHeld(contest.office, unit, term_start, term_end, True, how)
            roster.setdefault(seat.member, []).append(held)
    return {member: tuple(rows) for member, rows in roster.items()}


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
