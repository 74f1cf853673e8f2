"""HPKE base mode; the figures are those of RFC 9180, appendix A.2.1."""

import pytest
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from app.core.secrecy import envelopes
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.reasons import Reason

INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
IKM_E = bytes.fromhex("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b")
SK_E = bytes.fromhex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600")
ENC = bytes.fromhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
SK_R = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
PK_R = bytes.fromhex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
SHARED = bytes.fromhex("0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7")
KEY = bytes.fromhex("ad2744de8e17f4ebba575b3f5f5a8fa1f69c2a07f6e7500bc60ca6e3e3ec1c91")
NONCE = bytes.fromhex("5c4d98150661b848853b547f")
PLAIN = b"Beauty is truth, truth beauty"
CIPHERTEXT = bytes.fromhex(
    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
)
SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
eph = st.binary(min_size=32, max_size=32)


def test_key_pairs_shared_secret_and_schedule_are_the_rfcs() -> None:
    assert envelopes.derive_key_pair(IKM_E) == (SK_E, ENC)
    assert envelopes.public_of(SK_R) == PK_R
    dh = X25519PrivateKey.from_private_bytes(SK_R).exchange(
        X25519PrivateKey.from_private_bytes(SK_E).public_key()
    )
    assert envelopes.shared_secret(dh, ENC, PK_R) == SHARED
    assert envelopes.key_and_nonce(SHARED, INFO) == (KEY, NONCE)
    assert ChaCha20Poly1305(KEY).encrypt(NONCE, PLAIN, b"Count-0") == CIPHERTEXT


def test_seal_takes_its_ephemeral_key_from_eph() -> None:
    sealed = envelopes.seal(PK_R, INFO, PLAIN, IKM_E)
    assert sealed == ENC + ChaCha20Poly1305(KEY).encrypt(NONCE, PLAIN, None)


@given(st.binary(max_size=400), st.binary(max_size=90), eph)
def test_seal_and_unseal_agree_with_another_implementation(
    plain: bytes, info: bytes, eph_a: bytes
) -> None:
    private = X25519PrivateKey.from_private_bytes(SK_R)
    assert SUITE.decrypt(envelopes.seal(PK_R, info, plain, eph_a), private, info) == plain
    assert envelopes.unseal(SK_R, info, SUITE.encrypt(plain, private.public_key(), info)) == plain


@given(st.binary(min_size=2, max_size=200), eph)
def test_layers_open_to_what_was_sealed(padded: bytes, eph_b: bytes) -> None:
    inner = envelopes.seal_inner(PK_R, INFO, padded, eph_b)
    assert len(inner) == len(padded) + envelopes.INNER_OVERHEAD
    assert envelopes.open_inner(SK_R, INFO, inner) == (eph_b, padded)
    outer = envelopes.seal_outer(PK_R, INFO, inner, eph_b[::-1])
    assert len(outer) == len(padded) + envelopes.OUTER_OVERHEAD
    assert envelopes.open_outer(SK_R, INFO, outer) == (eph_b[::-1], inner)


@given(st.integers(0, 32 + 32 + 9 + 16 - 1), st.integers(0, 7))
def test_layer_with_any_bit_changed_is_malformed(at: int, bit: int) -> None:
    sealed = bytearray(envelopes.seal_inner(PK_R, INFO, b"nine byte", IKM_E))
    sealed[at] ^= 1 << bit
    opened = envelopes.open_inner(SK_R, INFO, bytes(sealed))
    # X25519 ignores the highest bit of enc (RFC 7748), but the KEM's context holds enc itself.
    assert opened is Reason.INNER_DOES_NOT_OPEN


def test_layer_sealed_with_another_eph_than_the_one_inside_is_malformed() -> None:
    """Otherwise one plain text has many sealings, and which was chosen can carry a message."""
    forged = envelopes.seal(PK_R, INFO, IKM_E + b"padded", IKM_E[::-1])
    assert envelopes.unseal(SK_R, INFO, forged) == IKM_E + b"padded"
    assert envelopes.open_outer(SK_R, INFO, forged) is Reason.OUTER_OTHER_BYTES
    assert envelopes.open_inner(SK_R, INFO, forged) is Reason.INNER_OTHER_BYTES


def test_layer_too_short_or_for_another_key_is_malformed() -> None:
    other, _ = envelopes.derive_key_pair(b"other")
    sealed = envelopes.seal_outer(PK_R, INFO, b"inner", IKM_E)
    for wrong in (b"", sealed[:31], sealed[:47], bytes(len(sealed))):
        assert envelopes.open_outer(SK_R, INFO, wrong) is Reason.OUTER_DOES_NOT_OPEN
    assert envelopes.open_outer(other, INFO, sealed) is Reason.OUTER_DOES_NOT_OPEN


def test_outer_layer_copied_to_another_token_does_not_open() -> None:
    one, another = (envelopes.outer_info(bytes(32), 1, each * 32) for each in (b"\1", b"\2"))
    sealed = envelopes.seal_outer(PK_R, one, b"inner", IKM_E)
    assert envelopes.open_outer(SK_R, another, sealed) is Reason.OUTER_DOES_NOT_OPEN


def test_inner_layer_of_another_election_or_group_does_not_open() -> None:
    sealed = envelopes.seal_inner(PK_R, envelopes.inner_info(bytes(32), 1), b"padded", IKM_E)
    for info in (envelopes.inner_info(b"\1" * 32, 1), envelopes.inner_info(bytes(32), 2)):
        assert envelopes.open_inner(SK_R, info, sealed) is Reason.INNER_DOES_NOT_OPEN


@pytest.mark.parametrize(
    "key",
    [
        bytes(32),
        b"\1" + bytes(31),
        bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        PK_R[:31] + bytes([PK_R[31] | 0x80]),
        PK_R[:31],
    ],
)
def test_x25519_key_of_small_order_or_not_canonical_is_refused(key: bytes) -> None:
    assert envelopes.check_public(PK_R, "A") == PK_R
    with pytest.raises(Malformed):
        envelopes.check_public(key, "A")
