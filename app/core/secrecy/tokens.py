import functools
import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import Malformed, context, from_crockford, to_crockford, uint16

MODULUS_BITS = 3072
SIGNATURE = MODULUS_BITS // 8
EXPONENT = 65537
SEED = 16
PREFIX = 32
SALT = 48
_CODE_CHECK = 4
_PSS = padding.PSS(padding.MGF1(hashes.SHA384()), SALT)


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A group's public key, proved to be the protocol's: 3072 bits, e 65537, no small factor."""

    spki: bytes
    n: int
    public: RSAPublicKey = field(compare=False, repr=False)


@functools.lru_cache(maxsize=1024)
def issuer_key(spki: bytes) -> IssuerKey:
    """Reads and checks the DER SPKI of an issuer key; the same bytes are checked once."""
    try:
        public = serialization.load_der_public_key(spki)
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise Malformed("the issuer key is not a DER SPKI of RSA") from fault
    if not isinstance(public, RSAPublicKey):
        raise Malformed("the issuer key is not an RSA key")
    numbers = public.public_numbers()
    if numbers.n.bit_length() != MODULUS_BITS or numbers.e != EXPONENT:
        raise Malformed(f"the issuer key has not {MODULUS_BITS} bits and the exponent {EXPONENT}")
    if math.gcd(_small_primes_product(), numbers.n) != 1:
        raise Malformed(f"the issuer key has a prime factor below {EXPONENT}")
    if issuer_spki(numbers) != spki:
        raise Malformed("the issuer key is not written in canonical DER")
    return IssuerKey(spki, numbers.n, public)


def issuer_spki(numbers: RSAPublicNumbers) -> bytes:
    """The canonical DER SPKI of an RSA key."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return numbers.public_key().public_bytes(serialization.Encoding.DER, form)


@functools.cache
def _small_primes_product() -> int:
    sieve = bytearray([1]) * EXPONENT
    sieve[:2] = b"\0\0"
    for number in range(2, math.isqrt(EXPONENT) + 1):
        if sieve[number]:
            sieve[number * number :: number] = bytes(len(range(number * number, EXPONENT, number)))
    return math.prod(number for number, prime in enumerate(sieve) if prime)


@dataclass(frozen=True, slots=True)
class TokenSecrets:
    """All that one seed gives for one group, before and after the registrar signs."""

    group_id: int
    token_sk: bytes = field(repr=False)
    prefix: bytes
    salt: bytes = field(repr=False)
    r: int = field(repr=False)

    @property
    def token_pk(self) -> bytes:
        """The Ed25519 key that the blinded token is."""
        return ed25519.public_of(self.token_sk)

    @property
    def input_msg(self) -> bytes:
        """prefix || token_pk, what the registrar signs without seeing it."""
        return self.prefix + self.token_pk


def derive(seed: bytes, manifest_hash: bytes, group_id: int, key: IssuerKey) -> TokenSecrets:
    """The token of a member's seed for one group: the same on every device, for ever."""
    if len(seed) != SEED:
        raise Malformed(f"the seed has {len(seed)} bytes, not {SEED}")
    info = context("issue", manifest_hash, uint16(group_id))
    okm = HKDF(hashes.SHA512(), 512, None, info).derive(seed)
    r = 1 + int.from_bytes(okm[112:], "big") % (key.n - 1)
    return TokenSecrets(group_id, okm[:32], okm[32:64], okm[64:112], r)


def blind(secrets: TokenSecrets, key: IssuerKey) -> bytes:
    """blinded_msg of RFC 9474, 384 bytes; a message or r not coprime to n is Malformed."""
    return blinded(secrets.input_msg, secrets.salt, secrets.r, key.n)


def finalize(secrets: TokenSecrets, key: IssuerKey, blind_sig: bytes) -> bytes:
    """token_sig: unblinded and verified; one that fails is an alarm, so Malformed."""
    token_sig = unblinded(blind_sig, secrets.r, key.n)
    verify_token_sig(key, secrets.prefix, secrets.token_pk, token_sig)
    return token_sig


def verify_token_sig(key: IssuerKey, prefix: bytes, token_pk: bytes, token_sig: bytes) -> None:
    """RSASSA-PSS, SHA-384, salt 48, over prefix || token_pk; Malformed when it fails."""
    try:
        key.public.verify(token_sig, prefix + token_pk, _PSS, hashes.SHA384())
    except InvalidSignature as fault:
        raise Malformed("token_sig does not verify under the group's issuer key") from fault


def blinded(input_msg: bytes, salt: bytes, r: int, n: int) -> bytes:
    """Blind of RFC 9474 section 4.2 with the salt and r given."""
    encoded = int.from_bytes(_pss_encode(input_msg, salt, n.bit_length() - 1), "big")
    if math.gcd(encoded, n) != 1 or math.gcd(r, n) != 1:
        raise Malformed("the issuer key has a factor in common with the message or r")
    return (encoded * pow(r, EXPONENT, n) % n).to_bytes(_width(n), "big")


def unblinded(blind_sig: bytes, r: int, n: int) -> bytes:
    """Finalize of RFC 9474 section 4.4, without its verification."""
    if len(blind_sig) != _width(n) or int.from_bytes(blind_sig, "big") >= n:
        raise Malformed("blind_sig is not a number below the issuer key's modulus")
    return (int.from_bytes(blind_sig, "big") * pow(r, -1, n) % n).to_bytes(_width(n), "big")


def _width(n: int) -> int:
    return (n.bit_length() + 7) // 8


def _pss_encode(message: bytes, salt: bytes, bits: int) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017 section 9.1.1 with SHA-384 and MGF1-SHA-384."""
    length = (bits + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - len(digest) - 2) + b"\1" + salt
    masked = int.from_bytes(block, "big") ^ int.from_bytes(_mgf1(digest, len(block)), "big")
    masked &= (1 << (bits - 8 * (length - len(block)))) - 1
    return masked.to_bytes(len(block), "big") + digest + b"\xbc"


def _mgf1(seed: bytes, length: int) -> bytes:
    rounds = -(-length // hashlib.sha384().digest_size)
    blocks = (hashlib.sha384(seed + at.to_bytes(4, "big")).digest() for at in range(rounds))
    return b"".join(blocks)[:length]


def req_hash(blinded_msgs: Mapping[int, bytes]) -> bytes:
    """SHA-256 over G || blinded_msg of every group, ascending: the one request of a member."""
    parts = (uint16(group_id) + blinded_msgs[group_id] for group_id in sorted(blinded_msgs))
    return hashlib.sha256(b"".join(parts)).digest()


def recovery_code(seed: bytes, manifest_hash: bytes) -> str:
    """Eight groups of four: the seed and four bytes that tie it to its manifest."""
    return to_crockford(seed + _code_check(seed, manifest_hash))


def seed_of_code(code: str, manifest_hash: bytes) -> bytes:
    """The seed of a recovery code of this election; a mistyped or foreign one is Malformed."""
    raw = from_crockford(code, SEED + _CODE_CHECK, "the recovery code")
    if raw[SEED:] != _code_check(raw[:SEED], manifest_hash):
        raise Malformed("the recovery code is mistyped or belongs to another election")
    return raw[:SEED]


def _code_check(seed: bytes, manifest_hash: bytes) -> bytes:
    return hashlib.sha256(context("code", manifest_hash, seed)).digest()[:_CODE_CHECK]
