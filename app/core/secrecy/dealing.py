from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from app.core.secrecy import envelopes
from app.core.secrecy.encoding import Malformed, canonical, parse_canonical, to_base64url
from app.core.secrecy.fields import Fields
from app.core.secrecy.manifest import ELECTION_ID, Manifest
from app.core.secrecy.shares import OpeningKeys, Share, combine, opening_keys

_EVERY_SUBSET = 1000  # up to so many of them, each one proves itself


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What a dealing gives to the manifest, opening-keys.json: A, B, t and n, no secret."""

    election_id: bytes
    A: bytes
    B: bytes
    t: int
    n: int

    @classmethod
    def of(cls, manifest: Manifest) -> "PublicKeys":
        """The keys that a manifest has."""
        return cls(manifest.election_id, manifest.A, manifest.B, manifest.t, manifest.n)

    def canonical(self) -> bytes:
        """The bytes of opening-keys.json."""
        return canonical(
            {
                "election_id": to_base64url(self.election_id),
                "A": to_base64url(self.A),
                "B": to_base64url(self.B),
                "t": self.t,
                "n": self.n,
            }
        )

    @classmethod
    def parse(cls, raw: bytes) -> "PublicKeys":
        """The keys of exactly these canonical bytes."""
        what = "opening-keys.json"
        of = Fields(parse_canonical(raw, what), what, *cls.__slots__)
        return cls(
            of.binary("election_id", ELECTION_ID),
            envelopes.check_public(of.binary("A"), "A"),
            envelopes.check_public(of.binary("B"), "B"),
            of.number("t", 2, 254),
            of.number("n", 3, 255),
        )


def keys_of(shares: Sequence[Share], public: PublicKeys) -> OpeningKeys:
    """The secret keys that t or more shares give; Malformed unless they are those of A and B."""
    keys = opening_keys(combine(shares, public.election_id), public.election_id)
    if (shares[0].t, shares[0].n) != (public.t, public.n):
        raise Malformed(f"the shares are not of a dealing of {public.t} of {public.n}")
    if (keys.a_public, keys.b_public) != (public.A, public.B):
        raise Malformed("the shares do not give the keys A and B of this election")
    return keys


def prove_dealing(shares: Sequence[Share], public: PublicKeys) -> int:
    """How many sets of t shares proved that they give A and B; Malformed at one that does not.

    All n together agree first. Every set is tried where there are few; else every t neighbours,
    which with the agreement of all covers each share.
    """
    if sorted(share.x for share in shares) != list(range(1, public.n + 1)):
        raise Malformed(f"the dealing is proved with all {public.n} shares, each once")
    keys_of(shares, public)
    proved = 0
    for some in _sets(shares, public.t):
        keys_of(some, public)
        proved += 1
    return proved


def _sets(shares: Sequence[Share], t: int) -> Iterator[Sequence[Share]]:
    if comb(len(shares), t) <= _EVERY_SUBSET:
        return combinations(shares, t)
    return (shares[at : at + t] for at in range(len(shares) - t + 1))
