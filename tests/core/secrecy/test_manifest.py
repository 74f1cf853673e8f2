import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from rehearsal.made_up import MadeUpElection, contest

from app.core.secrecy.encoding import Malformed, canonical, to_base64url
from app.core.secrecy.manifest import Group, Manifest, least_pad_len
from app.core.secrecy.payloads import pad_payload

Edit = Callable[[dict[str, Any]], object]


def edited(manifest: Manifest, edit: Edit) -> bytes:
    value = json.loads(manifest.canonical())
    edit(value)
    return canonical(value)


def test_manifest_round_trip(election: MadeUpElection) -> None:
    raw = election.manifest.canonical()
    assert Manifest.parse(raw) == election.manifest
    assert Manifest.parse(raw).hash == hashlib.sha256(raw).digest()


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda m: m.pop("title"), "the manifest lacks title"),
        (lambda m: m.update(extra=1), "'extra', which does not belong"),
        (lambda m: m.update(version="tellers/2"), "version is not tellers/1"),
        (lambda m: m.update(purpose="poll"), "neither election nor rehearsal"),
        (lambda m: m.update(title=""), "title of the manifest must be a text"),
        (lambda m: m.update(election_id=to_base64url(bytes(15))), "15 bytes, not 16"),
        (lambda m: m.update(t=5), "2 <= t < n"),
        (lambda m: m.update(t=1), "t of the manifest must be an integer from 2"),
        (lambda m: m.update(t=True), "t of the manifest must be an integer from 2"),
        (lambda m: m.update(pad_len=512), "pad_len is not the least"),
        (lambda m: m.update(opens="2028-03-28T08:00:00+00:00"), "must be a time like"),
        (lambda m: m.update(opens="2028-02-30T08:00:00Z"), "must be a time like"),
        (lambda m: m.update(opens="2029-03-28T08:00:00Z"), "opens < closes_issue"),
        (lambda m: m.update(closes_cast=m["opens"]), "opens < closes_issue"),
        (lambda m: m.update(A=to_base64url(bytes(32))), "A is an X25519 key of small order"),
        (lambda m: m.update(A=m["B"]), "the opening's keys of the manifest must differ"),
        (lambda m: m.update(box_spki=to_base64url(bytes(44))), "box_spki is not the DER SPKI"),
        (lambda m: m.update(registrar_spki=m["box_spki"]), "must differ from one another"),
        (lambda m: m.update(officers=[to_base64url(bytes(32))]), "small order"),
        (lambda m: m.update(officers=m["officers"][:1] * 2), "must differ from one another"),
        (lambda m: m.update(witnesses=["w+1+x"]), "a witness's key is not base64"),
        (lambda m: m.update(client_sha256=7), "client_sha256 of the manifest must be base64url"),
        (lambda m: m.update(client_sha256="AA"), "1 bytes, not 32"),
        (lambda m: m.update(contests={}), "contests of the manifest must be an array"),
        (lambda m: m.update(contests=[*m["contests"], m["contests"][0]]), "the contests of"),
        (lambda m: m["contests"].pop(), "exactly one group"),
        (lambda m: m["contests"][1].update(limit=4), "the limit must be 1 to"),
        (lambda m: m["contests"][1].update(limit=0), "contests[1] must be an integer from 1"),
        (lambda m: m["contests"][1].update(ranked=1), "contests[1] must be true or false"),
        (lambda m: m["contests"][1].update(candidates=["a", "a"]), "names one twice"),
        (lambda m: m["contests"][1].update(candidates=["a", ""]), "texts that are not empty"),
        (lambda m: m["contests"][1].update(lot_order="AB"), "not canonical base64url"),
        (lambda m: m["contests"].append(7), "contests[3] is not an object"),
        (lambda m: m["groups"].reverse(), "not in ascending order"),
        (lambda m: m.update(groups=[]), "needs a group"),
        (lambda m: m["groups"][0].update(contests=[]), "every group a contest"),
        (lambda m: m["groups"][0].update(group_id=0), "an integer from 1 to 65535"),
        (lambda m: m["groups"][0].update(contests=["president"]), "exactly one group"),
        (lambda m: m["groups"][0]["contests"].append("delegates"), "exactly one group"),
        (lambda m: m["groups"][0].update(eligible=-1), "an integer from 0"),
        (
            lambda m: m["groups"][0].update(issuer_spki=m["groups"][1]["issuer_spki"]),
            "the issuer keys of the manifest must differ",
        ),
        (lambda m: m["groups"][0].update(issuer_spki="AAAA"), "issuer key is not a DER SPKI"),
    ],
)
def test_manifest_with_one_fault_names_it(election: MadeUpElection, edit: Edit, says: str) -> None:
    with pytest.raises(Malformed) as refusal:
        Manifest.parse(edited(election.manifest, edit))
    assert says in str(refusal.value)


def test_manifest_whose_bytes_are_not_canonical_is_refused(election: MadeUpElection) -> None:
    raw = election.manifest.canonical()
    for wrong in (raw + b"\n", raw.replace(b'"t":3', b'"t":3,"t":3'), raw[:-1], b"[]"):
        with pytest.raises(Malformed):
            Manifest.parse(wrong)


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Manifest)])
def test_hash_covers_every_field(election: MadeUpElection, name: str) -> None:
    value = json.loads(election.manifest.canonical())
    assert name in value
    del value[name]
    assert hashlib.sha256(canonical(value)).digest() != election.manifest.hash


def test_times_without_a_zone_or_with_a_fraction_are_refused(election: MadeUpElection) -> None:
    opens = election.manifest.opens
    for wrong in (datetime(2028, 3, 28, 8), opens + timedelta(microseconds=1)):  # noqa: DTZ001
        with pytest.raises(Malformed, match="whole seconds"):
            dataclasses.replace(election.manifest, opens=wrong)


def test_plurality_contest_of_many_candidates_stands_alone(election: MadeUpElection) -> None:
    many = contest("treasurer", 11, limit=1, ranked=False)
    contests = (election.manifest.contests[0], many, election.manifest.contests[2])
    with pytest.raises(Malformed, match="a group of its own"):
        dataclasses.replace(election.manifest, contests=contests)


def test_least_pad_len_holds_the_longest_ballot_and_no_more() -> None:
    for candidates in (30, 66, 67, 68, 90, 122):
        ballot = contest("delegates", candidates, limit=candidates, ranked=False)
        pad_len = least_pad_len([ballot], [Group(1, ("delegates",), b"", 1)])
        longest = {"delegates": list(range(1, candidates + 1))}
        assert len(pad_payload(longest, [ballot], pad_len)) == pad_len
        with pytest.raises(Malformed, match="padding"):
            pad_payload(longest, [ballot], pad_len - 256)


def test_group_and_its_contests_are_found_by_id(election: MadeUpElection) -> None:
    manifest = election.manifest
    assert [each.id for each in manifest.contests_of(1)] == ["president", "treasurer"]
    assert manifest.issuer_key(2).n == election.issuers[2].public_numbers.n
    with pytest.raises(Malformed, match="no group 3"):
        manifest.group(3)
