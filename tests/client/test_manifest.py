"""What the browser refuses in a manifest, as the core does, and in choices, in either engine."""

import json
from typing import Any

import pytest
from rehearsal.made_up import MadeUpElection

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import Malformed, canonical, from_base64url, to_base64url
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.notes import Witness
from tests.client.engines import Client, Refused

WITNESS = Witness("observer.example", ed25519.public_of(bytes(32)))

MANIFEST_FAULTS: list[tuple[Any, str]] = [
    (lambda m: m.pop("title"), "the manifest lacks title"),
    (lambda m: m.update(extra=1), "'extra', which does not belong"),
    (lambda m: m.update(version="tellers/2"), "version is not tellers/1"),
    (lambda m: m.update(purpose="poll"), "neither election nor rehearsal"),
    (lambda m: m.update(election_id=to_base64url(bytes(15))), "15 bytes, not 16"),
    (lambda m: m.update(t=5), "2 <= t < n"),
    (lambda m: m.update(pad_len=512), "pad_len is not the least"),
    (lambda m: m.update(opens="2028-02-30T08:00:00Z"), "must be a time like"),
    (lambda m: m.update(opens="2029-03-28T08:00:00Z"), "opens < closes_issue"),
    (lambda m: m.update(A=to_base64url(bytes(32))), "A is an X25519 key of small order"),
    (lambda m: m.update(A=m["B"]), "the keys of the manifest must differ"),
    (lambda m: m.update(box_spki=to_base64url(bytes(44))), "box_spki is not the DER SPKI"),
    (lambda m: m["contests"].pop(), "exactly one group"),
    (lambda m: m["contests"][1].update(limit=4), "contests[1] must be an integer from 1 to 3"),
    (lambda m: m["contests"][1].update(ranked=1), "contests[1] must be true or false"),
    (lambda m: m["contests"][1].update(candidates=["a", "a"]), "names one twice"),
    (lambda m: m["groups"].reverse(), "not in ascending order"),
    (lambda m: m["groups"][0]["contests"].append("delegates"), "exactly one group"),
    (lambda m: m["groups"][0].update(contests=[]), "every group a contest"),
    (
        lambda m: m["contests"][1].update(candidates=list("abcdefghijk")),
        "a group of its own",
    ),
    (
        lambda m: m["groups"][0].update(issuer_spki=m["groups"][1]["issuer_spki"]),
        "the keys of the manifest must differ",
    ),
    (lambda m: m["groups"][0].update(issuer_spki="AAAA"), "issuer key is not the DER SPKI"),
    (lambda m: m["officers"].append(m["officers"][0]), "keys of box, registrar and officers"),
    (
        lambda m: m.update(officers=[to_base64url(from_base64url(m["box_spki"])[-32:])]),
        "keys of box, registrar and officers",
    ),
    (lambda m: m.update(registrar_spki=m["box_spki"]), "keys of box, registrar and officers"),
    (lambda m: m.update(witnesses=["nonsense"]), "not a C2SP verifier key"),
    (
        lambda m: m.update(witnesses=[f"another.{WITNESS.verifier_key}"]),
        "key id is not that of its name and key",
    ),
]


@pytest.mark.parametrize(("edit", "says"), MANIFEST_FAULTS)
def test_manifest_with_one_fault_names_it(
    client: Client, election: MadeUpElection, edit: Any, says: str
) -> None:
    value = json.loads(election.manifest.canonical())
    edit(value)
    with pytest.raises(Refused) as refusal:
        client("manifest", raw=canonical(value))
    assert says in str(refusal.value)
    with pytest.raises(Malformed):
        Manifest.parse(canonical(value))


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"president": [1]}, "lack the contest treasurer"),
        ({"president": [1], "treasurer": [1], "delegates": []}, "not on this ballot"),
        ({"president": [5], "treasurer": []}, "names no candidate"),
        ({"president": [0], "treasurer": []}, "names no candidate"),
        ({"president": [1.5], "treasurer": []}, "names no candidate"),
        ({"president": [2, 2], "treasurer": []}, "named twice"),
        ({"president": [], "treasurer": [1, 2]}, "more than 1"),
    ],
)
def test_choices_that_no_ballot_holds_are_refused(
    client: Client, election: MadeUpElection, choices: dict[str, Any], says: str
) -> None:
    manifest = election.manifest.canonical()
    with pytest.raises(Refused, match=says):
        client("padPayload", choices=choices, manifest=manifest, groupId=1)
    with pytest.raises(Refused, match="not ascending"):
        client("padPayload", choices={"delegates": [2, 1]}, manifest=manifest, groupId=2)
