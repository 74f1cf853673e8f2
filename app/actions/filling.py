from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contests_in, rules_in
from app.actions.canvass import frozen
from app.actions.committee import Actor
from app.actions.explaining import contest_counted
from app.actions.nominations import day_of
from app.actions.officers import in_office, leave, seat_officer, seats_of
from app.actions.rolls import facts_of
from app.actions.seating import outcome_in, seated_in
from app.actions.vacancies import as_vacancy, check_day, vacancy_in
from app.core.contest import Contest
from app.core.nominations import rule_on_nomination
from app.core.proof import ProofContest
from app.core.rules import VacancyRule
from app.core.ruling import Ruling
from app.core.successors import follower
from app.core.vacancies import HIGHER, LOST, TIED, may_fill, way_to_fill
from app.errors import AlreadyDone, NotPermitted, OutOfTurn
from app.records.elections import Election, locked
from app.records.roll import MemberRecord
from app.records.vacancies import (
    FillingRecord,
    OfficerRecord,
    VacancyRecord,
    officers_of,
    requests_of,
    voted_in,
)

# What a seat's holder is by the way in which the vacancy was filled.
HOW = {"appointment": "appointed", "next officer": "next officer", "succession": "succession"}


def fill_vacancy(
    session: Session,
    election: Election,
    vacancy_id: int,
    member: MemberRecord,
    *,
    on: date,
    said: str,
    by: Actor,
    now: datetime,
) -> OfficerRecord:
    """Enters who fills a vacancy, by whose decision, where the bylaws want no election for it."""
    locked(session, election.id)
    vacancy = vacancy_in(session, election, vacancy_id)
    contest, rules = Contest.read(vacancy.contest), rules_in(election)
    row = way_to_fill(contest, rules)
    if vacancy.reason == TIED:
        raise OutOfTurn(f"{contest.title} is filled by a run-off ({contest.cite}).")
    if row is None:
        raise OutOfTurn(f"{rules.name} does not say who fills {contest.title}.")
    if row.way == "election":
        raise OutOfTurn(f"{contest.title} is filled by {row.filled_by} ({row.cite}).")
    check_day("on", on, vacancy.since, election, now)
    _refuse_unmet(may_fill(as_vacancy(vacancy), rules, on=on), OutOfTurn)
    _check_filler(session, election, vacancy, row, member, on)
    moving_up = _holders_of(session, election, row.next_office)
    officer = seat_officer(
        session,
        election,
        contest,
        member.member_number,
        since=on,
        how=HOW[row.way],
        cite=row.cite,
        by=by,
        now=now,
    )
    for held in moving_up:
        left = seats_of(session, election)[held.contest_id]
        leave(session, election, held, left, HIGHER, on, contest.title, by=by, now=now)
    store_filling(session, election, vacancy, officer, said, by=by, now=now)
    return officer


def store_filling(
    session: Session,
    election: Election,
    vacancy: VacancyRecord,
    officer: OfficerRecord,
    said: str,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Notes which officer fills a vacancy; it is filled once."""
    filling = FillingRecord(
        vacancy_id=vacancy.id,
        officer_id=officer.id,
        said=said,
        entered_by=by.staff_id,
        entered_at=now,
    )
    try:
        with session.begin_nested():
            session.add(filling)
    except IntegrityError as fault:
        raise AlreadyDone("This vacancy is filled already.") from fault
    log_act(
        session,
        "vacancy_filled",
        by=by.author,
        now=now,
        election=election.id,
        contest=officer.contest_id,
        member_number=officer.member_number,
        how=officer.how,
        said=said,
    )


def fill_by_certificate(session: Session, election: Election, *, by: Actor, now: datetime) -> None:
    """Fills the vacancies that an election was held for with those whom its certificate seats."""
    followed = session.get_one(Election, election.follows)
    outcome = outcome_in(session, election)
    numbers = {key: number for number, key in outcome.keys.items()}
    voted = voted_in(session, election.id)
    since = max(followed.term_begins, day_of(election, now))
    for row in seated_in(session, election, outcome).held:
        link = next(each for each in voted if each.contest["id"] == row.contest)
        voted.remove(link)
        vacancy = vacancy_in(session, followed, link.vacancy_id)
        officer = seat_officer(
            session,
            followed,
            Contest.read(vacancy.contest),
            numbers[row.member],
            since=since,
            how=row.how,
            cite=row.cite,
            by=by,
            now=now,
        )
        said = f"the certificate of {election.title}"
        store_filling(session, followed, vacancy, officer, said, by=by, now=now)


def next_in_line(session: Session, election: Election, contest_id: str) -> str | None:
    """Who follows by the ballots of a contest, by member number; None when nobody is left."""
    counted = contest_counted(session, election, contest_id)
    if counted is None:
        return None
    ballot, _ = frozen(session, election)
    contests = (ProofContest.read(each) for each in ballot.contests)
    contest = next(each for each in contests if each.id == contest_id)
    numbers = [each.member_number for each in contest.candidates]
    sat = [each for each in officers_of(session, election.id) if each.contest_id == contest_id]
    sitting = [each for each in in_office(session, election) if each in sat]
    found, _ = follower(
        counted,
        _places(numbers, [each for each in sat if each not in sitting]),
        _places(numbers, sitting),
        by=rules_in(election).succession.ranked.value,
    )
    return None if found is None else numbers[found]


def _places(numbers: Sequence[str], officers: Sequence[OfficerRecord]) -> list[int]:
    return [numbers.index(row.member_number) for row in officers if row.member_number in numbers]


def _refuse_unmet(ruling: Ruling, refusal: type[OutOfTurn] | type[NotPermitted]) -> None:
    for finding in ruling.findings:
        if not finding.met:
            raise refusal(f"{finding.says} ({finding.cite})")


def _holders_of(session: Session, election: Election, office: str) -> list[OfficerRecord]:
    """Who holds an office now; nobody where it is ""."""
    contests = {each.id for each in contests_in(session, election) if each.office == office}
    return [each for each in in_office(session, election) if each.contest_id in contests]


def _check_filler(
    session: Session,
    election: Election,
    vacancy: VacancyRecord,
    row: VacancyRule,
    member: MemberRecord,
    on: date,
) -> None:
    """Refuses whom the bylaws do not let fill the seat, with the clause."""
    contest, number = Contest.read(vacancy.contest), member.member_number
    sitting = [each for each in in_office(session, election) if each.contest_id == contest.id]
    if number in [each.member_number for each in sitting]:
        raise NotPermitted(f"This member holds a seat of {contest.title} already.")
    if row.way == "next officer":
        allowed = [each.member_number for each in _holders_of(session, election, row.next_office)]
        if allowed and number not in allowed:
            raise NotPermitted(f"{contest.title} goes to {row.filled_by} ({row.cite}).")
    following = next_in_line(session, election, contest.id) if row.way == "succession" else None
    if following not in (None, number):
        raise NotPermitted(
            f"{contest.title} goes to {row.filled_by}: to member {following} ({row.cite})."
        )
    if _lost_it(session, vacancy, number):
        if not any(each.granted for each in requests_of(session, vacancy.id)):
            raise OutOfTurn("Who lost the seat asks to have it back first, once reinstated.")
        return
    facts = facts_of(session, member)
    _refuse_unmet(rule_on_nomination(facts, contest, rules_in(election), on=on), NotPermitted)


def _lost_it(session: Session, vacancy: VacancyRecord, number: str) -> bool:
    """Whether the member is who lost the seat with the membership."""
    officer = session.get(OfficerRecord, vacancy.officer_id) if vacancy.officer_id else None
    return vacancy.reason == LOST and officer is not None and officer.member_number == number
