from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.committee import Actor
from app.actions.voting import read_manifest
from app.box_state import DistantBox
from app.core.secrecy.encoding import canonical
from app.core.secrecy.paper import SignedHeader, read_batches
from app.errors import AlreadyDone, OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.canvass import BoardRecord
from app.records.elections import Election, locked
from app.records.paper import PaperBatch, paper_headers


def join_paper(
    session: Session, election: Election, raw: bytes, box: DistantBox, *, by: Actor, now: datetime
) -> list[SignedHeader]:
    """Joins every batch of paper to the closed board, by the two clerks' signatures; once.

    The box keeps the ballots, the registrar the headers; the same file may be sent again where
    the box has taken it and this was not committed.
    """
    locked(session, election.id)
    ballot = frozen_ballot(session, election.id)
    if ballot is None:
        raise OutOfTurn("The ballot is not frozen, so there is no paper to seal.")
    if session.get(BoardRecord, election.id):
        raise OutOfTurn("The board has been received; paper joins it before.")
    if paper_headers(session, election.id):
        raise AlreadyDone("The paper ballots have joined the board.")
    batches = read_batches(raw, read_manifest(ballot.manifest))
    for batch in batches:
        session.add(
            PaperBatch(
                election_id=election.id,
                number=batch.header.batch,
                header=canonical(batch.signed.as_json()),
                entered_by=by.staff_id,
                entered_at=now,
            )
        )
    session.flush()
    log_act(
        session,
        "paper_joined",
        by=by.author,
        now=now,
        election=election.id,
        batches=len(batches),
        ballots=sum(batch.header.count for batch in batches),
    )
    box.add_paper(raw)
    return headers_of(session, election)


def headers_of(session: Session, election: Election) -> list[SignedHeader]:
    """The headers of the batches that joined the board."""
    raws = paper_headers(session, election.id)
    return [SignedHeader.parse(raw, f"paper batch {at}") for at, raw in enumerate(raws, 1)]
