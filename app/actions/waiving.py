from datetime import date, datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import rules_in
from app.actions.committee import Actor
from app.core.calendar import check_year
from app.errors import NotPermitted, OutOfTurn
from app.records.elections import Election
from app.records.nominations import WaiverRecord


def enter_waiver(
    session: Session,
    election: Election,
    *,
    unit: str,
    granted_by: str,
    granted_on: date,
    document: str,
    by: Actor,
    now: datetime,
) -> WaiverRecord:
    """Enters a waiver of the time of membership for a unit or a member, by whom and in what paper.

    `unit` names any unit of a member as the roll does, or a member by number.
    """
    clause = rules_in(election).membership.waivers
    if clause is None or not clause.value:
        raise NotPermitted("The bylaws of this local know no waiver of the time of membership.")
    if now >= election.nominations_close:
        raise OutOfTurn("Nominations have closed, and what was waived is ruled on.")
    check_year(granted_on)
    waiver = WaiverRecord(
        election_id=election.id,
        unit=unit,
        granted_by=granted_by,
        granted_on=granted_on,
        document=document,
        entered_by=by.staff_id,
        entered_at=now,
    )
    session.add(waiver)
    session.flush()
    log_act(
        session,
        "waiver_entered",
        by=by.author,
        now=now,
        election=election.id,
        unit=unit,
        granted_by=granted_by,
        granted_on=granted_on.isoformat(),
        document=document,
    )
    return waiver
