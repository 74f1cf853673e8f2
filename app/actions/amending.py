from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.committee import Actor
from app.actions.voting import read_manifest
from app.box_state import DistantBox
from app.core.secrecy.amendments import Amendments
from app.core.secrecy.manifest import Manifest
from app.errors import OutOfTurn
from app.records.amendments import AmendmentRecord, amendment_lines
from app.records.ballots import frozen_ballot
from app.records.elections import Election, locked


def amend(
    session: Session, election: Election, line: bytes, box: DistantBox, *, by: Actor, now: datetime
) -> Amendments:
    """Takes the next amendment, by its two officers' signatures, and hands it to the ballot box.

    The box honours it before this is committed; the same line may be sent again if that fails.
    """
    locked(session, election.id)
    ballot = frozen_ballot(session, election.id)
    if ballot is None:
        raise OutOfTurn("The ballot is not frozen, so there is nothing to amend.")
    manifest = read_manifest(ballot.manifest)
    before = amendments_of(session, election, manifest)
    amended = Amendments.parse(before.canonical() + line.rstrip(b"\n") + b"\n", manifest)
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
    body = amended.lines[-1].body
    log_act(
        session,
        "manifest_amended",
        by=by.author,
        now=now,
        election=election.id,
        number=record.number,
        kind=str(body["kind"]),
        reason=str(body["reason"]),
    )
    box.amend(amended.canonical())
    return amended


def amendments_of(session: Session, election: Election, manifest: Manifest) -> Amendments:
    """Every amendment of the election, and the terms that hold now."""
    lines = amendment_lines(session, election.id)
    return Amendments.parse(b"".join(line + b"\n" for line in lines), manifest)
