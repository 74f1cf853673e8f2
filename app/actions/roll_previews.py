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
from app.documents.columns import Naming, with_columns
from app.documents.rolls import COLUMNS, read_rolls, text_of, to_name
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
    """Keeps a roll's files to be looked at, in place of those before; bad ones are refused.

    Workbooks are kept as CSV. Files with columns that nobody knows wait for `name_columns`.
    """
    check_import(session, election, now=now)
    files = {"roll": roll, "standing": standing, "offices": offices, "employment": employment}
    _keep(session, election, {name: text_of(name, files[name]) for name in files})


def columns_to_name(session: Session, election: Election) -> Mapping[str, Naming]:
    """The columns of the files that wait which are none of the roll's, by file."""
    kept = session.get(RollUpload, election.id)
    return {} if kept is None else to_name(_files(kept))


def name_columns(
    session: Session,
    election: Election,
    chosen: Mapping[str, Mapping[str, str]],
    *,
    now: datetime,
) -> None:
    """Takes the columns of the files that wait for those chosen, by file and column."""
    check_import(session, election, now=now)
    kept = session.get(RollUpload, election.id)
    if kept is None:
        raise NotFound("There are no files whose columns could be named.")
    files = {**_files(kept)}
    for name, names in chosen.items():
        content = files.get(name)
        if content is not None:
            files[name] = with_columns(content, names, COLUMNS[name])
    _keep(session, election, files)


def _files(kept: RollUpload) -> Mapping[str, bytes | None]:
    return {name: getattr(kept, name) for name in COLUMNS}


def _keep(session: Session, election: Election, files: Mapping[str, bytes | None]) -> None:
    if not to_name(files):
        read_rolls(
            files["roll"] or b"",
            files["standing"] or b"",
            files["offices"],
            files["employment"],
            rules=rules_in(election),
        )
    digest = hashlib.sha256()
    for content in files.values():
        digest.update(hashlib.sha256(content or b"").digest())
    session.merge(RollUpload(election_id=election.id, digest=digest.hexdigest(), **files))
    session.flush()


def preview_of(session: Session, election: Election) -> Preview | None:
    """The files that wait to be imported, as they would be; None where there are none.

    None, too, while columns of theirs have no name.
    """
    kept = session.get(RollUpload, election.id)
    if kept is None or to_name(_files(kept)):
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
