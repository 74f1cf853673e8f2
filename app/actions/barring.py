from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.committee import Actor
from app.actions.ruling_again import check_open, rule_again
from app.core.faults import BadInput
from app.errors import AlreadyDone, NotFound
from app.records.bars import Bar, bar_of
from app.records.elections import Election
from app.records.nominations import nominations_by_member
from app.records.roll import MemberRecord


def find_barred(
    session: Session,
    election: Election,
    member: MemberRecord,
    *,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Enters the committee's finding that a conviction bars a member, and rules accordingly.

    The reason is kept encrypted; the log and the rulings say only that it was found.
    """
    if not reason.strip():
        raise BadInput("Give the reason of the finding; it is kept in confidence.")
    check_open(session, election)
    bar = Bar(member_id=member.id, reason=reason.strip(), found_by=by.staff_id, found_at=now)
    try:
        with session.begin_nested():
            session.add(bar)
    except IntegrityError as fault:
        raise AlreadyDone("The committee has found this already.") from fault
    _found(session, "bar_found", election, member, by, now)


def lift_bar(
    session: Session, election: Election, member: MemberRecord, *, by: Actor, now: datetime
) -> None:
    """Takes the finding back; nominations that fell by it stand again where the rules let them."""
    check_open(session, election)
    bar = bar_of(session, member.id)
    if bar is None:
        raise NotFound("The committee has made no such finding.")
    session.delete(bar)
    _found(session, "bar_lifted", election, member, by, now)


def _found(
    session: Session,
    act: str,
    election: Election,
    member: MemberRecord,
    by: Actor,
    now: datetime,
) -> None:
    number = member.member_number
    log_act(session, act, by=by.author, now=now, election=election.id, member_number=number)
    for nomination in nominations_by_member(session, member.id):
        rule_again(session, election, nomination, by=by, now=now)
