import functools
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contests_in, rules_in
from app.actions.choosing import check_electronic
from app.actions.committee import Actor, done_at, sign_act
from app.actions.notices import check_notice
from app.actions.rehearsing import check_rehearsed
from app.actions.rolls import facts_of
from app.core.electorates import electorates_of
from app.core.eligibility import may_vote
from app.core.proof import ProofContest
from app.core.ruling import Ruling
from app.core.secrecy.manifest import Manifest
from app.errors import AlreadyDone, NotFound, OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.elections import Election
from app.records.register import Challenge, RegisterEntry
from app.records.roll import MemberRecord, as_member

OPENED = "voting_opened"
AUDITED = ("voting_opening_signed", "voting_opened")


def open_voting(session: Session, election: Election, *, by: Actor, now: datetime) -> bool:
    """One of the two signatures that open voting; true when voting is open."""
    ballot = frozen_ballot(session, election.id)
    if ballot is None:
        raise OutOfTurn("The ballot is not frozen: two people approve it first.")
    check_electronic(rules_in(election))
    check_notice(session, election)
    check_rehearsed(session, election, read_manifest(ballot.manifest))
    if not election.opens <= now < election.closes_issue:
        raise OutOfTurn("Voting opens and closes at the times the frozen ballot names.")
    return sign_act(session, election.id, OPENED, ballot.digest, audited=AUDITED, by=by, now=now)


def is_voting_open(session: Session, election_id: str) -> bool:
    """Whether two people have opened voting; when it closes, the box's clock says."""
    return done_at(session, election_id, OPENED) is not None


@functools.lru_cache(maxsize=64)
def read_manifest(frozen: bytes) -> Manifest:
    """The manifest of these bytes, read and checked once a process."""
    return Manifest.parse(frozen)


def manifest_for(session: Session, member: MemberRecord) -> Manifest:
    """The frozen manifest of the member's election."""
    ballot = frozen_ballot(session, member.election_id)
    if ballot is None:
        raise OutOfTurn("The ballot of this election is not frozen yet.")
    return read_manifest(ballot.manifest)


def groups_of(session: Session, member: MemberRecord) -> tuple[int, ...]:
    """The contest groups of the frozen ballot in whose electorates the member is, ascending."""
    election = session.get_one(Election, member.election_id)
    ballot = frozen_ballot(session, election.id)
    rules = rules_in(election)
    contests = contests_in(session, election)
    mine = {each.id for each in electorates_of(as_member(member), contests, rules)}
    on_ballot = map(ProofContest.read, ballot.contests if ballot else ())
    return tuple(
        sorted({each.group_id for each in on_ballot if each.group_id and each.electorate in mine})
    )


def ballot_of(session: Session, member: MemberRecord) -> dict[str, Any]:
    """What the member may vote in and why, and the random label under which to keep the seed."""
    ruling = rule_on_vote(session, member)
    held = session.get(RegisterEntry, member.id)
    return {
        "manifest_hash": manifest_for(session, member).hash.hex(),
        "groups": groups_of(session, member) if ruling.granted else (),
        "channel": held.channel if held else None,
        "label": member.label,
        "ruling": ruling.as_json(),
    }


def rule_on_vote(session: Session, member: MemberRecord) -> Ruling:
    """Whether the member may vote, on the facts of the record date."""
    election = session.get_one(Election, member.election_id)
    rules = rules_in(election)
    return may_vote(facts_of(session, member), rules, on=election.record_date)


def receive_paper(session: Session, member: MemberRecord, *, by: Actor, now: datetime) -> None:
    """Notes that the member's paper ballot came in, so that no electronic one is issued.

    The primary key decides against an issuance at the same moment.
    """
    try:
        with session.begin_nested():
            session.add(
                RegisterEntry(member_id=member.id, election_id=member.election_id, channel="paper")
            )
    except IntegrityError as fault:
        raise AlreadyDone("This member was issued a ballot, or paper came in before.") from fault
    _log(session, "paper_received", member, by, now)


def challenge_vote(
    session: Session, member: MemberRecord, reason: str, *, by: Actor, now: datetime
) -> None:
    """Challenges a member's vote before a ballot is issued (L3).

    The member's row is held, so that an issuance at the same moment comes wholly before or after.
    """
    session.refresh(member, with_for_update=True)
    if session.get(RegisterEntry, member.id):
        raise OutOfTurn("This member was issued a ballot, so it is too late to challenge.")
    if session.get(Challenge, member.id):
        raise AlreadyDone("This member's vote was challenged before.")
    session.add(Challenge(member_id=member.id, reason=reason, entered_by=by.staff_id))
    session.flush()
    _log(session, "vote_challenged", member, by, now)


def settle_challenge(
    session: Session, member: MemberRecord, disposition: str, *, by: Actor, now: datetime
) -> None:
    """Settles a challenge, so that the member can be issued a ballot."""
    challenge = session.get(Challenge, member.id)
    if challenge is None or challenge.disposition is not None:
        raise NotFound("No challenge of this member's vote stands.")
    challenge.disposition = disposition
    challenge.settled_by = by.staff_id
    _log(session, "challenge_settled", member, by, now)


def _log(session: Session, act: str, member: MemberRecord, by: Actor, now: datetime) -> None:
    log_act(
        session,
        act,
        by=by.author,
        now=now,
        election=member.election_id,
        member_number=member.member_number,
    )
