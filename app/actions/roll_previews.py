import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.bylaws import rules_in
from app.actions.committee import Actor
from app.actions.rolls import Imported, check_import, import_roll
from app.core.roll import Member
from app.documents.rolls import read_rolls
from app.errors import NotFound
from app.records.elections import Election
from app.records.rolls import RollUpload

ROWS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """What uploaded files would bring in; `digest` names them."""

    digest: str
    members: int
    standing: int
    offices: int
    employment: int
    kinds: Mapping[str, int]
    first: tuple[Member, ...]


def keep_roll(
    session: Session,
    election: Election,
    *,
    roll: bytes,
    standing: bytes,
    offices: bytes | None,
    employment: bytes | None,
    now: datetime,
) -> None:
    """Keeps a roll's files to be looked at, in place of those before; bad ones are refused."""
    check_import(session, election, now=now)
    read_rolls(roll, standing, offices, employment, rules=rules_in(election))
    digest = hashlib.sha256()
    for content in (roll, standing, offices or b"", employment or b""):
        digest.update(hashlib.sha256(content).digest())
    session.merge(
        RollUpload(
            election_id=election.id,
            digest=digest.hexdigest(),
            roll=roll,
            standing=standing,
            offices=offices,
            employment=employment,
        )
    )
    session.flush()


def preview_of(session: Session, election: Election) -> Preview | None:
    """The files that wait to be imported, as they would be; None where there are none."""
    kept = session.get(RollUpload, election.id)
    if kept is None:
        return None
    rules = rules_in(election)
    read = read_rolls(kept.roll, kept.standing, kept.offices, kept.employment, rules=rules)
    members = tuple(read.members.values())
    return Preview(
        digest=kept.digest,
        members=len(members),
        standing=sum(map(len, read.standing.values())),
        offices=sum(map(len, read.offices.values())),
        employment=sum(map(len, read.employment.values())),
        kinds=Counter(member.kind.value for member in members if member.kind),
        first=members[:ROWS_SHOWN],
    )


def import_kept_roll(
    session: Session, election: Election, digest: str, *, by: Actor, now: datetime
) -> Imported:
    """Imports the files that were looked at, and keeps them no longer."""
    kept = session.get(RollUpload, election.id)
    if kept is None or kept.digest != digest:
        raise NotFound("Other files have been uploaded since; look at the preview again.")
    imported = import_roll(
        session,
        election,
        roll=kept.roll,
        standing=kept.standing,
        offices=kept.offices,
        employment=kept.employment,
        by=by,
        now=now,
    )
    session.delete(kept)
    return imported
