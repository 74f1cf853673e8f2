from datetime import date, datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import GENERAL, contests_in, make_contests, rules_in
from app.actions.committee import Actor
from app.actions.dates import days_of
from app.actions.nominations import day_of
from app.core.allotments import BY_DECISION, allotment_of
from app.core.date_checks import keeps
from app.core.faults import BadInput
from app.errors import OutOfTurn
from app.records.elections import Election, locked
from app.records.roll import as_member, members_of
from app.records.seat_decisions import SeatDecisionRecord

PROPOSED = "board_proposals"


def decide_seats(
    session: Session,
    election: Election,
    *,
    chapter: str,
    unit: str,
    seats: int,
    decided_on: date,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Enters how many of the board seats left to a chapter's board a unit has (App. A s.2).

    Before nominations open, on a day that keeps the bylaws' time before the vote; the contests
    are made anew. 0 seats take the decision on a unit back.
    """
    locked(session, election.id)
    if now >= election.nominations_open or election.held_for != GENERAL:
        raise OutOfTurn("A board's decision on seats is entered before nominations open.")
    _check_chapter(election, chapter)
    _check_day(election, decided_on, now)
    roll = [as_member(each) for each in members_of(session, election.id)]
    if not roll:
        raise OutOfTurn("The roll comes first: how many seats are left follows from it.")
    record = SeatDecisionRecord(
        election_id=election.id,
        chapter=chapter,
        unit=unit,
        seats=seats,
        decided_on=decided_on,
        reason=reason,
        entered_by=by.staff_id,
        entered_at=now,
    )
    if seats:
        session.merge(record)
    else:
        _take_back(session, record)
    session.flush()
    make_contests(session, election, roll)
    if seats:
        _check_made(session, election, chapter, unit)
    log_act(
        session,
        "seats_decided",
        by=by.author,
        now=now,
        election=election.id,
        decided_on=decided_on.isoformat(),
        chapter=chapter,
        unit=unit,
        seats=seats,
        reason=reason,
    )


def _take_back(session: Session, record: SeatDecisionRecord) -> None:
    key = (record.election_id, record.chapter, record.unit)
    found = session.get(SeatDecisionRecord, key)
    if found is None:
        raise BadInput(f"seats: there is no decision on {record.unit} to take back.")
    session.delete(found)


def _check_made(session: Session, election: Election, chapter: str, unit: str) -> None:
    """Refuses a decision that gives no unit a contest."""
    group = board.group if (board := rules_in(election).board) else ""
    made = {(each.chapter, each.group, each.unit) for each in contests_in(session, election)}
    if (chapter, group, unit) not in made:
        raise BadInput(f"seats: no seats of {chapter} are left to its board's decision.")


def _check_chapter(election: Election, chapter: str) -> None:
    rules = rules_in(election)
    known = rules.board is not None and chapter in rules.units.chapters
    row = allotment_of(rules, chapter) if known else None
    if row is None or row.rest != BY_DECISION:
        cite = f" ({row.cite})" if row else ""
        raise BadInput(f"chapter: no board of {chapter} decides on seats{cite}.")


def _check_day(election: Election, decided_on: date, now: datetime) -> None:
    if decided_on > day_of(election, now):
        raise BadInput("decided_on: the decision is entered when it was made.")
    days = days_of(election) | {PROPOSED: decided_on}
    for gap in rules_in(election).calendar.gaps:
        finding = keeps(gap, days) if gap.first == PROPOSED else None
        if finding is not None and not finding.met:
            raise BadInput(f"decided_on: {finding.says} ({finding.cite})")
