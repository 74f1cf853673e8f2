import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.voting import groups_of, is_voting_open, rule_on_vote
from app.core.faults import BadInput
from app.core.secrecy.signing import base_blind_length, blind_sign
from app.core.secrecy.tokens import req_hash
from app.errors import AlreadyDone, NotPermitted, OutOfTurn
from app.records.ballots import frozen_ballot, issuer_keys_of
from app.records.elections import Election
from app.records.register import RegisterEntry, is_challenged
from app.records.roll import MemberRecord
from app.vault import open_issuer_key


@dataclass(frozen=True)
class Issuance:
    """What was marked issued to one member: the blinded tokens, and the sealed keys to sign with.

    It lives from the commit of the mark to the answer and is written nowhere.
    """

    blinded_msgs: Mapping[int, bytes]
    sealed_keys: Mapping[int, bytes]


def issue_ballot(
    session: Session,
    member: MemberRecord,
    blinded_msgs: Mapping[int, bytes],
    *,
    box_open_at: datetime | None,
) -> Issuance:
    """Marks the member's one ballot as issued; the caller commits before it signs or answers.

    1. The ballot is frozen, voting was opened by two people, the box says that it is open,
       and by the box's clock issuing has not closed.
    2. The member may vote, and the request names exactly the member's contest groups.
    3. One row per member: the primary key decides between two requests, and between a ballot
       issued and a paper ballot received. The same request again gets the same answer.
    4. No challenge stands; where one does, the mark is taken back with the whole transaction.

    Nothing here leaves a time, a log line, a job or an audit entry.
    """
    ballot = frozen_ballot(session, member.election_id)
    if ballot is None or not is_voting_open(session, member.election_id):
        raise OutOfTurn("Voting has not been opened.")
    closes_issue = session.get_one(Election, member.election_id).closes_issue  # as amended
    if box_open_at is None or box_open_at >= closes_issue:
        raise OutOfTurn("The ballot box is not open, so no ballot is issued.")
    ruling = rule_on_vote(session, member)
    if not ruling.granted:
        raise NotPermitted(" ".join(finding.says for finding in ruling.findings if not finding.met))
    if tuple(blinded_msgs) != groups_of(session, member):
        raise BadInput("groups: name each of your contest groups once, in ascending order.")
    _mark_issued(session, member, req_hash(blinded_msgs).hex())
    # Asked after the mark, for which a challenge entered at the same moment makes way or waits.
    if is_challenged(session, member.id):
        raise NotPermitted("Your vote is challenged: ask the elections committee for paper.")
    return Issuance(blinded_msgs, issuer_keys_of(session, ballot.id))


def sign(issuance: Issuance, *, vault_key: bytes) -> dict[int, bytes]:
    """blind_sig for every group: the same for the same request, whenever it is asked."""
    signatures = {}
    for group_id, blinded_msg in issuance.blinded_msgs.items():
        private = open_issuer_key(vault_key, issuance.sealed_keys[group_id])
        chance = secrets.token_bytes(base_blind_length(private))
        signatures[group_id] = blind_sign(private, blinded_msg, chance)
    return signatures


def _mark_issued(session: Session, member: MemberRecord, digest: str) -> None:
    held = session.get(RegisterEntry, member.id)
    if held is None:
        try:
            with session.begin_nested():
                session.add(
                    RegisterEntry(
                        member_id=member.id,
                        election_id=member.election_id,
                        channel="electronic",
                        req_hash=digest,
                    )
                )
            return
        except IntegrityError:
            held = session.get_one(RegisterEntry, member.id)
    if held.channel == "paper":
        raise AlreadyDone("Your paper ballot has been received, so no electronic one is issued.")
    if held.req_hash != digest:
        raise AlreadyDone(
            "Your ballot was issued to another device: use that one, or its recovery code here."
        )
