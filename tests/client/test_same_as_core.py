"""The browser's protocol, in Node and in Chromium: the same bytes as the Python core's."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from rehearsal.made_up import MadeUpElection, make_election, make_entry, make_token

from app.core.secrecy import envelopes
from app.core.secrecy.answers import sign_status_request
from app.core.secrecy.board import in_board_order, leaf_hash, tree_hash
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.entries import audit_code, entry_length, sign_entry
from app.core.secrecy.issue import issue_request
from app.core.secrecy.notes import Checkpoint, join_notes, origin_of, parse_notes
from app.core.secrecy.payloads import pad_payload
from app.core.secrecy.signing import base_blind_length, blind_sign
from app.core.secrecy.tokens import (
    SEED,
    TokenSecrets,
    blind,
    derive,
    finalize,
    recovery_code,
    req_hash,
)
from tests.client.engines import Client, Refused, number

SHARED_VECTOR = Path(__file__).parents[3] / "shared/vectors/tellers-1.json"


@dataclass(frozen=True)
class Ballot:
    """A whole ballot made by the core: what the client is given, and what it must come to."""

    given: dict[str, Any]
    expected: dict[str, str]


def made_by_the_core(election: MadeUpElection, group_id: int, rng: Random) -> Ballot:
    m, private = election.manifest, election.issuers[group_id]
    key, seed = m.issuer_key(group_id), rng.randbytes(SEED)
    secrets = derive(seed, m.hash, group_id, key)
    blind_sig = blind_sign(private, blind(secrets, key), rng.randbytes(base_blind_length(private)))
    eph_a, eph_b = rng.randbytes(32), rng.randbytes(32)
    contests = m.contests_of(group_id)
    choices: dict[str, list[int]] = {}
    for each in contests:
        numbers = rng.sample(range(1, len(each.candidates) + 1), rng.randint(0, each.limit))
        choices[each.id] = numbers if each.ranked else sorted(numbers)
    padded = pad_payload(choices, contests, m.pad_len)
    inner = envelopes.seal_inner(m.B, envelopes.inner_info(m.hash, group_id), padded, eph_b)
    outer_info = envelopes.outer_info(m.hash, group_id, secrets.token_pk)
    outer = envelopes.seal_outer(m.A, outer_info, inner, eph_a)
    entry = sign_entry(m.hash, secrets, finalize(secrets, key, blind_sig), outer)
    return Ballot(
        {
            "M": m.hash,
            "groupId": group_id,
            "seed": seed,
            "n": number(key.n),
            "blindSig": blind_sig,
            "A": m.A,
            "B": m.B,
            "padLen": m.pad_len,
            "contests": [each.as_json() for each in contests],
            "choices": choices,
            "ephA": eph_a,
            "ephB": eph_b,
        },
        {
            "req_hash": req_hash({group_id: blind(secrets, key)}).hex(),
            "outer_sha256": entry.outer_sha256.hex(),
            "leaf_hash": entry.leaf_hash.hex(),
            "recovery_code": recovery_code(seed, m.hash),
            "audit_code": audit_code(m.hash, group_id, secrets.token_pk, outer).hex(),
        },
    )


@pytest.mark.parametrize("chance", range(12))
def test_ballot_of_random_seed_keys_and_choices_is_the_cores_byte_for_byte(
    client: Client, chance: int
) -> None:
    rng = Random(chance)
    ballot = made_by_the_core(make_election(rng.randbytes), 1 + chance % 2, rng)
    assert client("ballot", **ballot.given) == ballot.expected


def shared_ballots() -> list[Ballot]:
    """The vector that other implementations share, where it lies beside the checkout."""
    if not SHARED_VECTOR.exists():
        return []
    vector = json.loads(SHARED_VECTOR.read_text())
    of, payload = vector["inputs"], json.loads(vector["inputs"]["payload"])
    contests = [
        {"id": each, "limit": 9, "ranked": each == "president", "candidates": list("abcdefghi")}
        for each in payload
    ]
    given = {
        "M": of["M"],
        "groupId": of["group_id"],
        "seed": of["seed"],
        "n": of["issuer_n"],
        "blindSig": of["blind_sig"],
        "A": of["A_public"],
        "B": of["B_public"],
        "padLen": of["pad_len"],
        "contests": contests,
        "choices": payload,
        "ephA": of["ephA"],
        "ephB": of["ephB"],
    }
    return [Ballot(given, vector["outputs"])]


def test_shared_vectors_are_reproduced(client: Client) -> None:
    for ballot in shared_ballots():
        assert client("ballot", **ballot.given) == ballot.expected


def of_seed(election: MadeUpElection, seed: bytes) -> tuple[TokenSecrets, dict[str, Any]]:
    key = election.manifest.issuer_key(1)
    given = {"seed": seed, "M": election.manifest.hash, "groupId": 1, "spki": key.spki}
    return derive(seed, election.manifest.hash, 1, key), given


def test_requests_of_a_seed_are_the_cores(client: Client, election: MadeUpElection) -> None:
    seed = os.urandom(SEED)
    secrets, given = of_seed(election, seed)
    blinded_msgs = {1: blind(secrets, election.manifest.issuer_key(1))}
    assert client("token", **given) == {
        "request": issue_request(blinded_msgs).hex(),
        "reqHash": req_hash(blinded_msgs).hex(),
        "tokenPk": secrets.token_pk.hex(),
        "status": sign_status_request(election.manifest.hash, secrets).hex(),
    }
    code = recovery_code(seed, election.manifest.hash)
    assert client("seedOfCode", code=code.lower(), M=election.manifest.hash) == seed.hex()
    for wrong, manifest_hash in ((code[:-1] + "0", election.manifest.hash), (code, bytes(32))):
        if wrong != code or manifest_hash != election.manifest.hash:
            with pytest.raises(Refused, match=r"mistyped|ends in"):
                client("seedOfCode", code=wrong, M=manifest_hash)


def test_board_and_its_checkpoint_are_read_as_the_core_writes_them(
    client: Client, election: MadeUpElection
) -> None:
    m = election.manifest
    entries = [bytes(make_entry(election, each, os.urandom)[1]) for each in (1, 2, 1)]
    board = in_board_order(entries)
    leaves = [leaf_hash(entry) for entry in board]
    length = entry_length(m.pad_len)
    read = client("leavesOf", board=b"".join(board), length=length)
    assert read == [leaf.hex() for leaf in leaves]
    for wrong in (b"".join(board[::-1]), b"".join(board * 2), b"".join(board)[:-1]):
        with pytest.raises(Refused, match="board"):
            client("leavesOf", board=wrong, length=length)
    origin = origin_of(m.election_id)
    notes = [
        Checkpoint(origin, size, root).signed(election.box_sk)
        for size, root in ((0, tree_hash([])), (3, tree_hash(leaves)))
    ]
    found = client("lastCheckpoint", text=join_notes(notes), manifest=m.canonical())
    assert found == {"size": 3, "root": tree_hash(leaves).hex()}
    other = Checkpoint(origin, 3, tree_hash(leaves)).signed(os.urandom(32))
    elsewhere = Checkpoint("tellers/1/x", 3, tree_hash(leaves)).signed(election.box_sk)
    for text in (notes[1].replace("3", "4", 1), other, elsewhere, "", notes[0][:-9]):
        with pytest.raises(Refused, match="checkpoint"):
            client("lastCheckpoint", text=text, manifest=m.canonical())


def test_note_that_the_core_refuses_for_its_form_is_refused(
    client: Client, election: MadeUpElection
) -> None:
    m = election.manifest
    origin, word = origin_of(m.election_id), "A" * 96
    note = Checkpoint(origin, 0, tree_hash([])).signed(election.box_sk)
    told = {"manifest": m.canonical()}
    cosigned = f"{note}— observer.example {word}\n"
    for right in (note, cosigned, note + "\n" + cosigned):
        assert parse_notes(right, origin, m.box_pk)
        assert client("lastCheckpoint", text=right, **told)["size"] == 0
    lines = ["junk", f"- observer.example {word}", f"— a+b {word}", "— a AAAAAA==", f"— {word}"]
    short = Checkpoint(origin, 0, bytes(31)).signed(election.box_sk)
    for wrong in (note[:-1], note + "\n", cosigned[:-1], short, *(f"{note}{x}\n" for x in lines)):
        with pytest.raises(Malformed):
            parse_notes(wrong, origin, m.box_pk)
        with pytest.raises(Refused, match="checkpoint"):
            client("lastCheckpoint", text=wrong, **told)


def test_manifest_is_read_and_hashed_as_by_the_core(
    client: Client, election: MadeUpElection
) -> None:
    raw = election.manifest.canonical()
    assert client("manifest", raw=raw) == {
        "hash": hashlib.sha256(raw).hexdigest(),
        "electionId": election.manifest.election_id.hex(),
        "boxPk": election.manifest.box_pk.hex(),
        "groups": [1, 2],
    }


def test_token_of_one_seed_differs_in_every_group(client: Client, election: MadeUpElection) -> None:
    secrets, _ = make_token(election, 1, os.urandom)
    given = {"seed": bytes(SEED), "M": election.manifest.hash}
    keys = [election.manifest.issuer_key(group).spki for group in (1, 2)]
    one, other = (
        client("token", **given, groupId=group, spki=spki)["tokenPk"]
        for group, spki in zip((1, 2), keys, strict=True)
    )
    assert len({one, other, secrets.token_pk.hex()}) == 3
