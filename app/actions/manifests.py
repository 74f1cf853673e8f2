import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.client import client_sha256
from app.core.proof import ProofContest
from app.core.secrecy import ed25519
from app.core.secrecy.encoding import canonical
from app.core.secrecy.manifest import BallotContest, Group, Manifest, least_pad_len
from app.records.elections import Election
from app.records.signers import Signers
from app.settings import Settings, raw


@dataclass(frozen=True)
class OpeningKeys:
    """The public side of what the trustees share, and the box's key, both made elsewhere."""

    a: bytes
    b: bytes
    t: int
    n: int
    box_spki: bytes


def make_manifest(
    election: Election,
    contests: Sequence[ProofContest],
    issuers: Mapping[int, bytes],
    eligible: Mapping[int, int],
    keys: OpeningKeys,
    signers: Signers,
    settings: Settings,
) -> Manifest:
    """The manifest of a ballot; `issuers` are the public keys, `eligible` the voters by group."""
    voted = tuple(_on_ballot(each) for each in contests if each.group_id)
    groups = tuple(
        Group(
            group_id,
            tuple(each.id for each in contests if each.group_id == group_id),
            spki,
            eligible[group_id],
        )
        for group_id, spki in issuers.items()
    )
    return Manifest(
        purpose=election.purpose,
        election_id=bytes.fromhex(election.id),
        title=election.title,
        contests=voted,
        groups=groups,
        A=keys.a,
        B=keys.b,
        t=keys.t,
        n=keys.n,
        pad_len=least_pad_len(voted, groups),
        opens=election.opens,
        closes_issue=election.closes_issue,
        closes_cast=election.closes_cast,
        box_spki=keys.box_spki,
        registrar_spki=ed25519.to_spki(ed25519.public_of(raw(settings.signing_key))),
        officers=signers.officers,
        witnesses=signers.witnesses,
        client_sha256=client_sha256(),
    )


def _on_ballot(contest: ProofContest) -> BallotContest:
    return BallotContest(
        id=contest.id,
        title=contest.title,
        seats=contest.seats,
        limit=contest.limit,
        ranked=contest.ranked,
        candidates=contest.names,
        counting_rule=hashlib.sha256(canonical(contest.adopted_rule)).digest(),
        lot_order=hashlib.sha256(canonical(contest.names)).digest(),
        question=contest.question,
    )
