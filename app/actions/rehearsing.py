import hashlib
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.committee import Actor
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.rehearsing import Rehearsal
from app.errors import AlreadyDone, OutOfTurn
from app.records.ballots import ManifestKey
from app.records.elections import Election
from app.records.rehearsals import RehearsalRecord, rehearsals_of


def record_rehearsal(
    session: Session, election: Election, raw: bytes, *, by: Actor, now: datetime
) -> Rehearsal:
    """Notes the report of a rehearsed opening, by the signature of its own secret.

    A rehearsal's keys may be no election's, and no other rehearsal's.
    """
    rehearsal = Rehearsal.parse(raw)
    digests = [hashlib.sha256(key).hexdigest() for key in (rehearsal.public.A, rehearsal.public.B)]
    record = RehearsalRecord(
        key_digest=digests[0],
        election_id=election.id,
        report=raw,
        entered_by=by.staff_id,
        entered_at=now,
    )
    try:
        with session.begin_nested():
            session.add_all([record, *(ManifestKey(key_digest=each) for each in digests)])
    except IntegrityError as fault:
        raise AlreadyDone(
            "These keys are an election's or on record already: a rehearsal has keys of its own."
        ) from fault
    log_act(
        session,
        "opening_rehearsed",
        by=by.author,
        now=now,
        election=election.id,
        used=len(rehearsal.used),
        dropped=len(rehearsal.dropped),
    )
    return rehearsal


def check_rehearsed(session: Session, election: Election, manifest: Manifest) -> None:
    """Refuses an election's voting without a rehearsal that dropped all shares but t of its n.

    Its keys are not the manifest's, which no constraint of the database lets be. A rehearsal of an
    election is asked for none.
    """
    if election.purpose == "rehearsal":
        return
    found = [Rehearsal.parse(each.report).public for each in rehearsals_of(session, election.id)]
    if not any((each.t, each.n) == (manifest.t, manifest.n) for each in found):
        raise OutOfTurn(
            f"No rehearsal is on record that opened with {manifest.t} of {manifest.n} shares and "
            f"dropped {manifest.n - manifest.t}; tellers ceremony rehearse writes its report."
        )
