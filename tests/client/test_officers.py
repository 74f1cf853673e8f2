"""What officers sign in the browser: byte for byte what the commands sign."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from rehearsal.made_up import MadeUpElection

from app.core.secrecy import ed25519
from app.core.secrecy.amendments import draft, times
from app.core.secrecy.encoding import Malformed, canonical, to_base64url
from app.core.secrecy.keying import differences, read_keyed, settled
from app.core.secrecy.officers import Registration, sheet_code
from app.core.secrecy.paper import Header, seal_batch
from tests.client.engines import Client, Refused


@pytest.mark.parametrize("chance", range(3))
def test_registration_and_sheet_of_a_key_are_the_cores(client: Client, chance: int) -> None:
    rng = Random(chance)
    secret, election_id = rng.randbytes(32), rng.randbytes(16)
    given = {"secret": secret, "electionId": election_id}
    made = Registration.of(secret, election_id)
    assert client("registration", **given) == canonical(made.as_json()).hex()
    code = sheet_code(secret, election_id)
    assert client("sheetCode", **given) == code
    assert client("secretOfSheet", code=code.lower(), electionId=election_id) == secret.hex()
    with pytest.raises(Refused, match="mistyped or belongs to another election"):
        client("secretOfSheet", code=code, electionId=bytes(16))


def test_amendment_signed_in_the_browser_is_the_commands(
    client: Client, election: MadeUpElection
) -> None:
    secret, at = os.urandom(32), datetime(2028, 3, 28, 9, tzinfo=UTC)
    for changed in (
        times(at, at),
        {"client_sha256": to_base64url(os.urandom(32))},
        {"eligible": [{"group_id": 2, "eligible": 41}]},
    ):
        made = draft(election.manifest, 1, "Über “alles”, ☎.", **changed)
        signed = client("signAmendment", raw=made.canonical_body, secret=secret)
        assert bytes.fromhex(signed) == made.signed(secret).canonical()
    with pytest.raises(Refused, match="kind must be one of"):
        client("signAmendment", raw=b'{"kind":"title"}', secret=secret)
    with pytest.raises(Refused, match="not canonical"):
        client("signAmendment", raw=made.canonical_body + b" ", secret=secret)


def lines(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


FIRST = lines(
    {"ballot": 1, "choices": {"delegates": [1, 2]}},
    {"ballot": 2, "choices": {"delegates": [3]}},
    {"ballot": 3, "spoiled": "torn"},
    {"ballot": 5, "choices": {"delegates": []}},
)
SECOND = lines(
    {"ballot": 1, "choices": {"delegates": [1, 2]}},
    {"ballot": 2, "choices": {"delegates": [4]}},
    {"ballot": 3, "spoiled": "in two"},
).replace(b"\n", b"\r\n")
THIRD = lines(
    {"ballot": 5, "spoiled": "blank, and signed"},
    {"ballot": 2, "choices": {"delegates": [4]}},
)


def test_what_two_clerks_keyed_and_a_third_look_settle_as_in_the_core(
    client: Client, election: MadeUpElection
) -> None:
    contests, pad_len = election.manifest.contests_of(2), election.manifest.pad_len
    keyed = [read_keyed(each, contests, pad_len, "it") for each in (FIRST, SECOND, THIRD)]
    given = {"manifest": election.manifest.canonical(), "groupId": 2}
    found = client("settled", keyed=[FIRST, SECOND, THIRD], **given)
    assert found["differences"] == differences(*keyed[:2]) == [2, 5]
    ballots = settled(*keyed)
    chosen = [dict(each.choices) for each in ballots if each.choices is not None]
    assert found["chosen"] == json.loads(json.dumps(chosen))
    assert found["spoiled"] == sum(each.choices is None for each in ballots) == 2
    for wrong, says in (([FIRST, SECOND, b""], "2, 5 were not keyed alike"),
                        ([FIRST, FIRST, THIRD], "2, 5 were keyed alike")):  # fmt: skip
        with pytest.raises(Refused, match=says):
            client("settled", keyed=wrong, **given)


@pytest.mark.parametrize(
    "wrong",
    [
        b"no JSON",
        b"{}",
        b'{"ballot": 0, "spoiled": "x"}',
        b'{"ballot": 1, "spoiled": ""}',
        b'{"ballot": 1, "choices": {"delegates": [1]}, "voter": "1001"}',
        b'{"ballot": 1, "choices": {"president": [1]}}',
        b'{"ballot": 1, "choices": [1]}',
        b'{"ballot": 1, "choices": {"delegates": [2, 1]}}',
        b'{"ballot": 1, "choices": {"delegates": [99]}}',
        b'{"ballot": 7, "spoiled": "again"}',
    ],
)
def test_line_that_the_core_refuses_is_refused_by_its_number(
    client: Client, election: MadeUpElection, wrong: bytes
) -> None:
    manifest = election.manifest
    raw = lines({"ballot": 7, "spoiled": "x"}) + wrong + b"\n" + wrong
    with pytest.raises(Malformed) as refused:
        read_keyed(raw, manifest.contests_of(2), manifest.pad_len, "what was keyed")
    given = {"raw": raw, "manifest": manifest.canonical(), "groupId": 2}
    faults = client("readKeyed", **given)["faults"]
    assert [each.partition(":")[0].partition(", line ")[2][:1] for each in faults] == ["2", "3"]
    assert "line 2" in str(refused.value)


@pytest.mark.parametrize("chance", range(3))
def test_batch_sealed_and_signed_in_the_browser_is_the_commands(
    client: Client, election: MadeUpElection, chance: int
) -> None:
    rng = Random(chance)
    secrets = [rng.randbytes(32) for _ in range(2)]
    clerks = tuple(sorted(ed25519.public_of(each) for each in secrets))
    manifest = replace(election.manifest, officers=clerks)
    header = Header(1, 2, 3, 0, clerks, "Olive “Obs” Server")
    keyed = lines(*({"ballot": at, "choices": {"delegates": [at]}} for at in (1, 2, 3)))
    ballots = read_keyed(keyed, manifest.contests_of(2), manifest.pad_len, "it").values()
    drawn: list[bytes] = []

    def draw(length: int) -> bytes:
        drawn.append(rng.randbytes(length))
        return drawn[-1]

    batch = seal_batch(manifest, header, [each.choices or {} for each in ballots], draw)
    given = {"manifest": manifest.canonical()}
    made = client("sealBatch", header=header.as_json(), keyed=keyed, chance=drawn, **given)
    assert bytes.fromhex(made) == batch.canonical()
    for secret in secrets:
        batch = batch.sign(manifest.hash, secret)
        made = client("signBatch", raw=bytes.fromhex(made), secret=secret, **given)
        assert bytes.fromhex(made) == batch.canonical()
    batch.check(manifest)
    with pytest.raises(Refused, match="not one of the batch's two clerks"):
        client("signBatch", raw=batch.canonical(), secret=bytes(32), **given)
    for wrong, says in (
        (replace(header, count=2), "holds 3 ballots"),
        (replace(header, group_id=1), "another group"),
    ):
        lying = replace(batch, signed=replace(batch.signed, header=wrong))
        with pytest.raises(Refused, match=says):
            client("signBatch", raw=lying.canonical(), secret=secrets[0], **given)


def test_batch_that_a_clerk_did_not_sign_throughout_is_refused(
    client: Client, election: MadeUpElection
) -> None:
    one, other = sorted((bytes([1] * 32), bytes([2] * 32)), key=ed25519.public_of)
    clerks = (ed25519.public_of(one), ed25519.public_of(other))
    manifest = replace(election.manifest, officers=clerks)
    header = Header(1, 2, 1, 0, clerks, "Olive Observer")
    sealed = seal_batch(manifest, header, [{"delegates": [1]}], Random(1).randbytes)
    signed = sealed.sign(manifest.hash, one)

    def with_signatures(*of: bytes) -> bytes:
        value = json.loads(signed.canonical())
        signature = value["signatures"][0]["signature"]
        value["signatures"] = [{"clerk": to_base64url(key), "signature": signature} for key in of]
        return canonical(value)

    given = {"manifest": manifest.canonical(), "secret": other}
    assert client("signBatch", raw=with_signatures(clerks[0]), **given)  # the control
    for raw, says in (
        (replace(sealed, signed=signed.signed).canonical(), "under a ballot does not verify"),
        (with_signatures(clerks[1]), "a clerk's signature does not verify"),
        (with_signatures(ed25519.public_of(bytes(32))), "not those of its clerks"),
        (with_signatures(clerks[0], clerks[0]), "each once"),
        (with_signatures(clerks[1], clerks[0]), "in order"),
    ):
        with pytest.raises(Refused, match=says):
            client("signBatch", raw=raw, **given)
    others = replace(manifest, officers=(clerks[1],)).canonical()
    with pytest.raises(Refused, match="a clerk is no officer"):
        client("signBatch", raw=sealed.canonical(), manifest=others, secret=other)


@pytest.mark.parametrize(
    ("typed", "is_start"),
    [("0A1B", True), ("oali", False), (" oaLb", True), ("0aIb", True), ("0A1", False)],
)
def test_first_four_characters_of_a_sheet_are_forgiven_as_all_of_it(
    client: Client, typed: str, is_start: bool
) -> None:
    assert client("isStartOf", typed=typed, code="0A1B-C2D3") is is_start
