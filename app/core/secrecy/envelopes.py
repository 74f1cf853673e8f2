import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.core.secrecy.encoding import Malformed, context, uint16
from app.core.secrecy.reasons import Reason

KEY = 32
EPH = 32
OVERHEAD = 48  # enc and the tag of one layer
INNER_OVERHEAD = EPH + OVERHEAD
OUTER_OVERHEAD = 2 * INNER_OVERHEAD
_KEM_SUITE = b"KEM" + uint16(0x0020)
_SUITE = b"HPKE" + uint16(0x0020) + uint16(0x0001) + uint16(0x0003)


def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    """LabeledExtract of RFC 9180 section 4, with HKDF-SHA256."""
    return hmac.digest(salt, b"HPKE-v1" + suite + label + ikm, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """LabeledExpand of RFC 9180 section 4; one block, since no length here passes 32."""
    labeled = uint16(length) + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, labeled + b"\1", "sha256")[:length]


def derive_key_pair(ikm: bytes) -> tuple[bytes, bytes]:
    """DeriveKeyPair of RFC 9180 section 7.1.3 for X25519: the raw secret and public key."""
    secret = _expand(_KEM_SUITE, _extract(_KEM_SUITE, b"", b"dkp_prk", ikm), b"sk", b"", KEY)
    return secret, public_of(secret)


def public_of(secret: bytes) -> bytes:
    """The raw X25519 public key of a raw secret key."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def check_public(raw: bytes, what: str) -> bytes:
    """Refuses X25519 keys that are not canonical or of small order (RFC 7748 section 6.1)."""
    if len(raw) != KEY or int.from_bytes(raw, "little") >= 2**255 - 19:
        raise Malformed(f"{what} is not a canonical X25519 key")
    try:
        _exchange(bytes(range(KEY)), raw)
    except ValueError as fault:
        raise Malformed(f"{what} is an X25519 key of small order") from fault
    return raw


def _exchange(secret: bytes, public: bytes) -> bytes:
    private = X25519PrivateKey.from_private_bytes(secret)
    return private.exchange(X25519PublicKey.from_public_bytes(public))


def shared_secret(dh: bytes, enc: bytes, public: bytes) -> bytes:
    """ExtractAndExpand of RFC 9180 section 4.1, kem_context = enc || pkR."""
    prk = _extract(_KEM_SUITE, b"", b"eae_prk", dh)
    return _expand(_KEM_SUITE, prk, b"shared_secret", enc + public, 32)


def key_and_nonce(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """KeySchedule of RFC 9180 section 5.1 in base mode: the key and base nonce."""
    hashed = _extract(_SUITE, b"", b"psk_id_hash", b"") + _extract(_SUITE, b"", b"info_hash", info)
    secret = _extract(_SUITE, shared, b"secret", b"")
    schedule = b"\0" + hashed
    key = _expand(_SUITE, secret, b"key", schedule, 32)
    return key, _expand(_SUITE, secret, b"base_nonce", schedule, 12)


def seal(public: bytes, info: bytes, plain: bytes, eph: bytes) -> bytes:
    """enc || ct of RFC 9180 base mode, single shot, no aad, the ephemeral key from `eph`."""
    secret, enc = derive_key_pair(eph)
    key, nonce = key_and_nonce(shared_secret(_exchange(secret, public), enc, public), info)
    return enc + ChaCha20Poly1305(key).encrypt(nonce, plain, None)


def unseal(secret: bytes, info: bytes, sealed: bytes) -> bytes:
    """What `seal` sealed to the owner of `secret`; Malformed when it does not open."""
    enc, ct = sealed[:KEY], sealed[KEY:]
    try:
        shared = shared_secret(_exchange(secret, enc), enc, public_of(secret))
        key, nonce = key_and_nonce(shared, info)
        return ChaCha20Poly1305(key).decrypt(nonce, ct, None)
    except (InvalidTag, ValueError) as fault:
        raise Malformed("a sealed layer does not open") from fault


def inner_info(manifest_hash: bytes, group_id: int) -> bytes:
    """What the inner layer is bound to: election and group."""
    return context("inner", manifest_hash, uint16(group_id))


def outer_info(manifest_hash: bytes, group_id: int, token_pk: bytes) -> bytes:
    """What the outer layer is bound to: election, group and token."""
    digest = hashlib.sha256(token_pk).digest()
    return context("outer", manifest_hash, uint16(group_id), digest)


def seal_inner(b_public: bytes, info: bytes, padded: bytes, eph_b: bytes) -> bytes:
    """Seal(B, info, ephB || padded, ephB), pad_len + 80 bytes."""
    return seal(b_public, info, eph_b + padded, eph_b)


def seal_outer(a_public: bytes, info: bytes, inner: bytes, eph_a: bytes) -> bytes:
    """Seal(A, info, ephA || inner, ephA), pad_len + 160 bytes."""
    return seal(a_public, info, eph_a + inner, eph_a)


def open_outer(a_secret: bytes, info: bytes, outer: bytes) -> tuple[bytes, bytes] | Reason:
    """ephA and the inner layer, or why the entry is malformed."""
    reasons = Reason.OUTER_DOES_NOT_OPEN, Reason.OUTER_OTHER_BYTES
    return _open_layer(a_secret, info, outer, reasons)


def open_inner(b_secret: bytes, info: bytes, inner: bytes) -> tuple[bytes, bytes] | Reason:
    """ephB and the padded payload, or why the entry is malformed."""
    reasons = Reason.INNER_DOES_NOT_OPEN, Reason.INNER_OTHER_BYTES
    return _open_layer(b_secret, info, inner, reasons)


def _open_layer(
    secret: bytes, info: bytes, sealed: bytes, reasons: tuple[Reason, Reason]
) -> tuple[bytes, bytes] | Reason:
    """Opens and re-seals with the eph inside, so that each plain text has one sealing."""
    shut, other = reasons
    try:
        opened = unseal(secret, info, sealed)
    except Malformed:
        return shut
    eph, plain = opened[:EPH], opened[EPH:]
    return (eph, plain) if seal(public_of(secret), info, opened, eph) == sealed else other
