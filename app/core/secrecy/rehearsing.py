"""A rehearsal of the opening, with keys of its own: what a 3-of-3 that lost a share did not have.

The committee deals a secret as it will for the election, puts n - t shares aside, and opens made-up
ballots with the others. The report is signed with a key that only the opening secret gives.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.secrecy import ed25519
from app.core.secrecy.dealing import PublicKeys, keys_of
from app.core.secrecy.encoding import (
    Json,
    Malformed,
    canonical,
    context,
    parse_canonical,
    to_base64url,
)
from app.core.secrecy.envelopes import (
    EPH,
    inner_info,
    open_inner,
    open_outer,
    outer_info,
    seal_inner,
    seal_outer,
)
from app.core.secrecy.fields import Fields
from app.core.secrecy.reasons import Reason
from app.core.secrecy.shares import Share, combine

BALLOTS = 25
_PADDED = 256
_MOST = 255


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a rehearsal came to: whose shares opened every made-up ballot, and whose were dropped.

    `key` is the Ed25519 key that the rehearsal's own secret gives, `signature` its word.
    """

    public: PublicKeys
    used: tuple[int, ...]
    dropped: tuple[int, ...]
    ballots: int
    key: bytes
    signature: bytes = b""

    def canonical(self) -> bytes:
        """The bytes of rehearsal.json."""
        return canonical({**self._report(), "signature": to_base64url(self.signature)})

    @classmethod
    def parse(cls, raw: bytes) -> "Rehearsal":
        """The report of exactly these canonical bytes; Malformed unless its rehearsal succeeded."""
        what = "rehearsal.json"
        value = parse_canonical(raw, what)
        of = Fields(value, what, "keys", "used", "dropped", "ballots", "key", "signature")
        keys = of.member("keys")
        found = cls(
            PublicKeys.parse(canonical(keys)),
            _numbers(of, "used"),
            _numbers(of, "dropped"),
            of.number("ballots", BALLOTS, BALLOTS),
            ed25519.check_public(of.binary("key"), f"key of {what}"),
            of.binary("signature", ed25519.SIGNATURE),
        )
        found.check()
        return found

    def check(self) -> None:
        """Malformed unless t shares were used, all others dropped, and the secret's key signed."""
        everybody = sorted((*self.used, *self.dropped))
        if everybody != list(range(1, self.public.n + 1)) or len(self.used) != self.public.t:
            raise Malformed(
                f"a rehearsal opens with {self.public.t} shares and drops the other "
                f"{self.public.n - self.public.t}"
            )
        ed25519.verify(self.key, self.signature, self.message(), "the rehearsal's signature")

    def message(self) -> bytes:
        """C("rehearsal", SHA-256(JCS(report))), what is signed."""
        return context("rehearsal", hashlib.sha256(canonical(self._report())).digest())

    def _report(self) -> dict[str, Json]:
        return {
            "keys": parse_canonical(self.public.canonical()),
            "used": self.used,
            "dropped": self.dropped,
            "ballots": self.ballots,
            "key": to_base64url(self.key),
        }


def _numbers(of: Fields, name: str) -> tuple[int, ...]:
    found = tuple(each for each in of.items(name) if type(each) is int and 1 <= each <= _MOST)
    if len(found) != len(of.items(name)) or list(found) != sorted(set(found)):
        raise Malformed(f"{name} of {of.place} must be the numbers of shares, ascending")
    return found


def rehearse(
    public: PublicKeys, shares: Sequence[Share], random_bytes: Callable[[int], bytes]
) -> Rehearsal:
    """Seals made-up ballots to the rehearsal's keys and opens them with t shares and no more."""
    keys = keys_of(shares, public)
    used = tuple(sorted(share.x for share in shares))
    dropped = tuple(x for x in range(1, public.n + 1) if x not in used)
    if len(used) != public.t:
        raise Malformed(f"a rehearsal opens with exactly {public.t} shares, to show they suffice")
    election, token = random_bytes(32), random_bytes(32)
    inner_of, outer_of = inner_info(election, 1), outer_info(election, 1, token)
    for _ in range(BALLOTS):
        padded = random_bytes(_PADDED)
        inner = seal_inner(public.B, inner_of, padded, random_bytes(EPH))
        outer = open_outer(
            keys.a_secret, outer_of, seal_outer(public.A, outer_of, inner, random_bytes(EPH))
        )
        opened = (
            outer if isinstance(outer, Reason) else open_inner(keys.b_secret, inner_of, outer[1])
        )
        if isinstance(opened, Reason) or opened[1] != padded:
            raise Malformed("a made-up ballot did not come out of its layers as it went in")
    secret = _signing_key(combine(shares, public.election_id), public.election_id)
    report = Rehearsal(public, used, dropped, BALLOTS, ed25519.public_of(secret))
    signature = ed25519.sign(secret, report.message())
    return Rehearsal(public, used, dropped, BALLOTS, report.key, signature)


def _signing_key(secret: bytes, election_id: bytes) -> bytes:
    info = context("rehearsal-key", election_id)
    return HKDF(hashes.SHA256(), ed25519.PUBLIC_KEY, None, info).derive(secret)
