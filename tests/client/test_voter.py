"""The browser's voter against a ballot box of ours and a registrar that only signs."""

import json
from collections.abc import Callable

import httpx
import pytest

from app.core.secrecy import envelopes
from app.core.secrecy.encoding import from_base64url
from app.core.secrecy.entries import Entry, entry_length
from app.core.secrecy.payloads import read_payload
from app.core.secrecy.shares import opening_keys
from tests.client.tabs import Browsers, Stopped, Tab, asked_for_tokens, voted
from tests.lines import House, Registrar


def found_by_the_trustees(house: House, entry: Entry) -> object:
    m = house.election.manifest
    keys = opening_keys(house.election.secret, m.election_id)
    info = envelopes.outer_info(m.hash, entry.group_id, entry.token_pk)
    outer = envelopes.open_outer(keys.a_secret, info, entry.outer)
    assert isinstance(outer, tuple)
    info = envelopes.inner_info(m.hash, entry.group_id)
    inner = envelopes.open_inner(keys.b_secret, info, outer[1])
    assert isinstance(inner, tuple)
    return read_payload(inner[1], m.contests_of(entry.group_id), m.pad_len)


def test_voter_votes_and_the_trustees_find_her_choices(house: House, browsers: Browsers) -> None:
    tab = browsers.tab("phone")
    assert tab.seen(channel=None)["standing"] == "new"
    voted(tab)
    assert tab.seen()["standing"] == "done"
    board = house.close()
    tab.act("proveInclusion")
    assert [found_by_the_trustees(house, entry) for entry in board] == [
        {"president": (3, 1), "treasurer": (2,)},
        {"delegates": (2, 5, 9)},
    ]
    tab.act("forget")
    assert set(browsers.stored("phone")) == {"tellers/1|keys"}


def test_requests_to_the_box_are_plain_nameless_and_of_one_length(browsers: Browsers) -> None:
    voted(browsers.tab("phone"))
    tab = browsers.tab("other", label="two")
    tab.act("start")
    tab.act("status", 1)
    to_box = [each for each in browsers.requests if each["to"] == "box"]
    assert {each["path"] for each in to_box} == {"/cast", "/status"}
    for each in browsers.requests:
        assert each["how"] == {
            "credentials": "omit",
            "referrerPolicy": "no-referrer",
            "cache": "no-store",
            "redirect": "error",
        }
    assert all(each["headers"] == {"Content-Type": "text/plain"} for each in to_box)
    assert len({len(each["body"]) for each in to_box if each["path"] == "/cast"}) == 1


def test_nothing_kept_could_show_a_choice(house: House, browsers: Browsers) -> None:
    tab = browsers.tab("phone")
    tab.act("start")
    tab.act("issue")
    sealed = tab.seal(1)
    assert len(sealed["ephA"]) == len(sealed["ephB"]) == 64
    tab.vote()
    name = next(each for each in browsers.stored("phone") if each != "tellers/1|keys")
    kept = json.loads(browsers.stored("phone")[name])
    assert set(kept) == {"manifestHash", "seed", "tokenSigs", "entries", "receipts"}
    length = entry_length(house.election.manifest.pad_len)
    assert {len(from_base64url(each)) for each in kept["entries"].values()} == {length}


def kept_the_seed(tab: Tab) -> None:
    tab.act("start")


def sealed_a_ballot(tab: Tab) -> None:
    asked_for_tokens(tab)
    tab.seal(1)


def cast_in_every_group(tab: Tab) -> None:
    voted(tab)


STEPS = [kept_the_seed, asked_for_tokens, sealed_a_ballot, cast_in_every_group]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("by_code", [False, True])
def test_voter_whose_tab_is_closed_at_any_step_resumes_to_exactly_one_ballot(
    house: House, browsers: Browsers, step: Callable[[Tab], None], *, by_code: bool
) -> None:
    first = browsers.tab("phone")
    step(first)
    second = browsers.tab("laptop" if by_code else "phone")
    if by_code:
        assert second.seen()["standing"] == "elsewhere"
        second.act("takeUp", first.act("code").lower().replace("-", " "))
    second.act("resume")
    if second.seen()["unmarked"]:
        second.vote()
    assert second.receipts.keys() == {1, 2}
    assert first.receipts.items() <= second.receipts.items()
    assert len(house.close()) == 2
    second.act("proveInclusion")


@pytest.mark.parametrize("lost", [1, 2, 5])
def test_voter_whose_answers_are_lost_repeats_the_same_entry_and_says_so(
    house: House, browsers: Browsers, lost: int
) -> None:
    tab = browsers.tab("phone")
    asked_for_tokens(tab)
    house.lose_answers = lost
    tab.vote()
    assert tab.seen()["silences"] == lost
    casts = [each["body"] for each in browsers.requests if each["path"] == "/cast"]
    assert len(casts) == 2 + lost
    assert len(set(casts)) == 2
    assert len(house.close()) == 2


def test_voter_killed_after_the_box_stored_posts_the_kept_entry_again(
    house: House, browsers: Browsers
) -> None:
    tab = browsers.tab("phone")
    asked_for_tokens(tab)
    house.bend["/cast"] = lambda _: httpx.Response(500, json={"detail": "broken"})
    with pytest.raises(Stopped, match="broken"):
        tab.vote()
    house.bend.clear()
    again = browsers.tab("phone")
    assert again.seen()["standing"] == "casting"
    again.act("post")
    assert again.seen()["standing"] == "done"
    assert len(house.close()) == 2


def test_two_members_on_one_browser_both_vote(house: House, browsers: Browsers) -> None:
    other = Registrar(house.election)
    ann = browsers.tab("shared", label="ann")
    asked_for_tokens(ann)
    browsers.registrar = other
    bob = browsers.tab("shared", label="bob")
    assert bob.seen(channel=None)["standing"] == "new"
    voted(bob)
    browsers.registrar = house.registrar
    again = browsers.tab("shared", label="ann")
    again.act("resume")
    again.vote()
    assert not again.seen()["castElsewhere"]
    assert len({*again.receipts.values(), *bob.receipts.values()}) == 4
    assert len(house.close()) == 4


def test_voter_with_a_second_entry_learns_that_another_was_cast(
    house: House, browsers: Browsers
) -> None:
    first, second = browsers.tab("phone"), browsers.tab("laptop")
    asked_for_tokens(first)
    second.act("takeUp", first.act("code"))
    second.act("issue")
    first.vote()
    second.vote()
    assert second.seen()["castElsewhere"]
    assert second.receipts == first.receipts
    assert len(house.close()) == 2


def test_second_seed_of_a_member_is_refused_a_ballot(browsers: Browsers) -> None:
    asked_for_tokens(browsers.tab("phone"))
    with pytest.raises(Stopped, match="issued already") as refused:
        asked_for_tokens(browsers.tab("laptop"))
    assert (refused.value.kind, refused.value.status) == ("Refused", 409)


def test_voter_after_the_close_is_told_so(house: House, browsers: Browsers) -> None:
    tab = browsers.tab("phone")
    asked_for_tokens(tab)
    house.close()
    with pytest.raises(Stopped, match="voting closed") as refused:
        tab.vote()
    assert refused.value.status == 410


def test_voter_who_lost_the_answer_at_the_close_still_gets_the_receipt(
    house: House, browsers: Browsers
) -> None:
    tab = browsers.tab("phone")
    asked_for_tokens(tab)

    def closing(_: httpx.Response) -> httpx.Response:
        house.bend.clear()
        house.close()
        raise httpx.ReadError("the line was cut after the box had stored, and then it closed")

    house.bend["/cast"] = closing
    with pytest.raises(Stopped, match="voting closed"):
        tab.vote()  # group 1 was stored, group 2 came too late
    assert tab.receipts.keys() == {1}


def test_code_of_another_election_or_mistyped_is_refused(browsers: Browsers) -> None:
    tab = browsers.tab("phone")
    with pytest.raises(Stopped, match="mistyped") as refused:
        tab.act("takeUp", "000G-40R4-0M30-E209-185G-R38E-1ZW4-J5X3")
    assert refused.value.kind == "Malformed"
    assert tab.seen()["standing"] == "elsewhere"


def test_sealing_twice_gives_other_bytes_and_codes(browsers: Browsers) -> None:
    tab = browsers.tab("phone")
    asked_for_tokens(tab)
    one, other = tab.seal(1), tab.seal(1)
    assert all(one[name] != other[name] for name in ("outer", "auditCode", "ephA", "ephB"))


def test_ballot_is_cast_in_every_group_or_in_none(browsers: Browsers) -> None:
    tab = browsers.tab("phone")
    asked_for_tokens(tab)
    for sealed in ([], [tab.seal(1)], [tab.seal(1), tab.seal(1)]):
        with pytest.raises(Stopped, match="one sealed ballot is cast in each group"):
            tab.act("cast", sealed)
    assert tab.seen()["unmarked"] == [1, 2]
