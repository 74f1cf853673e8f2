"""The reference client against a ballot box of ours and a registrar that only signs."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from rehearsal.client import Alarm, AlreadyCast, Client, check_manifest
from rehearsal.made_up import make_election
from rehearsal.patience import Refused, Unreachable

from app.core.secrecy import envelopes
from app.core.secrecy.encoding import from_base64url, to_base64url
from app.core.secrecy.entries import Entry
from app.core.secrecy.issue import issue_answer
from app.core.secrecy.payloads import read_payload
from app.core.secrecy.shares import opening_keys
from app.core.secrecy.tokens import seed_of_code
from tests.lines import CHOICES, House, Registrar, line, opened_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened_house(tmp_path / "box") as opened:
        yield opened


def opened(house: House, entry: Entry) -> object:
    """What the trustees find in an entry."""
    m, keys = (
        house.election.manifest,
        opening_keys(house.election.secret, house.election.manifest.election_id),
    )
    info = envelopes.outer_info(m.hash, entry.group_id, entry.token_pk)
    outer = envelopes.open_outer(keys.a_secret, info, entry.outer)
    assert isinstance(outer, tuple)
    inner = envelopes.open_inner(
        keys.b_secret, envelopes.inner_info(m.hash, entry.group_id), outer[1]
    )
    assert isinstance(inner, tuple)
    return read_payload(inner[1], m.contests_of(entry.group_id), m.pad_len)


def test_client_votes_and_the_trustees_find_its_choices(house: House) -> None:
    client = house.client()
    receipts = client.vote()
    assert receipts.keys() == {1, 2}
    board = house.close()
    client.prove_inclusion()
    assert [opened(house, entry) for entry in board] == [
        {"president": (3, 1), "treasurer": (2,)},
        {"delegates": (2, 5, 9)},
    ]


@pytest.mark.parametrize("lost", [1, 2, 5])
def test_client_whose_answers_are_lost_repeats_the_same_entry(house: House, lost: int) -> None:
    client = house.client()
    client.issue()
    house.lose_answers = lost
    for group_id in CHOICES:
        client.cast(group_id)
    assert len(house.close()) == 2
    client.prove_inclusion()


def test_client_that_hears_nothing_says_that_it_has_no_receipt(house: House) -> None:
    client = house.client()
    client.issue()
    house.lose_answers = 1000
    with pytest.raises(Unreachable, match="no receipt yet"):
        client.cast(1)
    assert client.receipts == {}
    house.lose_answers = 0
    assert client.cast(1) == client.status(1)


def kept_the_seed(client: Client) -> None:
    assert client.code


def asked_for_tokens(client: Client) -> None:
    client.issue()


def sealed_a_ballot(client: Client) -> None:
    client.issue()
    client.seal(1)


def cast_in_one_group(client: Client) -> None:
    client.issue()
    client.cast(1)


def cast_in_every_group(client: Client) -> None:
    client.vote()


STEPS = [kept_the_seed, asked_for_tokens, sealed_a_ballot, cast_in_one_group, cast_in_every_group]


@pytest.mark.parametrize("step", STEPS)
def test_client_killed_at_any_step_resumes_by_its_code_on_another_device(
    house: House, step: Callable[[Client], None]
) -> None:
    first = house.client()
    step(first)
    code = first.code.lower().replace("-", " ")
    second = house.client(seed_of_code(code, house.election.manifest.hash))
    receipts = second.resume()
    assert receipts.keys() == {1, 2}
    assert first.receipts.items() <= receipts.items()
    assert len(house.close()) == 2
    second.prove_inclusion()


def test_client_with_a_second_entry_learns_what_its_token_was_spent_on(house: House) -> None:
    first = house.client()
    first.vote()
    second = house.client(first.seed)
    second.issue()
    with pytest.raises(AlreadyCast) as spent:
        second.cast(1)
    assert spent.value.receipt == first.receipts[1]
    assert len(house.close()) == 2


def test_second_seed_of_a_member_is_refused_a_ballot(house: House) -> None:
    house.client().issue()
    with pytest.raises(Refused, match="issued already") as refused:
        house.client().issue()
    assert refused.value.status == 409


def test_client_after_the_close_is_told_so(house: House) -> None:
    client = house.client()
    client.issue()
    house.close()
    with pytest.raises(Refused, match="voting closed") as refused:
        client.cast(1)
    assert refused.value.status == 410
    assert client.status(1) is None


def test_sealing_twice_gives_other_bytes_and_codes(house: House) -> None:
    client = house.client()
    client.issue()
    one, other = client.seal(1), client.seal(1)
    assert one.outer != other.outer
    assert one.audit_code != other.audit_code


def test_manifest_that_was_not_printed_is_an_alarm(house: House) -> None:
    raw, printed = house.election.manifest.canonical(), house.election.manifest.hash
    known: dict[bytes, bytes] = {}
    assert check_manifest(raw, printed, known) == house.election.manifest
    assert check_manifest(raw, printed, known) == house.election.manifest
    with pytest.raises(Alarm, match="printed"):
        check_manifest(raw, bytes(32), {})
    with pytest.raises(Alarm, match="not right"):
        check_manifest(raw + b"\n", printed, {})


def test_manifest_with_a_key_of_another_election_is_an_alarm(house: House) -> None:
    other = make_election(os.urandom).manifest  # its issuer keys are the same
    known: dict[bytes, bytes] = {}
    check_manifest(house.election.manifest.canonical(), house.election.manifest.hash, known)
    with pytest.raises(Alarm, match="another election"):
        check_manifest(other.canonical(), other.hash, known)


def test_signature_by_another_key_is_an_alarm(house: House) -> None:
    house.registrar.swap = 1
    client = house.client()
    with pytest.raises(Alarm, match="answer is not right"):
        client.issue()


def test_answer_of_the_registrar_for_other_groups_is_an_alarm(house: House) -> None:
    client = house.client()
    client.registrar = line(lambda _: httpx.Response(200, content=issue_answer({1: bytes(384)})))
    with pytest.raises(Alarm, match="other groups"):
        client.issue()


def forged(answer: httpx.Response) -> httpx.Response:
    receipt = from_base64url(answer.text)
    return httpx.Response(200, text=to_base64url(receipt[:-1] + bytes([receipt[-1] ^ 1])))


def falsely_spent(answer: httpx.Response) -> httpx.Response:
    names = ("leaf_hash", "outer_sha256"), ("ballot_sig",)
    body = {name: to_base64url(bytes(32)) for name in names[0]}
    return httpx.Response(409, json=body | {names[1][0]: to_base64url(bytes(64))})


@pytest.mark.parametrize(("bend", "says"), [(forged, "signature"), (falsely_spent, "falsely")])
def test_false_answer_of_the_box_is_an_alarm(
    house: House, bend: Callable[[httpx.Response], httpx.Response], says: str
) -> None:
    client = house.client()
    client.issue()
    house.bend["/cast"] = bend
    with pytest.raises(Alarm, match=says):
        client.cast(1)
    assert client.receipts == {}


def test_token_said_to_be_spent_on_what_has_no_receipt_is_an_alarm(house: House) -> None:
    client = house.client()
    client.issue()
    client.cast(1)
    spent = {
        "leaf_hash": to_base64url(client.entries[1].leaf_hash),
        "outer_sha256": to_base64url(client.entries[1].outer_sha256),
        "ballot_sig": to_base64url(client.entries[1].ballot_sig),
    }
    house.bend["/cast"] = lambda _: httpx.Response(409, json=spent)
    with pytest.raises(Alarm, match="gives no receipt"):
        client.cast(1)


def test_board_without_a_receipted_ballot_is_an_alarm(house: House) -> None:
    mine, other = (
        house.client(),
        House(house.election, Registrar(house.election), house.box, house.clock).client(),
    )
    mine.vote()
    other.vote()
    house.close()
    length = house.election.manifest.pad_len + 674
    house.bend["/board"] = lambda answer: httpx.Response(200, content=answer.content[length:])
    with pytest.raises(Alarm, match="root"):
        mine.prove_inclusion()
    house.bend.clear()
    mine.receipts[1] = bytes(96)
    with pytest.raises(Alarm, match="a ballot with a receipt is not on it"):
        mine.prove_inclusion()


def test_board_that_paper_joins_between_two_answers_is_asked_for_again(house: House) -> None:
    client = house.client()
    client.vote()
    house.close()
    asked = house.join_paper_after("/board")
    client.prove_inclusion()
    assert len(asked) == 2


def test_client_imports_no_code_of_registrar_or_box() -> None:
    source = Path(__file__).parents[2] / "scripts/rehearsal/client.py"
    imports = [each for each in source.read_text().splitlines() if "app." in each]
    assert imports
    assert all(each.startswith("from app.core.secrecy") for each in imports)
