from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contests_in, rules_in
from app.actions.committee import Actor
from app.actions.outcome import Outcome
from app.actions.seating import outcome_in, seated_in
from app.core.contest import Contest
from app.core.roll import OfficeHeld
from app.core.roster import unit_of
from app.core.seating import Seating
from app.core.vacancies import HIGHER, TIED, UNFILLED, vacated_by
from app.errors import AlreadyDone
from app.records.elections import Election
from app.records.vacancies import (
    OfficerRecord,
    VacancyRecord,
    officers_of,
    vacancies_of,
)


def install_officers(session: Session, election: Election, *, by: Actor, now: datetime) -> None:
    """Begins the officers' roster that a certificate gives, with the seats that stay empty."""
    outcome = outcome_in(session, election)
    found = seated_in(session, election, outcome)
    contests = {each.id: each for each in contests_in(session, election)}
    numbers = {key: number for number, key in outcome.keys.items()}
    for row in found.held:
        session.add(
            OfficerRecord(
                election_id=election.id,
                contest_id=row.contest,
                member_number=numbers[row.member],
                since=election.term_begins,
                how=row.how,
                cite=row.cite,
            )
        )
    vacant = [
        *_never_filled(outcome, found, contests),
        *(
            (each, TIED, f"{each.title}: more hold the offices than there are seats.")
            for each in outcome.run_offs(found)
            for _ in range(each.seats or 0)
        ),
    ]
    for contest, reason, because in vacant:
        free(session, election, contest, reason, because, by, now)
    log_act(
        session,
        "officers_installed",
        by=by.author,
        now=now,
        election=election.id,
        officers=len(found.held),
        vacant=len(vacant),
    )


def _never_filled(
    outcome: Outcome, found: Seating, contests: Mapping[str, Contest]
) -> Iterator[tuple[Contest, str, str]]:
    """Each seat that nobody fills, and why; a run-off is needed where some are equal."""
    filled = {each.id: each for each in outcome.filled}
    for empty in found.empty:
        count = filled[empty.contest].count
        tied = count is not None and count.tabulation.awaiting is not None
        for _ in range(empty.seats):
            yield contests[empty.contest], TIED if tied else UNFILLED, empty.because


def seat_officer(
    session: Session,
    election: Election,
    contest: Contest,
    member_number: str,
    *,
    since: date,
    how: str,
    cite: str,
    by: Actor,
    now: datetime,
) -> OfficerRecord:
    """Seats a member in mid-term; lower offices fall vacant where the bylaws say so (M9)."""
    officer = OfficerRecord(
        election_id=election.id,
        contest_id=contest.id,
        member_number=member_number,
        since=since,
        how=how,
        cite=cite,
    )
    lower = _lower_offices(session, election, contest, member_number, since)
    session.add(officer)
    session.flush()
    for held, left in lower:
        leave(session, election, held, left, HIGHER, since, contest.title, by=by, now=now)
    return officer


def leave(
    session: Session,
    election: Election,
    officer: OfficerRecord,
    contest: Contest,
    reason: str,
    since: date,
    document: str,
    *,
    by: Actor,
    now: datetime,
) -> VacancyRecord:
    """Notes that an officer's seat is vacant from a day on; nobody leaves a seat twice."""
    try:
        with session.begin_nested():
            vacancy = free(
                session, election, contest, reason, document, by, now, since=since, officer=officer
            )
            session.flush()
    except IntegrityError as fault:
        raise AlreadyDone("This officer has left the seat already.") from fault
    log_act(
        session,
        "vacancy_entered",
        by=by.author,
        now=now,
        election=election.id,
        contest=contest.id,
        member_number=officer.member_number,
        reason=reason,
        since=since.isoformat(),
    )
    return vacancy


def free(
    session: Session,
    election: Election,
    contest: Contest,
    reason: str,
    document: str,
    by: Actor,
    now: datetime,
    *,
    since: date | None = None,
    officer: OfficerRecord | None = None,
) -> VacancyRecord:
    """A vacant seat, from the term's beginning where no other day is given."""
    vacancy = VacancyRecord(
        election_id=election.id,
        contest=contest.stored(),
        officer_id=officer.id if officer else None,
        since=since or election.term_begins,
        reason=reason,
        document=document,
        ruling=None,
        entered_by=by.staff_id,
        entered_at=now,
    )
    session.add(vacancy)
    return vacancy


def seats_of(session: Session, election: Election) -> dict[str, Contest]:
    """The contests whose seats officers hold or leave, by id: also those of the local's board."""
    vacant = [Contest.read(each.contest) for each in vacancies_of(session, election.id)]
    own = contests_in(session, election)
    return {each.id: each for each in own} | {each.id: each for each in vacant}


def in_office(session: Session, election: Election) -> list[OfficerRecord]:
    """Everybody who sits in a seat now."""
    left = {each.officer_id for each in vacancies_of(session, election.id)}
    return [each for each in officers_of(session, election.id) if each.id not in left]


def _lower_offices(
    session: Session, election: Election, won: Contest, member_number: str, on: date
) -> list[tuple[OfficerRecord, Contest]]:
    contests = seats_of(session, election)
    held = [
        (each, contests[each.contest_id])
        for each in in_office(session, election)
        if each.member_number == member_number and each.contest_id in contests
    ]
    offices = {
        OfficeHeld(contest.office, unit_of(contest), each.since, None, True, each.how): (
            each,
            contest,
        )
        for each, contest in held
    }
    return [offices[each] for each in vacated_by(list(offices), won, rules_in(election), on=on)]
