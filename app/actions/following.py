from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import RUN_OFF, VACANCIES, make_contests, rules_in
from app.actions.canvass import frozen
from app.actions.certification import certified_at
from app.actions.committee import Actor
from app.actions.dates import (
    ANNUAL_MEETING,
    NOTICED,
    Dates,
    Plan,
    VotingTimes,
    check_vacancy_dates,
    plan_between,
)
from app.actions.elections import create_election
from app.actions.explaining import contest_counted
from app.actions.rolls import copy_roll
from app.actions.roster import check_has_roster
from app.actions.vacancies import as_vacancy, vacancy_in
from app.core.contest import Contest
from app.core.contest_making import run_off_between
from app.core.faults import BadInput
from app.core.proof import ProofContest
from app.core.ruling import Finding, Ruling
from app.core.vacancies import TIED, at_large, is_at_large_by_now, way_to_fill
from app.errors import AlreadyDone, OutOfTurn
from app.records.elections import Election, locked
from app.records.nominations import Nomination
from app.records.roll import members_of
from app.records.staff import Appointment, appointments_of
from app.records.vacancies import (
    VacancyRecord,
    VacancyVoted,
    elections_for,
    fillings_of,
    vacancies_of,
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
    made = _set_up(session, election, VACANCIES, title, plan, despite, by=by, now=now)
    _vote_on(session, made, zip(vacancies, contests, strict=True), by, now)
    return made


def hold_run_off(
    session: Session,
    election: Election,
    times: VotingTimes,
    *,
    title: str,
    by: Actor,
    now: datetime,
) -> Election:
    """Sets up the run-off that a certified result asks for: its candidates, and the same voters.

    Nobody is nominated: who stands is who was equal, or holds the offices that compete.
    """
    locked(session, election.id)
    check_has_roster(session, election)
    tied = [
        each
        for each in vacancies_of(session, election.id)
        if each.reason == TIED and not _pending(session, each)
    ]
    open_ones = [each for each in tied if each.id not in fillings_of(session, election.id)]
    if not open_ones:
        raise OutOfTurn("No seat of this election waits for a run-off that is not set up.")
    times = replace(times, record_date=election.record_date)
    dates = Dates.of_vote(times, election.zone, now=now)
    plan = plan_between(election.profile, election.zone, dates)
    made = _set_up(session, election, RUN_OFF, title, plan, "", by=by, now=now)
    copy_roll(session, election, made)
    ties = {each.contest["id"]: _run_off(session, election, each, open_ones) for each in open_ones}
    _vote_on(session, made, ((each, ties[each.contest["id"]]) for each in open_ones), by, now)
    _let_stand(session, election, made, ties, now)
    return made


def _pending(session: Session, vacancy: VacancyRecord) -> bool:
    """Whether an election for the vacancy is under way."""
    made = (session.get_one(Election, each) for each in elections_for(session, vacancy.id))
    return any(certified_at(session, each) is None for each in made)


def _free(session: Session, election: Election, vacancy: VacancyRecord) -> VacancyRecord:
    """The vacancy, refused where it is filled, or an election for it is under way."""
    title = vacancy.contest["title"]
    if vacancy.id in fillings_of(session, election.id):
        raise AlreadyDone(f"{title} is filled already.")
    if _pending(session, vacancy):
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


def _set_up(
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
    for each in appointments_of(session, election.id):
        session.add(
            Appointment(
                election_id=made.id,
                staff_id=each.staff_id,
                role=each.role,
                member_number=each.member_number,
                appointed_by=each.appointed_by,
                appointed_on=each.appointed_on,
            )
        )
    return made


def _vote_on(
    session: Session,
    made: Election,
    voted: Iterable[tuple[VacancyRecord, Contest]],
    by: Actor,
    now: datetime,
) -> None:
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


def _run_off(
    session: Session, election: Election, vacancy: VacancyRecord, seats: Sequence[VacancyRecord]
) -> Contest:
    """The contest among who is equal for a seat, or among the holders whom the board lacks room."""
    contest = Contest.read(vacancy.contest)
    ballot, _ = frozen(session, election)
    proved = {each["id"]: ProofContest.read(each) for each in ballot.contests}
    if contest.id not in proved:
        return contest
    counted = contest_counted(session, election, contest.id)
    awaiting = counted.tabulation.awaiting if counted else None
    tied = awaiting.tied if awaiting else ()
    among = [proved[contest.id].candidates[each].member_number for each in tied]
    number = sum(each.contest["id"] == contest.id for each in seats)
    return run_off_between(contest, among, number, rules_in(election).ties.method)


def _let_stand(
    session: Session,
    election: Election,
    made: Election,
    contests: Mapping[str, Contest],
    now: datetime,
) -> None:
    """Enters whom the first result lets stand, as candidates who need not accept."""
    ids = {each.member_number: each.id for each in members_of(session, made.id)}
    for contest in contests.values():
        place = contest.conditions[-1]
        says = f"The first result, of {election.title}, gives {place.says}."
        ruling = Ruling((Finding(place.rule, True, place.cite, says),)).as_json()
        for number in place.values:
            session.add(
                Nomination(
                    election_id=made.id,
                    contest_id=contest.id,
                    member_id=ids[number],
                    nominated_by=f"the result of {election.title}",
                    nominated_at=now,
                    granted=True,
                    ruling=ruling,
                    answered_at=now,
                    accepted=True,
                    acceptance_ruling=ruling,
                    by_default=False,
                )
            )
    session.flush()
