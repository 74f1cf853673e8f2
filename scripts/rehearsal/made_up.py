import functools
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import rsa

from app.core.secrecy import ed25519, envelopes
from app.core.secrecy.entries import Entry, sign_entry
from app.core.secrecy.manifest import BallotContest, Group, Manifest, least_pad_len
from app.core.secrecy.paper import Batch, Header, seal_batch
from app.core.secrecy.payloads import Choices
from app.core.secrecy.shares import opening_keys
from app.core.secrecy.signing import base_blind_length, blind_sign
from app.core.secrecy.tokens import (
    EXPONENT,
    MODULUS_BITS,
    SEED,
    TokenSecrets,
    blind,
    derive,
    finalize,
    issuer_spki,
)

OPENS = datetime(2028, 3, 28, 8, tzinfo=UTC)


@dataclass(frozen=True)
class MadeUpElection:
    """A rehearsal's manifest with every secret behind it, as no real place ever holds them."""

    manifest: Manifest
    issuers: Mapping[int, rsa.RSAPrivateNumbers]
    secret: bytes
    box_sk: bytes
    registrar_sk: bytes
    officers_sk: tuple[bytes, bytes]


@functools.cache
def issuer_private(number: int) -> rsa.RSAPrivateNumbers:
    """The `number`th issuer key of this process; making one takes a good part of a second."""
    del number
    return rsa.generate_private_key(EXPONENT, MODULUS_BITS).private_numbers()


def contest(name: str, candidates: int, *, limit: int, ranked: bool) -> BallotContest:
    """A contest with candidates called after it."""
    names = tuple(f"{name} {number}" for number in range(1, candidates + 1))
    digest = hashlib.sha256(name.encode()).digest()
    seats = 1 if ranked else limit
    return BallotContest(name, name.title(), seats, limit, ranked, names, digest, digest)


def make_election(
    random_bytes: Callable[[int], bytes],
    *,
    eligible: int = 40,
    opens: datetime = OPENS,
    box_sk: bytes | None = None,
) -> MadeUpElection:
    """Two groups: a ranked president with a treasurer, and twelve candidates as delegates."""
    contests = (
        contest("president", 4, limit=4, ranked=True),
        contest("treasurer", 3, limit=1, ranked=False),
        contest("delegates", 12, limit=5, ranked=False),
    )
    issuers = {1: issuer_private(1), 2: issuer_private(2)}
    spkis = {each: issuer_spki(private.public_numbers) for each, private in issuers.items()}
    groups = (
        Group(1, ("president", "treasurer"), spkis[1], eligible),
        Group(2, ("delegates",), spkis[2], eligible),
    )
    secret, election_id, registrar_sk = random_bytes(32), random_bytes(16), random_bytes(32)
    box_sk = box_sk or random_bytes(32)
    officers_sk = random_bytes(32), random_bytes(32)
    keys = opening_keys(secret, election_id)
    manifest = Manifest(
        purpose="rehearsal",
        election_id=election_id,
        title="A made-up election",
        contests=contests,
        groups=groups,
        A=keys.a_public,
        B=keys.b_public,
        t=3,
        n=5,
        pad_len=least_pad_len(contests, groups),
        opens=opens,
        closes_issue=opens + timedelta(hours=1),
        closes_cast=opens + timedelta(hours=1, minutes=15),
        box_spki=ed25519.to_spki(ed25519.public_of(box_sk)),
        registrar_spki=ed25519.to_spki(ed25519.public_of(registrar_sk)),
        officers=tuple(map(ed25519.public_of, officers_sk)),
        witnesses=(),
        client_sha256=hashlib.sha256(b"no browser").digest(),
    )
    return MadeUpElection(manifest, issuers, secret, box_sk, registrar_sk, officers_sk)


def make_token(
    election: MadeUpElection, group_id: int, random_bytes: Callable[[int], bytes]
) -> tuple[TokenSecrets, bytes]:
    """A token of a new seed with its token_sig."""
    key, private = election.manifest.issuer_key(group_id), election.issuers[group_id]
    token = derive(random_bytes(SEED), election.manifest.hash, group_id, key)
    base = random_bytes(base_blind_length(private))
    return token, finalize(token, key, blind_sign(private, blind(token, key), base))


def make_entry(
    election: MadeUpElection, group_id: int, random_bytes: Callable[[int], bytes]
) -> tuple[TokenSecrets, Entry]:
    """An entry that the box takes; what is sealed in it is noise."""
    token, token_sig = make_token(election, group_id, random_bytes)
    outer = random_bytes(election.manifest.pad_len + envelopes.OUTER_OVERHEAD)
    return token, sign_entry(election.manifest.hash, token, token_sig, outer)


def make_paper(election: MadeUpElection, ballots: Sequence[Choices], *, spoiled: int = 0) -> Batch:
    """The first batch of paper, of group 2, that both officers keyed and signed."""
    m = election.manifest
    clerks = tuple(sorted(m.officers))
    header = Header(1, 2, len(ballots), spoiled, clerks, "Olive Observer")
    batch = seal_batch(m, header, ballots, os.urandom)
    for clerk in election.officers_sk:
        batch = batch.sign(m.hash, clerk)
    return batch
