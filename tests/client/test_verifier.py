"""The verifier of the browser against `tellers verify`: the same checks, verdicts and sentences."""

import os
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from rehearsal.held import DICE, Held, cast_ballots, hold, key_paper, make_counted_election
from rehearsal.lying import misread, resigned, set_in
from rehearsal.poll import Poll
from rehearsal.tampering import mutations

from app.core.secrecy import ed25519
from app.core.secrecy.amendments import draft
from app.core.secrecy.answers import sign_receipt
from app.core.secrecy.archive import read_archive
from app.core.secrecy.encoding import canonical
from app.core.secrecy.notes import Witness
from app.core.secrecy.verify import CHECKS
from tests.client.engines import Client, Refused, in_node
from tests.client.verifying import Line, by_core, by_page
from tests.core.secrecy import test_verify_lies, test_verify_results

LIES = {**test_verify_lies.LIES, **test_verify_results.LIES}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """In Node; tests/browser/test_verifier_page.py has the page in Chromium."""
    with in_node() as asked:
        yield asked


@pytest.fixture(scope="module")
def poll() -> Poll:
    return Poll(make_counted_election(os.urandom), os.urandom)


@pytest.fixture(scope="module")
def held(poll: Poll) -> Held:
    return hold(poll.election, cast_ballots(poll))


@pytest.fixture(scope="module")
def diced(poll: Poll) -> Held:
    return hold(poll.election, cast_ballots(poll), dice=DICE)


def test_untouched_bundles_come_to_the_same(client: Client, held: Held, diced: Held) -> None:
    for bundle in (held.bundle, diced.bundle):
        found = by_page(client, bundle)
        assert found == by_core(bundle)
        assert [name for name, *_ in found] == [name for name, _ in CHECKS]
        assert {verdict for _, verdict, _ in found} == {"verified", "not performed"}


@pytest.mark.parametrize("name", LIES)
def test_lie_of_the_registrar_comes_to_the_same(client: Client, held: Held, name: str) -> None:
    lie, _ = LIES[name]
    bundle = lie(held)
    assert by_page(client, bundle) == by_core(bundle)


def test_paper_amendments_and_receipts_come_to_the_same(client: Client, poll: Poll) -> None:
    election, officers = poll.election, poll.election.officers_sk
    paper = hold(election, cast_ballots(poll), dice=DICE, paper=[key_paper(poll, os.urandom)])
    alone = canonical(key_paper(poll, os.urandom, clerks=1).signed.as_json())
    amended = draft(election.manifest, 1, "recount", eligible=[{"group_id": 1, "eligible": 41}])
    for officer in officers:
        amended = amended.signed(officer)
    receipt = sign_receipt(election.box_sk, election.manifest.hash, paper.board[3].leaf_hash)
    for bundle in (
        paper.bundle,
        resigned(paper, **{"paper/1.json": alone}),
        resigned(paper, **{"paper/1.json": None}),
        resigned(paper, **{"amendments.jsonl": amended.canonical() + b"\n"}),
    ):
        assert by_page(client, bundle) == by_core(bundle)
    for own in (receipt, receipt[:-1] + b"\0"):
        core = by_core(paper.bundle, own)
        assert by_page(client, paper.bundle, own) == core


def test_malformed_ballots_and_close_margins_come_to_the_same(client: Client, poll: Poll) -> None:
    for group in (2, 3):
        empty = poll.of_inner(group, bytes(poll.inner_length))
        shut = poll.of_outer(group, lambda _: bytes(poll.outer_length))
        bundle = hold(poll.election, [*cast_ballots(poll), empty, shut], dice=DICE).bundle
        found = by_core(bundle)
        assert by_page(client, bundle) == found
        verdicts = {name: verdict for name, verdict, _ in found}
        assert verdicts["malformed ballots"] == ("verified" if group == 2 else "not proven")


def test_forged_signatures_and_absent_witnesses_come_to_the_same(
    client: Client, poll: Poll
) -> None:
    cast = cast_ballots(poll)
    token = replace(cast[0], token_sig=cast[1].token_sig)
    ballot = replace(cast[0], ballot_sig=cast[1].ballot_sig)
    for first in (token, ballot):
        bundle = hold(poll.election, [first, *cast[1:]]).bundle
        assert by_page(client, bundle) == by_core(bundle)
    witness = Witness("observer.example", ed25519.public_of(bytes(32)))
    manifest = replace(poll.election.manifest, witnesses=(witness.verifier_key,))
    election = replace(poll.election, manifest=manifest)
    alone = hold(election, cast_ballots(Poll(election, os.urandom))).bundle
    assert by_page(client, alone) == by_core(alone)


def test_empty_election_comes_to_the_same(client: Client, poll: Poll) -> None:
    bundle = hold(poll.election, []).bundle
    assert by_page(client, bundle) == by_core(bundle)


def verdicts_of(lines: list[Line]) -> list[Line]:
    return [line[:2] for line in lines]


def test_signed_json_of_any_other_shape_comes_to_the_same(client: Client, diced: Held) -> None:
    """The verdicts; how a parser words what it cannot read is its own."""
    chance = random.Random(5)
    for _ in range(60):
        bundle = misread(diced, chance)
        found = by_page(client, bundle)
        assert verdicts_of(found) == verdicts_of(by_core(bundle))


@pytest.mark.parametrize("place", ["client_sha256", "election_id", "box_spki", "A"])
def test_manifest_with_bytes_of_another_length_is_refused_alike(
    client: Client, diced: Held, place: str
) -> None:
    bundle = set_in("manifest.json", place, to="AA")(diced)
    assert verdicts_of(by_page(client, bundle)) == verdicts_of(by_core(bundle))
    assert by_page(client, bundle)[0][1] == "refused"


def test_bundle_changed_in_structure_is_stopped(client: Client, diced: Held) -> None:
    changed = mutations(diced.bundle, diced.election.registrar_sk, random.Random(6))
    for _ in range(60):
        kind, bundle = next(changed)
        try:
            verdicts = {verdict for _, verdict, _ in by_page(client, bundle)}
        except Refused:
            continue  # the archive itself
        assert verdicts & {"refused", "not proven"}, kind


def test_share_is_written_in_two_digits_as_python_writes_it(client: Client) -> None:
    shares = [0.75**altered for altered in range(400)] + [0.0, 0.1, 0.095, 0.0001, 0.00001]
    assert client("inTwoDigits", shares=shares) == [f"{share:.2g}" for share in shares]


def test_results_of_the_bundle_hold_what_seats_take(held: Held) -> None:
    """A control: there is a successor, a seat of office, a tie and a convention to compare."""
    results = read_archive(held.bundle)["results.json"].decode()
    for part in ('"how":"succession"', '"how":"ex officio"', '"settled_by":"alphabet"'):
        assert part in results
    assert '"delegates":[{' in results
