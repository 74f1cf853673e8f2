from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import rules_in
from app.core.calendar import check_year
from app.core.roles import (
    ON_COMMITTEE,
    Right,
    Role,
    has_right,
    rule_on_appointment,
    rule_on_committee,
)
from app.errors import AlreadyDone, NotFound, NotPermitted, OutOfTurn
from app.records.elections import Act, Election, acts_of, locked
from app.records.nominations import accepted_by
from app.records.roll import member_by_number
from app.records.staff import (
    Appointment,
    Staff,
    appointments_of,
    committee_of,
    names_of_staff,
    staff_by_email,
)

TWO_PEOPLE = 2


@dataclass(frozen=True)
class Actor:
    """Who acts in an election, and in which role."""

    staff_id: int
    name: str
    role: Role

    @property
    def author(self) -> str:
        """How the audit log names who acted."""
        return f"{self.name} ({self.role}, account {self.staff_id})"


def actor_in(session: Session, staff: Staff, election_id: str, right: Right) -> Actor:
    """The staff member as one who holds this right in this election; else NotPermitted."""
    for role in _roles_in(session, staff, election_id):
        if has_right(role, right):
            return Actor(staff.id, staff.name, role)
    raise NotPermitted(f"{staff.name} has no right here to {right}.")


def rights_in(session: Session, staff: Staff, election_id: str) -> frozenset[Right]:
    """All that the staff member may do in this election."""
    roles = _roles_in(session, staff, election_id)
    return frozenset(right for right in Right if any(has_right(role, right) for role in roles))


def _roles_in(session: Session, staff: Staff, election_id: str) -> list[Role]:
    roles = [
        Role(appointment.role)
        for appointment in appointments_of(session, election_id)
        if appointment.staff_id == staff.id
    ]
    return [*roles, Role.STAFF] if staff.administrator else roles


def appoint(
    session: Session,
    election: Election,
    *,
    email: str,
    role: Role,
    member_number: str | None,
    appointed_by: str,
    appointed_on: date,
    by: Actor,
    now: datetime,
) -> Appointment:
    """Gives a person a role in the election, with who appointed them and when (H3).

    No candidate may join the committee; the refusal names the clause.
    """
    check_year(appointed_on)
    _check_role(session, election, role, member_number)
    staff = staff_by_email(session, email)
    if staff is None:
        raise NotFound(f"No account has the address {email}.")
    appointment = Appointment(
        election_id=election.id,
        staff_id=staff.id,
        role=role.value,
        member_number=member_number,
        appointed_by=appointed_by,
        appointed_on=appointed_on,
    )
    try:
        with session.begin_nested():
            session.add(appointment)
    except IntegrityError as fault:
        raise AlreadyDone(f"{staff.name} is on this election's committee already.") from fault
    _log_appointed(session, appointment, staff.name, by, now)
    return appointment


def keep_committee(
    session: Session, election: Election, to: Election, *, by: Actor, now: datetime
) -> None:
    """Gives an election that follows another the people of it, each in the same role."""
    appointments = appointments_of(session, election.id)
    names = names_of_staff(session, [each.staff_id for each in appointments])
    for each in appointments:
        kept = Appointment(
            election_id=to.id,
            staff_id=each.staff_id,
            role=each.role,
            member_number=each.member_number,
            appointed_by=each.appointed_by,
            appointed_on=each.appointed_on,
        )
        session.add(kept)
        _log_appointed(session, kept, names[each.staff_id], by, now)


def _log_appointed(
    session: Session, appointment: Appointment, name: str, by: Actor, now: datetime
) -> None:
    log_act(
        session,
        "committee_member_appointed",
        by=by.author,
        now=now,
        election=appointment.election_id,
        account=appointment.staff_id,
        name=name,
        role=appointment.role,
    )


def _check_role(
    session: Session, election: Election, role: Role, member_number: str | None
) -> None:
    if role in ON_COMMITTEE and member_number is not None:
        _refuse_candidate(session, election, member_number)


def _refuse_candidate(session: Session, election: Election, member_number: str) -> None:
    member = member_by_number(session, election.id, member_number)
    standing_in = accepted_by(session, member.id) if member else []
    finding = rule_on_appointment(standing_in, rules_in(election)).findings[0]
    if not finding.met:
        raise NotPermitted(f"{finding.says} ({finding.cite})")


def check_committee(session: Session, election: Election) -> None:
    """Refuses to go on with a committee that is too small, naming the clause (H3)."""
    check_size(len(committee_of(session, election.id)), election)


def check_size(size: int, election: Election) -> None:
    """Refuses a committee of so many where the bylaws want more."""
    finding = rule_on_committee(size, rules_in(election)).findings[0]
    if not finding.met:
        raise OutOfTurn(f"{finding.says} ({finding.cite})")


def sign_act(
    session: Session,
    election_id: str,
    kind: str,
    subject: str,
    *,
    audited: tuple[str, str],
    by: Actor,
    now: datetime,
    needed: int = TWO_PEOPLE,
) -> bool:
    """One signature under an act that takes several; true when this one makes it complete.

    All signers name the same digest, so that nobody signs for what another did not see.
    `audited` are the audit log's words for one more signature, and for the last.
    """
    locked(session, election_id)
    earlier = signatures_of(session, election_id, kind)
    if len(earlier) >= needed:
        raise AlreadyDone("Everybody who has to sign this has signed already.")
    if any(act.by_id == by.staff_id for act in earlier):
        raise AlreadyDone(f"{by.name} has signed this; the next signature is another person's.")
    if any(act.subject != subject for act in earlier):
        raise AlreadyDone("The first person signed something else; all must sign the same.")
    session.add(Act(election_id=election_id, kind=kind, subject=subject, by_id=by.staff_id, at=now))
    session.flush()
    complete = len(earlier) + 1 == needed
    log_act(session, audited[complete], by=by.author, now=now, election=election_id, digest=subject)
    return complete


def void_signatures(
    session: Session, election_id: str, kind: str, *, by: Actor, now: datetime
) -> None:
    """Takes back the signatures under an act that is not complete, as its subject was replaced."""
    for act in signatures_of(session, election_id, kind):
        session.delete(act)
        facts = {"election": election_id, "kind": kind, "digest": act.subject}
        log_act(session, "signature_voided", by=by.author, now=now, **facts)
    session.flush()


def signatures_of(session: Session, election_id: str, kind: str) -> list[Act]:
    """The signatures under one kind of act, oldest first."""
    return [act for act in acts_of(session, election_id) if act.kind == kind]


def done_at(
    session: Session, election_id: str, kind: str, *, needed: int = TWO_PEOPLE
) -> datetime | None:
    """When the last of the signatures came that an act needs; None while one is missing."""
    signed = signatures_of(session, election_id, kind)
    return signed[needed - 1].at if len(signed) >= needed else None
