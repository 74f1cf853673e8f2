"""What stops the browser: answers that no honest registrar or ballot box gives."""

import json
import os
from typing import Any

import pytest
from rehearsal.made_up import MadeUpElection, issuer_private, make_entry

from app.core.secrecy.answers import Spent, sign_receipt
from app.core.secrecy.entries import sign_entry
from app.core.secrecy.issue import issue_answer
from app.core.secrecy.signing import base_blind_length, blind_sign
from app.core.secrecy.tokens import (
    SEED,
    TokenSecrets,
    blind,
    derive,
    issuer_spki,
)
from tests.client.engines import Client, Refused, number


def of_seed(election: MadeUpElection, seed: bytes) -> tuple[TokenSecrets, dict[str, Any]]:
    key = election.manifest.issuer_key(1)
    given = {"seed": seed, "M": election.manifest.hash, "groupId": 1, "spki": key.spki}
    return derive(seed, election.manifest.hash, 1, key), given


@pytest.mark.parametrize("factor", [3, 257, 65519, 65521])
def test_issuer_key_with_a_small_factor_stops_the_client(client: Client, factor: int) -> None:
    n = (1 << 3071) // factor * factor
    while not (n % 2 and n.bit_length() == 3072):
        n += factor
    with pytest.raises(Refused, match="prime factor below 65537"):
        client("issuerKey", spki=client("issuerSpki", n=number(n)))


def test_issuer_key_of_another_form_stops_the_client(client: Client) -> None:
    good = issuer_spki(issuer_private(1).public_numbers)
    assert client("issuerKey", spki=good) == number(issuer_private(1).public_numbers.n)
    low = good.replace(good[33:34], bytes([good[33] & 0x7F]), 1)
    for wrong in (good + b"\0", good[:-1], good[:-1] + b"\3", b"\0" + good[1:], low, b""):
        with pytest.raises(Refused, match="issuer key is not"):
            client("issuerKey", spki=wrong)


def test_signature_of_another_key_stops_the_client(
    client: Client, election: MadeUpElection
) -> None:
    secrets, given = of_seed(election, os.urandom(SEED))
    right, other = election.issuers[1], election.issuers[2]
    blinded = blind(secrets, election.manifest.issuer_key(1))
    client("token", **given, answer=issue_answer({1: signed(right, blinded)}))
    for wrong in (signed(other, blinded), bytes(384), b"\xff" * 384):
        with pytest.raises(Refused, match=r"does not verify|not a number below"):
            client("token", **given, answer=issue_answer({1: wrong}))
    with pytest.raises(Refused, match="other groups"):
        client("token", **given, answer=issue_answer({2: signed(right, blinded)}))


def signed(private: Any, blinded: bytes) -> bytes:
    n = private.public_numbers.n
    message = (int.from_bytes(blinded, "big") % n).to_bytes(384, "big")
    return blind_sign(private, message, os.urandom(base_blind_length(private)))


def test_r_or_message_with_a_common_factor_stops_the_client(client: Client) -> None:
    private = issuer_private(1)
    n = number(private.public_numbers.n)
    with pytest.raises(Refused, match="factor in common"):
        client("blinded", message=b"m", salt=bytes(48), r=number(private.p), n=n)


def test_receipt_is_believed_for_its_entry_and_box_alone(
    client: Client, election: MadeUpElection
) -> None:
    m, leaf = election.manifest, os.urandom(32)
    receipt = sign_receipt(election.box_sk, m.hash, leaf)
    given = {"manifest": m.canonical(), "leaf": leaf}
    client("checkReceipt", **given, receipt=receipt)
    for wrong in (
        sign_receipt(os.urandom(32), m.hash, leaf),
        sign_receipt(election.box_sk, bytes(32), leaf),
        sign_receipt(election.box_sk, m.hash, bytes(32)),
        receipt[:-1],
    ):
        with pytest.raises(Refused, match="receipt"):
            client("checkReceipt", **given, receipt=wrong)


def test_spent_token_is_believed_by_its_own_signature_alone(
    client: Client, election: MadeUpElection
) -> None:
    seed = os.urandom(SEED)
    secrets, given = of_seed(election, seed)
    entry = sign_entry(election.manifest.hash, secrets, bytes(384), os.urandom(1000))
    spent = json.dumps(Spent.of(entry).as_json()).encode()
    client("token", **given, spent=spent)
    _, other = make_entry(election, 1, os.urandom)
    for wrong in (json.dumps(Spent.of(other).as_json()).encode(), b"{}", b"no"):
        with pytest.raises(Refused):
            client("token", **given, spent=wrong)
