from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import VACANCIES, make_contests, rules_in
from app.actions.certification import certified_at
from app.actions.committee import Actor, keep_committee
from app.actions.dates import (
    ANNUAL_MEETING,
    NOTICED,
    Dates,
    Plan,
    check_vacancy_dates,
    plan_between,
)
from app.actions.elections import create_election
from app.actions.roster import check_has_roster
from app.actions.vacancies import as_vacancy, vacancy_in
from app.core.contest import Contest
from app.core.faults import BadInput
from app.core.vacancies import TIED, at_large, is_at_large_by_now, way_to_fill
from app.errors import AlreadyDone
from app.records.elections import Election, locked
from app.records.vacancies import (
    VacancyRecord,
    VacancyVoted,
    elections_for,
    fillings_of,
)


@dataclass(frozen=True)
class VacancyTimes:
    """When an election for vacancies is held, and the annual meeting that is not too near to it."""

    dates: Dates
    annual_meeting: date | None


def hold_vacancy_election(
    session: Session,
    election: Election,
    vacancy_ids: Sequence[int],
    times: VacancyTimes,
    *,
    title: str,
    despite: str = "",
    by: Actor,
    now: datetime,
) -> Election:
    """Sets up an election for vacant seats that the bylaws fill by one (M18).

    Its calendar is checked by itself; it starts with the committee and what was chosen before,
    and needs a roll of its own.
    """
    locked(session, election.id)
    check_has_roster(session, election)
    vacancies = [vacancy_in(session, election, each) for each in dict.fromkeys(vacancy_ids)]
    if not vacancies:
        raise BadInput("vacancies: choose at least one vacant seat.")
    on = times.dates.days(election.zone)["nominations_open"]
    contests = [_voted_on(election, _free(session, election, each), on) for each in vacancies]
    more = {NOTICED: on, ANNUAL_MEETING: times.annual_meeting}
    plan = plan_between(election.profile, election.zone, times.dates, more)
    check_vacancy_dates(rules_in(election), plan.calendar, election.zone, despite, now=now)
    made = set_up_following(session, election, VACANCIES, title, plan, despite, by=by, now=now)
    vote_on(session, made, zip(vacancies, contests, strict=True), by, now)
    return made


def is_pending(session: Session, vacancy: VacancyRecord) -> bool:
    """Whether an election for the vacancy is under way."""
    made = (session.get_one(Election, each) for each in elections_for(session, vacancy.id))
    return any(certified_at(session, each) is None for each in made)


def _free(session: Session, election: Election, vacancy: VacancyRecord) -> VacancyRecord:
    """The vacancy, refused where it is filled, or an election for it is under way."""
    title = vacancy.contest["title"]
    if vacancy.id in fillings_of(session, election.id):
        raise AlreadyDone(f"{title} is filled already.")
    if is_pending(session, vacancy):
        raise AlreadyDone(f"An election for {title} is under way.")
    return vacancy


def _voted_on(election: Election, record: VacancyRecord, on: date) -> Contest:
    """The contest of a vacancy whose notice is given on a day; BadInput where none is held."""
    rules, vacancy = rules_in(election), as_vacancy(record)
    row = way_to_fill(vacancy.contest, rules)
    if record.reason == TIED:
        raise BadInput(f"{vacancy.contest.title} is filled by a run-off.")
    if row is None or row.way != "election":
        filled = f"filled by {row.filled_by} ({row.cite})" if row else "in no rule on vacancies"
        raise BadInput(f"{vacancy.contest.title} is {filled}; no election is held for it.")
    if is_at_large_by_now(vacancy, rules, on=on):
        return at_large(vacancy.contest, row, rules)
    return vacancy.contest


def set_up_following(
    session: Session,
    election: Election,
    held_for: str,
    title: str,
    plan: Plan,
    despite: str,
    *,
    by: Actor,
    now: datetime,
) -> Election:
    """An election that follows another, with its committee and what was chosen there."""
    if plan.dates.opens <= now:
        raise BadInput("opens: voting opens in the time to come.")
    made = create_election(
        session,
        profile=election.profile,
        title=title,
        purpose=election.purpose,
        zone=election.zone,
        plan=plan,
        granted_delegates=None,
        by=by,
        now=now,
        despite=despite,
        held_for=held_for,
        follows=election,
    )
    keep_committee(session, election, made, by=by, now=now)
    return made


def vote_on(
    session: Session,
    made: Election,
    voted: Iterable[tuple[VacancyRecord, Contest]],
    by: Actor,
    now: datetime,
) -> None:
    """Puts vacancies to the vote of an election, each by its contest."""
    for vacancy, contest in voted:
        session.add(
            VacancyVoted(election_id=made.id, vacancy_id=vacancy.id, contest=contest.stored())
        )
        log_act(
            session,
            "vacancy_put_to_vote",
            by=by.author,
            now=now,
            election=made.id,
            contest=contest.id,
            vacancy=vacancy.id,
        )
    session.flush()
    make_contests(session, made, None)
