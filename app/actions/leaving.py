from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.canvass import ACCEPTED
from app.actions.committee import Actor, check_size, signatures_of
from app.actions.signers import drop_officer_key
from app.core.faults import BadInput
from app.core.roles import ON_COMMITTEE
from app.errors import NotFound, OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.elections import Election, locked
from app.records.staff import Appointment, committee_of, names_of_staff

LONGEST_REASON = 2000


def end_appointment(
    session: Session,
    election: Election,
    appointment_id: int,
    *,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Takes a person's role in the election away, with the reason, until the count is accepted.

    Their signing key goes too, unless the frozen ballot names it.
    Once nominations have opened a committee never falls below its least size (H3), so that a
    successor is appointed first.
    """
    locked(session, election.id)
    seat = session.get(Appointment, appointment_id)
    if seat is None or seat.election_id != election.id:
        raise NotFound("There is no such appointment in this election.")
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise BadInput(f"reason: say why, in at most {LONGEST_REASON} characters.")
    if signatures_of(session, election.id, ACCEPTED):
        raise OutOfTurn("The count is being accepted, and whoever certifies it stays.")
    if seat.role in ON_COMMITTEE and now >= election.nominations_open:
        check_size(len(committee_of(session, election.id)) - 1, election)
    name = names_of_staff(session, [seat.staff_id])[seat.staff_id]
    log_act(
        session,
        "appointment_ended",
        by=by.author,
        now=now,
        election=election.id,
        account=seat.staff_id,
        name=name,
        role=seat.role,
        reason=reason.strip(),
    )
    if frozen_ballot(session, election.id) is None:
        drop_officer_key(session, election, seat.staff_id, by=by, now=now)
    session.delete(seat)
    session.flush()
