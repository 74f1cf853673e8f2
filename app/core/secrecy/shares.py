import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import xor

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.secrecy.encoding import Malformed, context, cut, from_crockford, to_crockford
from app.core.secrecy.envelopes import derive_key_pair

SECRET = 32
_POLYNOMIAL = 0x11B
_VERSION = b"\x01"
_ELECTION = 4
_CHECK = 4
_LENGTH = 1 + _ELECTION + 3 + SECRET + _CHECK


def _times(one: int, other: int) -> int:
    """Product in GF(2^8) modulo 0x11b."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one = one << 1 ^ (_POLYNOMIAL if one & 0x80 else 0)
        other >>= 1
    return product


def _inverse(number: int) -> int:
    """number^254, the inverse of every number but 0."""
    return reduce(_times, [number] * 254)


@dataclass(frozen=True, slots=True)
class Share:
    """One trustee's point of the opening secret: any t of n give it, fewer nothing."""

    election: bytes  # election_id[0:4]
    x: int
    t: int
    n: int
    y: bytes

    def code(self) -> str:
        """The share as it is printed: Crockford base32, the last four bytes a checksum."""
        raw = _VERSION + self.election + bytes([self.x, self.t, self.n]) + self.y
        return to_crockford(raw + _checksum(raw))

    @classmethod
    def parse(cls, code: str) -> "Share":
        """The share that was typed back; Malformed says a mistyped one is mistyped."""
        raw = from_crockford(code, _LENGTH, "the share")
        version, election, numbers, y, check = cut(raw, 1, _ELECTION, 3, SECRET)
        if check != _checksum(raw[:-_CHECK]):
            raise Malformed("the share is mistyped: its last characters do not fit the others")
        x, t, n = numbers
        if version != _VERSION or not (2 <= t < n and 1 <= x <= n):
            raise Malformed("the share is not one of this protocol")
        return cls(election, x, t, n, y)


def _checksum(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()[:_CHECK]


def deal(
    secret: bytes, election_id: bytes, t: int, n: int, coefficients: bytes
) -> tuple[Share, ...]:
    """All n shares of K; `coefficients` are (t - 1) * 32 fresh random bytes, never used again."""
    if not 2 <= t < n <= 255:
        raise Malformed("t and n must hold 2 <= t < n <= 255, so that one lost share loses nothing")
    if len(secret) != SECRET or len(coefficients) != (t - 1) * SECRET:
        raise Malformed(f"dealing takes a secret of {SECRET} bytes and as many for each of t - 1")
    highest_first = [*cut(coefficients, *([SECRET] * (t - 2))), secret]
    return tuple(
        Share(election_id[:_ELECTION], x, t, n, _evaluate(highest_first, x))
        for x in range(1, n + 1)
    )


def _evaluate(highest_first: Sequence[bytes], x: int) -> bytes:
    """Horner's rule, for each of the 32 bytes."""
    y = bytes(SECRET)
    for coefficient in highest_first:
        y = bytes(_times(each, x) ^ constant for each, constant in zip(y, coefficient, strict=True))
    return y


def combine(shares: Iterable[Share], election_id: bytes) -> bytes:
    """K from at least t shares of one dealing; Malformed when they disagree or are too few."""
    given = list(shares)
    if len({(share.election, share.t, share.n) for share in given}) != 1:
        raise Malformed("the shares are not of one dealing")
    if given[0].election != election_id[:_ELECTION]:
        raise Malformed("the shares belong to another election")
    if len({share.x for share in given}) != len(given):
        raise Malformed("a share was given twice")
    t = given[0].t
    if len(given) < t:
        raise Malformed(f"the opening takes {t} shares, and {len(given)} were given")
    points, others = given[:t], given[t:]
    if any(_interpolate(points, share.x) != share.y for share in others):
        raise Malformed("the shares do not agree with one another")
    return _interpolate(points, 0)


def _interpolate(points: Sequence[Share], at: int) -> bytes:
    """The value at `at` of the polynomial through `points` (Lagrange)."""
    value = bytes(SECRET)
    for point in points:
        rest = [other.x for other in points if other.x != point.x]
        above = reduce(_times, (at ^ x for x in rest), 1)
        below = reduce(_times, (point.x ^ x for x in rest), 1)
        weight = _times(above, _inverse(below))
        value = bytes(map(xor, value, (_times(each, weight) for each in point.y)))
    return value


@dataclass(frozen=True, slots=True)
class OpeningKeys:
    """The raw X25519 keys that K gives: secrets for the ceremony, publics for the manifest."""

    a_secret: bytes
    a_public: bytes
    b_secret: bytes
    b_public: bytes


def opening_keys(secret: bytes, election_id: bytes) -> OpeningKeys:
    """skA and skB of K, each DeriveKeyPair(HKDF-SHA-256(K, C("key-A" or "key-B", election_id)))."""
    a_secret, a_public = _key_pair(secret, "key-A", election_id)
    b_secret, b_public = _key_pair(secret, "key-B", election_id)
    return OpeningKeys(a_secret, a_public, b_secret, b_public)


def _key_pair(secret: bytes, label: str, election_id: bytes) -> tuple[bytes, bytes]:
    info = context(label, election_id)
    return derive_key_pair(HKDF(hashes.SHA256(), 32, None, info).derive(secret))
