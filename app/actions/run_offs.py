from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.bylaws import RUN_OFF, rules_in
from app.actions.canvass import frozen
from app.actions.certification import certified_at
from app.actions.committee import Actor
from app.actions.dates import Dates, VotingTimes, plan_between
from app.actions.explaining import contest_counted
from app.actions.following import is_pending, set_up_following, vote_on
from app.actions.rolls import copy_roll
from app.actions.roster import check_has_roster
from app.core.contest import Contest
from app.core.contest_making import run_off_between
from app.core.proof import ProofContest
from app.core.ruling import Finding, Ruling
from app.core.vacancies import TIED
from app.errors import OutOfTurn
from app.records.elections import Election, locked
from app.records.nominations import Nomination
from app.records.roll import members_of
from app.records.vacancies import VacancyRecord, contests_for, fillings_of, vacancies_of


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
        if each.reason == TIED and not is_pending(session, each)
    ]
    open_ones = [each for each in tied if each.id not in fillings_of(session, election.id)]
    if not open_ones:
        raise OutOfTurn("No seat of this election waits for a run-off that is not set up.")
    times = replace(times, record_date=election.record_date)
    dates = Dates.of_vote(times, election.zone, now=now)
    plan = plan_between(election.profile, election.zone, dates)
    made = set_up_following(session, election, RUN_OFF, title, plan, "", by=by, now=now)
    copy_roll(session, election, made)
    ties = {each.contest["id"]: _run_off(session, election, each, open_ones) for each in open_ones}
    vote_on(session, made, ((each, ties[each.contest["id"]]) for each in open_ones), by, now)
    _let_stand(session, election, made, ties, now)
    return made


def _run_off(
    session: Session, election: Election, vacancy: VacancyRecord, seats: Sequence[VacancyRecord]
) -> Contest:
    """The contest among who is equal for a seat, or among the holders whom the board lacks room.

    Equal are those of the last result: after a run-off that was tied again, of that one.
    """
    contest = Contest.read(vacancy.contest)
    ballot, _ = frozen(session, election)
    if contest.id not in {each["id"] for each in ballot.contests}:
        return contest
    results = [(election, contest.id), *_run_offs_held(session, vacancy)]
    among = next(found for each in reversed(results) if (found := _equal(session, *each)))
    number = sum(each.contest["id"] == contest.id for each in seats)
    return run_off_between(contest, among, number, rules_in(election).ties.method)


def _run_offs_held(session: Session, vacancy: VacancyRecord) -> list[tuple[Election, str]]:
    """The certified elections for a vacancy, oldest first, each with its contest for it."""
    voted = contests_for(session, vacancy.id)
    made = ((session.get_one(Election, each), contest["id"]) for each, contest in voted)
    certified = (each for each in made if certified_at(session, each[0]) is not None)
    return sorted(certified, key=lambda each: each[0].created_at)


def _equal(session: Session, election: Election, contest_id: str) -> list[str]:
    """The member numbers of those whom a result leaves equal for the last seats."""
    ballot, _ = frozen(session, election)
    proved = {each["id"]: ProofContest.read(each) for each in ballot.contests}
    counted = contest_counted(session, election, contest_id)
    awaiting = counted.tabulation.awaiting if counted else None
    tied = awaiting.tied if awaiting else ()
    return [proved[contest_id].candidates[each].member_number for each in tied]


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
