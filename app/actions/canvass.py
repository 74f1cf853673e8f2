import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.amending import amendments_of
from app.actions.auditing import log_act
from app.actions.committee import Actor, sign_act
from app.actions.counting import asked_in, count_ballots
from app.actions.outcome import Outcome
from app.actions.paper import headers_of
from app.actions.voting import groups_of, read_manifest
from app.box_state import DistantBox
from app.core.proof import ProofContest
from app.core.question_results import decide
from app.core.results import (
    GroupFigures,
    reconcile,
)
from app.core.secrecy.board import split_board, tree_hash_of
from app.core.secrecy.encoding import canonical
from app.core.secrecy.entries import Entry, entry_length
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.notes import origin_of, parse_notes
from app.core.secrecy.opened import Opened
from app.core.secrecy.opening_checks import check_opened
from app.core.secrecy.register import GroupRegister, Register
from app.errors import AlreadyDone, NotFound, OutOfTurn
from app.records.ballots import Ballot, frozen_ballot
from app.records.canvass import BoardRecord, OpeningRecord, ResultRecord
from app.records.elections import Election, locked
from app.records.register import members_by_channel
from app.records.roll import MemberRecord

ACCEPTED = "count_accepted"
AUDITED = ("count_acceptance_signed", "count_accepted")


def frozen(session: Session, election: Election) -> tuple[Ballot, Manifest]:
    """The frozen ballot of an election and its manifest."""
    ballot = frozen_ballot(session, election.id)
    if ballot is None:
        raise OutOfTurn("The ballot of this election is not frozen.")
    return ballot, read_manifest(ballot.manifest)


def receive_board(
    session: Session, election: Election, box: DistantBox, *, by: Actor, now: datetime
) -> BoardRecord:
    """Notes the root and the figures of the closed box's board, checked against its signature."""
    locked(session, election.id)
    if session.get(BoardRecord, election.id):
        raise AlreadyDone("The board has been received.")
    _, manifest = frozen(session, election)
    entries = _published(box, manifest)
    checkpoints = box.fetch("/checkpoints").decode()
    final = parse_notes(checkpoints, origin_of(manifest.election_id), manifest.box_pk)[-1]
    if (final.size, final.root) != (len(entries), _root(entries)):
        raise OutOfTurn("The board is not the one of the box's last checkpoint.")
    cast = Counter(entry.group_id for entry in entries if not entry.is_paper)
    record = BoardRecord(
        election_id=election.id,
        root=final.root.hex(),
        cast={str(group.group_id): cast[group.group_id] for group in manifest.groups},
        checkpoints=checkpoints,
        received_at=now,
    )
    session.add(record)
    session.flush()
    log_act(
        session,
        "board_received",
        by=by.author,
        now=now,
        election=election.id,
        root=record.root,
        entries=len(entries),
    )
    return record


def board_of(session: Session, election: Election) -> BoardRecord:
    """What is on record of the board."""
    board = session.get(BoardRecord, election.id)
    if board is None:
        raise OutOfTurn("The board has not been received from the ballot box.")
    return board


def entries_of(session: Session, election: Election, box: DistantBox) -> list[Entry]:
    """The board's entries, from the box, refused unless they have the root that is on record."""
    board = board_of(session, election)
    _, manifest = frozen(session, election)
    entries = _published(box, manifest)
    if _root(entries).hex() != board.root:
        raise OutOfTurn("The ballot box shows another board than the one on record.")
    return entries


def accept_opening(
    session: Session,
    election: Election,
    raw: bytes,
    box: DistantBox,
    *,
    by: Actor,
    now: datetime,
) -> OpeningRecord:
    """Stores the ceremony's opened file, with its H, when it can be an opening of the board."""
    locked(session, election.id)
    if session.get(OpeningRecord, election.id):
        raise AlreadyDone("The opening has been received.")
    _, manifest = frozen(session, election)
    opened = Opened.parse(raw, manifest)
    check_opened(manifest, entries_of(session, election, box), opened)
    record = OpeningRecord(
        election_id=election.id, h=opened.published.H.hex(), opened=raw, received_at=now
    )
    session.add(record)
    session.flush()
    log_act(session, "opening_received", by=by.author, now=now, election=election.id, H=record.h)
    return record


def opened_of(session: Session, election: Election, manifest: Manifest) -> Opened:
    """The opening as it was received."""
    record = session.get(OpeningRecord, election.id)
    if record is None:
        raise OutOfTurn("The opened file has not been received.")
    return Opened.parse(record.opened, manifest)


def count(session: Session, election: Election, *, by: Actor, now: datetime) -> ResultRecord:
    """Counts every contest, reconciles and seats; the result is stored, and then to be accepted."""
    locked(session, election.id)
    if session.get(ResultRecord, election.id):
        raise AlreadyDone("The ballots have been counted.")
    ballot, manifest = frozen(session, election)
    opened = opened_of(session, election, manifest)
    contests = [ProofContest.read(each) for each in ballot.contests]
    outcome = Outcome(session, election, contests, count_ballots(contests, manifest, opened))
    figures = group_figures(session, election, manifest, opened)
    asked = asked_in(outcome.counted)
    told = {each.id: each.as_json() for each in outcome.filled}
    told |= {each.count.contest_id: each.as_json() for each in asked}
    result = canonical(
        {
            "election": election.title,
            "purpose": election.purpose,
            "reconciliation": reconcile(figures),
            "contests": [{**each.as_json(), **told[each.contest.id]} for each in outcome.counted],
            "questions": [each.as_json() for each in decide(asked)],
            **outcome.as_json({}),
        }
    )
    record = ResultRecord(
        election_id=election.id,
        digest=hashlib.sha256(result).hexdigest(),
        result=result,
        counted_at=now,
    )
    session.add(record)
    session.flush()
    log_act(
        session,
        "ballots_counted",
        by=by.author,
        now=now,
        election=election.id,
        digest=record.digest,
    )
    return record


def accept_count(
    session: Session, election: Election, digest: str, *, by: Actor, now: datetime
) -> bool:
    """One of the two signatures that accept the count; true when it is accepted."""
    if result_of(session, election).digest != digest:
        raise NotFound("No result of this election has this digest.")
    return sign_act(session, election.id, ACCEPTED, digest, audited=AUDITED, by=by, now=now)


def result_of(session: Session, election: Election) -> ResultRecord:
    """The counted result."""
    record = session.get(ResultRecord, election.id)
    if record is None:
        raise OutOfTurn("The ballots have not been counted.")
    return record


def group_figures(
    session: Session, election: Election, manifest: Manifest, opened: Opened
) -> list[GroupFigures]:
    """The ballots of each contest group at each place they passed."""
    issued: Counter[int] = Counter()
    paper: Counter[int] = Counter()
    for member_id, channel in members_by_channel(session, election.id).items():
        groups = groups_of(session, session.get_one(MemberRecord, member_id))
        (issued if channel == "electronic" else paper).update(groups)
    cast = board_of(session, election).cast
    headers = [each.header for each in headers_of(session, election)]
    eligible = amendments_of(session, election, manifest).terms.eligible
    counted = {group.group_id: group for group in opened.groups}
    return [
        GroupFigures(
            group_id=group.group_id,
            eligible=eligible[group.group_id],
            issued=issued[group.group_id],
            paper=paper[group.group_id],
            cast=cast[str(group.group_id)],
            counted=len(counted[group.group_id].plain),
            malformed=len(counted[group.group_id].malformed),
            spoiled=sum(each.spoiled for each in headers if each.group_id == group.group_id),
        )
        for group in manifest.groups
    ]


def register_of(session: Session, election: Election, figures: Sequence[GroupFigures]) -> Register:
    """What the bundle tells of the register: counts, and the digest of the issued list."""
    groups = {each.group_id: GroupRegister(each.eligible, each.issued) for each in figures}
    listed = canonical(issued_list(session, election))
    return Register(groups, hashlib.sha256(listed).digest())


def issued_list(session: Session, election: Election) -> list[str]:
    """The members to whom a ballot was issued, by number: for observers, after the close."""
    return sorted(
        session.get_one(MemberRecord, member_id).member_number
        for member_id, channel in members_by_channel(session, election.id).items()
        if channel == "electronic"
    )


def issued_list_after_close(session: Session, election: Election, *, now: datetime) -> list[str]:
    """The issued list, refused while ballots can still be cast."""
    if now < election.closes_cast:
        raise OutOfTurn("Who was issued a ballot is shown after the close.")
    return issued_list(session, election)


def _published(box: DistantBox, manifest: Manifest) -> list[Entry]:
    raws = split_board(box.fetch("/board"), entry_length(manifest.pad_len))
    return [Entry.parse(raw, manifest.pad_len) for raw in raws]


def _root(entries: Sequence[Entry]) -> bytes:
    return tree_hash_of(bytes(entry) for entry in entries)
