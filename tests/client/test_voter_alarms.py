"""What the voter meets with an alarm: lies of the registrar and of the ballot box."""

import os
from collections.abc import Callable

import httpx
import pytest
from rehearsal.made_up import make_election

from app.core.secrecy.board import tree_hash
from app.core.secrecy.encoding import from_base64url, to_base64url
from app.core.secrecy.entries import Entry
from app.core.secrecy.issue import issue_answer
from app.core.secrecy.notes import Checkpoint, origin_of
from tests.client.tabs import Browsers, Stopped, asked_for_tokens, voted
from tests.lines import House


def test_key_that_stood_in_another_election_is_an_alarm(house: House, browsers: Browsers) -> None:
    asked_for_tokens(browsers.tab("phone"))
    house.election = make_election(os.urandom)  # its issuer keys are the same
    browsers.tab("laptop")
    with pytest.raises(Stopped, match="another election") as stopped:
        browsers.tab("phone")
    assert stopped.value.kind == "Alarm"


def test_signature_by_another_key_is_an_alarm(house: House, browsers: Browsers) -> None:
    house.registrar.swap = 1
    with pytest.raises(Stopped, match="registrar's answer is not right") as stopped:
        asked_for_tokens(browsers.tab("phone"))
    assert stopped.value.kind == "Alarm"


def test_answer_of_the_registrar_for_other_groups_is_an_alarm(browsers: Browsers) -> None:
    browsers.registrar = lambda _: httpx.Response(200, content=issue_answer({1: bytes(384)}))
    with pytest.raises(Stopped, match="other groups"):
        asked_for_tokens(browsers.tab("phone"))


def forged(answer: httpx.Response) -> httpx.Response:
    receipt = from_base64url(answer.text)
    return httpx.Response(200, text=to_base64url(receipt[:-1] + bytes([receipt[-1] ^ 1])))


def falsely_spent(answer: httpx.Response) -> httpx.Response:
    body = {"leaf_hash": bytes(32), "outer_sha256": bytes(32), "ballot_sig": bytes(64)}
    return httpx.Response(409, json={name: to_base64url(raw) for name, raw in body.items()})


@pytest.mark.parametrize(("bend", "says"), [(forged, "signature"), (falsely_spent, "falsely")])
def test_false_answer_of_the_box_is_an_alarm(
    house: House,
    browsers: Browsers,
    bend: Callable[[httpx.Response], httpx.Response],
    says: str,
) -> None:
    tab = browsers.tab("phone")
    asked_for_tokens(tab)
    house.bend["/cast"] = bend
    with pytest.raises(Stopped, match=says) as stopped:
        tab.vote()
    assert stopped.value.kind == "Alarm"
    assert tab.receipts == {}


def test_own_entry_called_spent_is_an_alarm(house: House, browsers: Browsers) -> None:
    tab = browsers.tab("phone")
    asked_for_tokens(tab)

    def spent(answer: httpx.Response) -> httpx.Response:
        posted = next(each for each in reversed(browsers.requests) if each["path"] == "/cast")
        raw = from_base64url(bytes.fromhex(posted["body"]).decode())
        entry = Entry.parse(raw, house.election.manifest.pad_len)
        body = (entry.leaf_hash, entry.outer_sha256, entry.ballot_sig)
        names = ("leaf_hash", "outer_sha256", "ballot_sig")
        return httpx.Response(
            409,
            json={name: to_base64url(each) for name, each in zip(names, body, strict=True)},
        )

    house.bend["/cast"] = spent
    with pytest.raises(Stopped, match="no receipt for another ballot"):
        tab.vote()


@pytest.mark.parametrize(("cut", "says"), [(32, "root"), (31, "whole number")])
def test_board_without_a_receipted_ballot_is_an_alarm(
    house: House, browsers: Browsers, cut: int, says: str
) -> None:
    tab = voted(browsers.tab("phone"))
    house.close()
    house.bend["/leaves"] = lambda answer: httpx.Response(200, content=answer.content[cut:])
    with pytest.raises(Stopped, match=says) as stopped:
        tab.act("proveInclusion")
    assert stopped.value.kind == "Alarm"


def test_ballot_that_was_receipted_and_left_out_of_a_signed_board_is_an_alarm(
    house: House, browsers: Browsers
) -> None:
    tab, leaf = voted(browsers.tab("phone")), os.urandom(32)
    m, box_sk = house.election.manifest, house.election.box_sk
    house.close()
    note = Checkpoint(origin_of(m.election_id), 1, tree_hash([leaf])).signed(box_sk)
    house.bend["/leaves"] = lambda _: httpx.Response(200, content=leaf)
    house.bend["/checkpoints"] = lambda _: httpx.Response(200, content=note.encode())
    with pytest.raises(Stopped, match="a ballot with a receipt is not on it"):
        tab.act("proveInclusion")


def test_board_that_paper_joins_between_two_answers_is_no_alarm(
    house: House, browsers: Browsers
) -> None:
    tab = voted(browsers.tab("phone"))
    house.close()
    asked = house.join_paper_after("/leaves")
    tab.act("proveInclusion")
    assert len(asked) == 2
