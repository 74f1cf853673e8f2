from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.core.secrecy.encoding import Malformed

SIGNATURE = 64
PUBLIC_KEY = 32
_SPKI_PREFIX = bytes.fromhex("302a300506032b6570032100")  # RFC 8410
SPKI = len(_SPKI_PREFIX) + PUBLIC_KEY
_P = 2**255 - 19
_EIGHTH = int.from_bytes(
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"
)
# The y of the eight points whose order divides 8 (RFC 8032's curve; x may have either sign).
_SMALL_ORDER = {0, 1, _P - 1, _EIGHTH, _P - _EIGHTH}


def check_public(raw: bytes, what: str) -> bytes:
    """Refuses Ed25519 keys of small order and those not written in their one way."""
    if len(raw) != PUBLIC_KEY:
        raise Malformed(f"{what} has {len(raw)} bytes, not {PUBLIC_KEY}")
    y = int.from_bytes(raw, "little") & (1 << 255) - 1
    if y >= _P:
        raise Malformed(f"{what} is not a canonical Ed25519 key")
    if y in _SMALL_ORDER:
        raise Malformed(f"{what} is an Ed25519 key of small order")
    return raw


def to_spki(raw: bytes) -> bytes:
    """The DER SubjectPublicKeyInfo of a raw Ed25519 key."""
    return _SPKI_PREFIX + raw


def from_spki(spki: bytes, what: str) -> bytes:
    """The raw key of an Ed25519 SubjectPublicKeyInfo, checked."""
    if len(spki) != SPKI or not spki.startswith(_SPKI_PREFIX):
        raise Malformed(f"{what} is not the DER SPKI of an Ed25519 key")
    return check_public(spki[len(_SPKI_PREFIX) :], what)


def sign(secret: bytes, message: bytes) -> bytes:
    """RFC 8032, from the 32 bytes of a secret key."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def public_of(secret: bytes) -> bytes:
    """The raw public key of the 32 bytes of a secret key."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def verify(public: bytes, signature: bytes, message: bytes, what: str) -> None:
    """Raises Malformed unless `signature` is `public`'s over `message`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError) as fault:
        raise Malformed(f"{what} does not verify") from fault
