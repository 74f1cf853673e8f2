import os
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rehearsal.made_up import MadeUpElection, make_election, make_entry, make_token

from app.core.secrecy import ed25519, envelopes
from app.core.secrecy.answers import (
    BoxState,
    SignedState,
    Spent,
    check_receipt,
    read_status_request,
    sign_receipt,
    sign_status_request,
)
from app.core.secrecy.encoding import Malformed, canonical
from app.core.secrecy.entries import Entry, audit_code, entry_length, sign_entry
from app.core.secrecy.issue import (
    issue_answer,
    issue_request,
    read_issue_answer,
    read_issue_request,
)
from app.core.secrecy.tokens import TokenSecrets

GROUP = 1
LEAF = b"\7" * 32


def sealed(election: MadeUpElection) -> bytes:
    return os.urandom(election.manifest.pad_len + envelopes.OUTER_OVERHEAD)


@pytest.fixture(scope="module")
def secrets_and_entry(election: MadeUpElection) -> tuple[TokenSecrets, Entry]:
    return make_entry(election, GROUP, os.urandom)


@pytest.fixture(scope="module")
def secrets(secrets_and_entry: tuple[TokenSecrets, Entry]) -> TokenSecrets:
    return secrets_and_entry[0]


@pytest.fixture(scope="module")
def entry(secrets_and_entry: tuple[TokenSecrets, Entry]) -> Entry:
    return secrets_and_entry[1]


def test_entry_round_trip(election: MadeUpElection, entry: Entry) -> None:
    pad_len = election.manifest.pad_len
    assert len(bytes(entry)) == entry_length(pad_len) == pad_len + 674
    assert Entry.parse(bytes(entry), pad_len) == entry
    entry.check(election.manifest)


@pytest.mark.parametrize("at", [0, 1, 2, 33, 34, 65, 66, 449, 450, 865, 866, -1])
def test_entry_with_one_bit_changed_is_refused(
    election: MadeUpElection, entry: Entry, at: int
) -> None:
    """The first and the last byte of each of the six fields; pad_len is 256."""
    for bit in range(8):
        raw = bytearray(bytes(entry))
        raw[at] ^= 1 << bit
        with pytest.raises(Malformed):
            Entry.parse(bytes(raw), election.manifest.pad_len).check(election.manifest)


def test_entry_of_any_other_length_is_refused(election: MadeUpElection, entry: Entry) -> None:
    raw = bytes(entry)
    for wrong in (raw[:-1], raw + b"\0", b""):
        with pytest.raises(Malformed):
            Entry.parse(wrong, election.manifest.pad_len)


def test_entry_of_another_election_or_group_is_refused(
    election: MadeUpElection, entry: Entry
) -> None:
    """The issuer keys are the same here, as they never may be: the signatures still refuse."""
    with pytest.raises(Malformed, match="ballot_sig"):
        entry.check(make_election(os.urandom).manifest)
    secrets, token_sig = make_token(election, 2, os.urandom)
    moved = TokenSecrets(1, secrets.token_sk, secrets.prefix, secrets.salt, secrets.r)
    with pytest.raises(Malformed, match="token_sig"):
        sign_entry(election.manifest.hash, moved, token_sig, sealed(election)).check(
            election.manifest
        )


def test_entry_whose_outer_is_copied_from_another_is_refused(
    election: MadeUpElection, entry: Entry
) -> None:
    secrets, token_sig = make_token(election, GROUP, os.urandom)
    own = sign_entry(election.manifest.hash, secrets, token_sig, sealed(election))
    copied = Entry(GROUP, own.prefix, own.token_pk, token_sig, entry.outer, own.ballot_sig)
    with pytest.raises(Malformed, match="ballot_sig"):
        copied.check(election.manifest)


SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
]
NOT_CANONICAL = [
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


@pytest.mark.parametrize("key", SMALL_ORDER + NOT_CANONICAL)
def test_ed25519_key_of_small_order_or_not_canonical_is_refused(key: str) -> None:
    """The keys are those of "Taming the many EdDSAs" (2020), table 1."""
    with pytest.raises(Malformed):
        ed25519.check_public(bytes.fromhex(key), "the key")


def test_ed25519_key_of_other_length_or_not_in_der_is_refused(election: MadeUpElection) -> None:
    public = election.manifest.box_pk
    assert ed25519.from_spki(ed25519.to_spki(public), "the key") == public
    with pytest.raises(Malformed, match="31 bytes"):
        ed25519.check_public(public[1:], "the key")
    with pytest.raises(Malformed, match="not the DER SPKI"):
        ed25519.from_spki(public, "the key")


def test_ed25519_small_order_key_would_sign_anything() -> None:
    """The control: with the neutral element as key, one signature fits every message."""
    neutral = bytes.fromhex(SMALL_ORDER[0])
    signature = neutral + bytes(32)
    for message in (b"one ballot", b"another"):
        ed25519.verify(neutral, signature, message, "it")


def test_entry_with_a_small_order_token_is_refused(election: MadeUpElection, entry: Entry) -> None:
    neutral = bytes.fromhex(SMALL_ORDER[0])
    forged = Entry(GROUP, entry.prefix, neutral, entry.token_sig, entry.outer, neutral + bytes(32))
    with pytest.raises(Malformed, match="small order"):
        forged.check(election.manifest)


def test_audit_code_differs_by_every_part() -> None:
    codes = {
        audit_code(LEAF, 1, LEAF, b"outer"),
        audit_code(LEAF, 2, LEAF, b"outer"),
        audit_code(bytes(32), 1, LEAF, b"outer"),
        audit_code(LEAF, 1, bytes(32), b"outer"),
        audit_code(LEAF, 1, LEAF, b"Outer"),
    }
    assert len(codes) == 5


def test_receipt_proves_one_entry_of_one_election(election: MadeUpElection) -> None:
    m, box_pk = election.manifest.hash, election.manifest.box_pk
    receipt = sign_receipt(election.box_sk, m, LEAF)
    assert len(receipt) == 96
    check_receipt(receipt, box_pk, m, LEAF)
    for wrong in (
        (receipt[:-1], box_pk, m, LEAF),
        (receipt, box_pk, m, bytes(32)),
        (receipt, box_pk, bytes(32), LEAF),
        (receipt, election.manifest.registrar_pk, m, LEAF),
        (receipt[:32] + bytes(64), box_pk, m, LEAF),
    ):
        with pytest.raises(Malformed):
            check_receipt(*wrong)


def test_spent_token_answer_is_signed_by_the_token_itself(
    election: MadeUpElection, entry: Entry
) -> None:
    m = election.manifest.hash
    spent = Spent.parse(canonical(Spent.of(entry).as_json()))
    assert spent == Spent.of(entry)
    spent.check(m, GROUP, entry.token_pk)
    lies = Spent(entry.leaf_hash, bytes(32), entry.ballot_sig)
    for wrong, group_id, token_pk in (
        (lies, GROUP, entry.token_pk),
        (spent, 2, entry.token_pk),
        (spent, GROUP, election.manifest.box_pk),
    ):
        with pytest.raises(Malformed):
            wrong.check(m, group_id, token_pk)


@given(at=st.integers(0, 97), bit=st.integers(0, 7))
def test_status_request_is_signed_by_its_token(
    election: MadeUpElection, secrets: TokenSecrets, at: int, bit: int
) -> None:
    m = election.manifest.hash
    request = sign_status_request(m, secrets)
    assert read_status_request(request, m) == (GROUP, secrets.token_pk)
    changed = bytearray(request)
    changed[at] ^= 1 << bit
    for wrong in (bytes(changed), request[:-1]):
        with pytest.raises(Malformed):
            read_status_request(wrong, m)


@pytest.mark.parametrize("state", BoxState)
def test_state_is_signed_with_its_time(election: MadeUpElection, state: BoxState) -> None:
    m, box_pk = election.manifest.hash, election.manifest.box_pk
    signed = SignedState.sign(election.box_sk, m, state, 1_837_843_200)
    assert SignedState.parse(canonical(signed.as_json())) == signed
    signed.check(box_pk, m)
    other = BoxState((state + 1) % 3)
    for wrong in (
        SignedState(other, signed.at, signed.signature),
        SignedState(state, signed.at + 1, signed.signature),
    ):
        with pytest.raises(Malformed):
            wrong.check(box_pk, m)
    with pytest.raises(Malformed, match="none of not_open, open, closed"):
        SignedState.parse(canonical({**signed.as_json(), "state": "ajar"}))


Read = Callable[[bytes], dict[int, bytes]]
Write = Callable[[dict[int, bytes]], bytes]


@pytest.mark.parametrize(
    ("write", "read"),
    [(issue_request, read_issue_request), (issue_answer, read_issue_answer)],
)
def test_issue_round_trip(write: Write, read: Read) -> None:
    numbers = {2: b"\2" * 384, 1: b"\1" * 384}
    raw = write(numbers)
    assert read(raw) == numbers
    assert list(read(raw)) == [1, 2]
    groups = raw[raw.index(b"[") + 1 : raw.index(b"]")]
    for wrong in (
        raw.replace(groups, groups + b"," + groups[: groups.index(b"}") + 1]),
        raw.replace(b'"group_id":1', b'"group_id":3'),
        raw.replace(b'"group_id":1', b'"group_id":0'),
        raw.replace(b"AQEB", b"AQE"),
        b"{}",
        b"[]",
        b"",
    ):
        with pytest.raises(Malformed):
            read(wrong)
