from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.committee import Actor
from app.actions.voting import read_manifest
from app.box_state import DistantBox
from app.core.secrecy.amendments import Amendment, Amendments, draft
from app.core.secrecy.encoding import Json
from app.core.secrecy.manifest import Manifest
from app.errors import AlreadyDone, OutOfTurn
from app.records.amendments import AmendmentProposal, AmendmentRecord, amendment_lines
from app.records.ballots import frozen_ballot
from app.records.elections import Election, locked


def amend(
    session: Session, election: Election, line: bytes, box: DistantBox, *, by: Actor, now: datetime
) -> Amendments:
    """Takes the next amendment, by its two officers' signatures, and hands it to the ballot box.

    The box honours it before this is committed; the same line may be sent again if that fails.
    """
    locked(session, election.id)
    manifest = _frozen(session, election)
    before = amendments_of(session, election, manifest)
    amended = before.with_next(line, manifest)
    record = AmendmentRecord(
        election_id=election.id,
        number=len(amended.lines),
        line=amended.lines[-1].canonical(),
        entered_by=by.staff_id,
        entered_at=now,
    )
    session.add(record)
    election.closes_issue = amended.terms.closes_issue
    election.closes_cast = amended.terms.closes_cast
    session.flush()
    _log(session, "manifest_amended", election, amended.lines[-1], by, now)
    box.amend(amended.canonical())
    return amended


def propose_amendment(
    session: Session,
    election: Election,
    reason: str,
    changed: Mapping[str, Json],
    *,
    by: Actor,
    now: datetime,
) -> Amendment:
    """Writes down the next amendment for two officers to sign; one is proposed at a time.

    `changed` are the members of its kind: `closes_issue` with `closes_cast`, `client_sha256`, or
    `eligible`.
    """
    manifest = _frozen(session, election)
    before = amendments_of(session, election, manifest)
    if now >= before.terms.closes_cast:
        raise OutOfTurn("Voting has closed, so the ballot box takes no amendment any more.")
    number = len(before.lines) + 1
    made = draft(manifest, number, reason, **changed)
    made.change(manifest, number)(before.terms)
    record = AmendmentProposal(
        election_id=election.id, line=made.canonical(), proposed_by=by.staff_id, proposed_at=now
    )
    try:
        with session.begin_nested():
            session.add(record)
    except IntegrityError as fault:
        raise AlreadyDone("An amendment is proposed already; sign it or take it back.") from fault
    _log(session, "amendment_proposed", election, made, by, now)
    return made


def sign_proposal(
    session: Session, election: Election, raw: bytes, box: DistantBox, *, by: Actor, now: datetime
) -> bool:
    """Joins officers' signatures to the proposed amendment; true when it is in force.

    `raw` is the proposal as an officer's browser or `tellers amendment sign` signed it. With the
    second signature it is handed to the ballot box; where that refuses, nothing is kept.
    """
    locked(session, election.id)
    manifest = _frozen(session, election)
    record = _proposed(session, election)
    signed = Amendment.parse(raw.rstrip(b"\r\n"), "the signed amendment")
    joined = Amendment.parse(record.line, "the proposal").joined(signed)
    joined.check_signatures(manifest)
    if not joined.is_signed:
        record.line = joined.canonical()
        _log(session, "amendment_signed", election, joined, by, now)
        return False
    session.delete(record)
    amend(session, election, joined.canonical(), box, by=by, now=now)
    return True


def withdraw_proposal(
    session: Session, election: Election, box: DistantBox, *, by: Actor, now: datetime
) -> bool:
    """Takes the proposed amendment back, with whatever signature is under it.

    False where the ballot box has taken the amendment of this number already, though its answer was
    lost: that one is in force then, and entered here.
    """
    locked(session, election.id)
    manifest = _frozen(session, election)
    record = _proposed(session, election)
    session.delete(record)
    entered = len(amendment_lines(session, election.id))
    if taken := Amendments.parse(box.fetch("/amendments"), manifest).lines[entered:]:
        amend(session, election, taken[0].canonical(), box, by=by, now=now)
        return False
    proposed = Amendment.parse(record.line, "the proposal")
    _log(session, "amendment_withdrawn", election, proposed, by, now)
    return True


def proposal_of(session: Session, election: Election) -> Amendment | None:
    """The amendment that is proposed now."""
    record = session.get(AmendmentProposal, election.id)
    return Amendment.parse(record.line, "the proposal") if record else None


def _proposed(session: Session, election: Election) -> AmendmentProposal:
    record = session.get(AmendmentProposal, election.id, populate_existing=True)
    if record is None:
        raise OutOfTurn("No amendment is proposed now.")
    return record


def _frozen(session: Session, election: Election) -> Manifest:
    ballot = frozen_ballot(session, election.id)
    if ballot is None:
        raise OutOfTurn("The ballot is not frozen, so there is nothing to amend.")
    return read_manifest(ballot.manifest)


def _log(
    session: Session, act: str, election: Election, amendment: Amendment, by: Actor, now: datetime
) -> None:
    words = {name: str(amendment.body[name]) for name in ("kind", "reason")}
    number = amendment.body["number"]
    log_act(session, act, by=by.author, now=now, election=election.id, number=number, **words)
    session.flush()


def amendments_of(session: Session, election: Election, manifest: Manifest) -> Amendments:
    """Every amendment of the election, and the terms that hold now."""
    lines = amendment_lines(session, election.id)
    return Amendments.parse(b"".join(line + b"\n" for line in lines), manifest)
