import dataclasses
import hashlib
import itertools
import os

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st
from rehearsal.made_up import issuer_private

from app.core.secrecy.encoding import Malformed
from app.core.secrecy.signing import base_blind_length, blind_sign
from app.core.secrecy.tokens import (
    blind,
    blinded,
    derive,
    finalize,
    issuer_key,
    issuer_spki,
    recovery_code,
    req_hash,
    seed_of_code,
    unblinded,
)

M = hashlib.sha256(b"a manifest").digest()
SEED = bytes(range(16))


def spki(n: int, e: int = 65537) -> bytes:
    """A key whatever its numbers: a good key's DER with its last 3072 bits and 3 bytes changed."""
    good = issuer_spki(issuer_private(1).public_numbers)
    head = good[: -384 - 2 - 3]
    return head + n.to_bytes(384, "big") + good[-5:-3] + e.to_bytes(3, "big")


def sign(blinded_msg: bytes) -> bytes:
    private = issuer_private(1)
    return blind_sign(private, blinded_msg, os.urandom(base_blind_length(private)))


def test_issuer_key_of_the_protocol_is_accepted() -> None:
    n = issuer_private(1).public_numbers.n
    assert issuer_key(spki(n)).n == n


@pytest.mark.parametrize("factor", [3, 5, 17, 257, 65519, 65521])
def test_issuer_key_with_a_small_prime_factor_is_refused(factor: int) -> None:
    n = (1 << 3071) // factor * factor
    while not (n % 2 and n.bit_length() == 3072):
        n += factor
    with pytest.raises(Malformed, match="prime factor below 65537"):
        issuer_key(spki(n))


def test_issuer_key_of_other_size_or_exponent_or_kind_is_refused() -> None:
    n = issuer_private(1).public_numbers.n
    small = rsa.generate_private_key(65537, 2048).public_key().public_numbers()
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    curve_spki = curve.public_bytes(serialization.Encoding.DER, form)
    for wrong in (issuer_spki(small), spki(n, 65539), curve_spki, b"no key", spki(n) + b"\0"):
        with pytest.raises(Malformed):
            issuer_key(wrong)


def test_issuer_key_written_for_another_algorithm_is_refused() -> None:
    """The same numbers under id-RSASSA-PSS are an RSA key too, and would be other bytes."""
    good = spki(issuer_private(1).public_numbers.n)
    rsa_encryption = bytes.fromhex("300d06092a864886f70d0101010500")
    rsassa_pss = bytes.fromhex("300b06092a864886f70d01010a")
    head = b"\x30\x82" + (len(good) - 4 - 2).to_bytes(2, "big")
    other = head + good[4:].replace(rsa_encryption, rsassa_pss, 1)
    assert len(other) == len(good) - 2
    with pytest.raises(Malformed, match="canonical DER"):
        issuer_key(other)


def test_issuer_key_with_one_bit_changed_before_its_numbers_is_refused() -> None:
    """Some of these name an algorithm that the library knows and does not support."""
    good = spki(issuer_private(1).public_numbers.n)
    until_n = good.index(b"\x02\x82\x01\x81\x00")
    for at, bit in itertools.product(range(until_n + 5), range(8)):
        other = good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :]
        with pytest.raises(Malformed):
            issuer_key(other)


@given(st.binary(min_size=16, max_size=16))
def test_token_of_a_seed_is_the_same_on_every_device(seed: bytes) -> None:
    key = issuer_key(spki(issuer_private(1).public_numbers.n))
    one, other = derive(seed, M, 1, key), derive(seed, M, 1, key)
    assert one == other
    assert one.token_pk not in {derive(seed, M, 2, key).token_pk, derive(SEED, M[::-1], 1, key)}
    assert 1 <= one.r < key.n


def test_blind_signature_unblinds_to_one_that_verifies() -> None:
    key = issuer_key(spki(issuer_private(1).public_numbers.n))
    secrets = derive(SEED, M, 1, key)
    token_sig = finalize(secrets, key, sign(blind(secrets, key)))
    assert len(token_sig) == 384
    assert finalize(secrets, key, sign(blind(secrets, key))) == token_sig


def test_finalize_with_a_signature_by_another_key_is_an_alarm() -> None:
    key = issuer_key(spki(issuer_private(1).public_numbers.n))
    secrets = derive(SEED, M, 1, key)
    other = issuer_private(2)
    message = (int.from_bytes(blind(secrets, key), "big") % other.public_numbers.n).to_bytes(384)
    wrong = blind_sign(other, message, os.urandom(base_blind_length(other)))
    for blind_sig in (wrong, bytes(384), b"\xff" * 384, sign(blind(secrets, key))[:-1]):
        with pytest.raises(Malformed):
            finalize(secrets, key, blind_sig)


def test_blind_with_r_not_coprime_to_the_modulus_is_an_alarm() -> None:
    private = issuer_private(1)
    with pytest.raises(Malformed, match="factor in common"):
        blinded(b"m", bytes(48), private.p, private.public_numbers.n)


def test_blind_sign_hides_a_fault_of_one_crt_half() -> None:
    private = issuer_private(1)
    broken = rsa.RSAPrivateNumbers(
        private.p, private.q, private.d, private.dmp1 ^ 2, private.dmq1, private.iqmp,
        private.public_numbers,
    )  # fmt: skip
    with pytest.raises(ArithmeticError):
        blind_sign(broken, bytes(383) + b"\2", os.urandom(base_blind_length(broken)))


@pytest.mark.parametrize("message", [bytes(384), b"\xff" * 384, bytes(383), b"\1" * 385])
def test_blind_sign_of_no_number_below_the_modulus_is_refused(message: bytes) -> None:
    with pytest.raises(Malformed):
        sign(message)


def test_blind_sign_with_too_little_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="random bytes"):
        blind_sign(issuer_private(1), bytes(383) + b"\2", bytes(32))


def test_unblinded_of_wrong_length_is_refused() -> None:
    with pytest.raises(Malformed):
        unblinded(bytes(383), 3, issuer_private(1).public_numbers.n)


def test_seed_of_wrong_length_is_refused() -> None:
    key = issuer_key(spki(issuer_private(1).public_numbers.n))
    with pytest.raises(Malformed):
        derive(SEED[:-1], M, 1, key)


def test_token_secrets_are_not_shown_in_a_repr() -> None:
    secrets = derive(SEED, M, 1, issuer_key(spki(issuer_private(1).public_numbers.n)))
    shown = repr(secrets)
    assert repr(secrets.token_sk) not in shown
    assert str(secrets.r) not in shown
    assert dataclasses.replace(secrets) == secrets


def test_req_hash_orders_groups_ascending() -> None:
    one, two = b"\1" * 384, b"\2" * 384
    expected = hashlib.sha256(b"\0\1" + one + b"\0\2" + two).digest()
    assert req_hash({2: two, 1: one}) == expected


@given(st.binary(min_size=16, max_size=16))
def test_recovery_code_round_trip(seed: bytes) -> None:
    assert seed_of_code(recovery_code(seed, M), M) == seed


@given(st.integers(0, 31), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_recovery_code_with_one_character_changed_is_refused(at: int, letter: str) -> None:
    letters = list(recovery_code(SEED, M).replace("-", ""))
    if letters[at] != letter:
        letters[at] = letter
        with pytest.raises(Malformed, match="mistyped"):
            seed_of_code("".join(letters), M)


def test_recovery_code_of_another_election_is_refused() -> None:
    with pytest.raises(Malformed, match="another election"):
        seed_of_code(recovery_code(SEED, M), hashlib.sha256(b"another").digest())
