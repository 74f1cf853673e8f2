from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import QUESTIONS, rules_in
from app.actions.committee import Actor
from app.actions.rolls import member_named
from app.actions.voters import voters_of
from app.core.calendar import Appointment, check_year
from app.core.date_checks import due
from app.core.faults import BadInput
from app.core.petitions import (
    Match,
    Outcome,
    Signer,
    match_signers,
    petition_named,
    rule_on_petition,
)
from app.core.ruling import Ruling
from app.core.secrecy.encoding import Json
from app.documents.petition_file import read_signers
from app.errors import AlreadyDone, NotFound, OutOfTurn
from app.records.elections import Election, locked
from app.records.petitions import Petition, Signature, signatures_on
from app.records.roll import as_member, members_of, size_of_roll

VALIDATED = "petition_validated"  # the date of the calendar that starts clocks


def enter_petition(
    session: Session,
    election: Election,
    *,
    rule: str,
    title: str,
    submitted_on: date,
    due_on: date | None,
    by: Actor,
    now: datetime,
) -> Petition:
    """Enters one of the bylaws' petitions, with the day on which it came, and the last one."""
    _hold(session, election)
    petition_named(rules_in(election), rule)
    for day in filter(None, (submitted_on, due_on)):
        check_year(day)
    petition = Petition(
        election_id=election.id,
        rule=rule,
        title=title,
        submitted_on=submitted_on,
        due_on=due_on,
        entered_by=by.staff_id,
    )
    session.add(petition)
    session.flush()
    _log(session, petition, "petition_entered", by, now, title=title)
    return petition


def upload_signers(
    session: Session,
    election: Election,
    petition: Petition,
    raw: bytes,
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Takes the signers of a petition from a CSV file, in place of those that were there."""
    _hold_open(session, election, petition)
    signers = read_signers(raw)
    if not signers:
        raise BadInput("petition.csv: nobody has signed.")
    for signature in signatures_on(session, petition.id):
        session.delete(signature)
    session.flush()
    session.add_all(
        Signature(
            petition_id=petition.id,
            line=each.line,
            member_number=each.member_number,
            name=each.name,
        )
        for each in signers
    )
    session.flush()
    _log(session, petition, "signers_uploaded", by, now, signers=len(signers))
    return len(signers)


def recognize(
    session: Session,
    election: Election,
    petition: Petition,
    line: int,
    member_number: str | None,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """A person says whose signature a line is, or with None that it is no member's."""
    _hold_open(session, election, petition)
    signature = session.get(Signature, (petition.id, line))
    if signature is None:
        raise NotFound(f"This petition has no line {line}.")
    member = member_named(session, election, member_number) if member_number else None
    signature.recognized = member.id if member else None
    signature.looked_at_by = by.staff_id
    _log(session, petition, "signature_looked_at", by, now, line=line, member_number=member_number)


def decide_petition(
    session: Session, election: Election, petition: Petition, *, by: Actor, now: datetime
) -> Ruling:
    """Counts the valid signatures against what is needed, once every near miss was looked at."""
    _hold_open(session, election, petition)
    matches = matches_of(session, election, petition)
    open_lines = [each.signer.line for each in matches if each.outcome is Outcome.NEAR]
    if open_lines:
        lines = ", ".join(map(str, open_lines[:5]))
        raise OutOfTurn(
            f"{len(open_lines)} signatures are near misses that nobody has looked at: lines {lines}"
            f"{' and more' if len(open_lines) > 5 else ''}."
        )
    rules = rules_in(election)
    ruling = rule_on_petition(
        petition_named(rules, petition.rule),
        matches,
        len(_eligible(session, election)),
        submitted=petition.submitted_on,
        due=petition.due_on,
    )
    petition.ruling = dict(ruling.as_json())
    petition.decided_on = now.astimezone(ZoneInfo(election.zone)).date()
    petition.decided_by, petition.decided_at = by.staff_id, now
    session.flush()
    _log(session, petition, "petition_decided", by, now, ruling=petition.ruling)
    return ruling


def petition_of(session: Session, election: Election, petition_id: int) -> Petition:
    """The petition of the election with this id."""
    petition = session.get(Petition, petition_id)
    if petition is None or petition.election_id != election.id:
        raise NotFound("This election has no such petition.")
    return petition


def matches_of(session: Session, election: Election, petition: Petition) -> Sequence[Match]:
    """Every signature matched to the roll, as far as is certain or a person has said."""
    records = members_of(session, election.id)
    numbers = {each.id: each.member_number for each in records}
    signatures = signatures_on(session, petition.id)
    return match_signers(
        [Signer(each.line, each.member_number, each.name) for each in signatures],
        {each.member_number: as_member(each) for each in records},
        _eligible(session, election),
        {
            each.line: numbers[each.recognized] if each.recognized else None
            for each in signatures
            if each.looked_at_by
        },
    )


def clocks_of(election: Election, petition: Petition) -> tuple[Appointment, ...]:
    """The deadlines that a petition with enough signatures has started."""
    if petition.decided_on is None or not (petition.ruling and petition.ruling["granted"]):
        return ()
    return due(rules_in(election), {VALIDATED: petition.decided_on})


def _eligible(session: Session, election: Election) -> set[str]:
    return {each.member_number for each in voters_of(session, election, rules_in(election))}


def _hold(session: Session, election: Election) -> None:
    locked(session, election.id)
    if election.held_for != QUESTIONS:
        raise OutOfTurn("This election is not held for questions.")
    if not size_of_roll(session, election.id):
        raise OutOfTurn("The roll comes first: signatures are matched to it.")


def _hold_open(session: Session, election: Election, petition: Petition) -> None:
    _hold(session, election)
    session.refresh(petition)
    if petition.decided_at is not None:
        raise AlreadyDone("This petition is decided.")


def _log(
    session: Session, petition: Petition, act: str, by: Actor, now: datetime, **facts: Json
) -> None:
    log_act(
        session,
        act,
        by=by.author,
        now=now,
        election=petition.election_id,
        petition=petition.id,
        **facts,
    )
