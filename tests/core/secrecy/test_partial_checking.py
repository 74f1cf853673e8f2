import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from random import Random

import pytest
from rehearsal.forging import Forger, open_poll, other_ballot, roll
from rehearsal.held import DICE
from rehearsal.poll import Poll, board_of

from app.core.secrecy.encoding import Malformed, canonical, to_base64url
from app.core.secrecy.entries import Entry
from app.core.secrecy.envelopes import inner_info, outer_info, seal_inner, seal_outer
from app.core.secrecy.opened import Opened, OpenedGroup
from app.core.secrecy.opening import Opening, open_board
from app.core.secrecy.opening_checks import check_opened
from app.core.secrecy.partial_checking import (
    FEWEST,
    Answer,
    asks_for_plain,
    coin,
    read_answers,
    write_answers,
)
from app.core.secrecy.partial_checks import check_once
from app.core.secrecy.shares import opening_keys

VOTERS = 30


@pytest.fixture(scope="module")
def many(poll: Poll) -> list[Entry]:
    """Thirty ballots of group 2, twenty of them equal, one that opens to nothing; a few of 1."""
    marks = [[1] if at % 3 else [2 + at // 3] for at in range(VOTERS)]
    votes = [poll.entry(2, {"delegates": each}) for each in marks]
    empty = poll.of_inner(2, os.urandom(poll.inner_length))
    few = [poll.entry(1, {"president": [1], "treasurer": []}) for _ in range(FEWEST - 1)]
    return board_of(*votes, empty, *few)


@pytest.fixture(scope="module")
def opening(poll: Poll, many: list[Entry]) -> Opening:
    manifest = poll.election.manifest
    return open_board(manifest, many, opening_keys(poll.election.secret, manifest.election_id))


@pytest.fixture(scope="module")
def answered(opening: Opening) -> Opened:
    return opening.answer(DICE)


def test_answers_to_the_dice_pass_their_checks(
    poll: Poll, many: list[Entry], answered: Opened
) -> None:
    check_opened(poll.election.manifest, many, answered)


def test_answers_read_back_as_they_were(poll: Poll, answered: Opened) -> None:
    assert Opened.parse(answered.canonical(), poll.election.manifest) == answered
    answers = answered.groups[1].answers
    assert read_answers(write_answers(answers), "rpc/2.jsonl") == answers


def test_groups_of_fewer_than_twenty_have_no_answers(answered: Opened) -> None:
    few, many = answered.groups
    assert (few.answers, few.links) == ((), ())
    assert (few.cast, many.cast) == (FEWEST - 1, VOTERS + 1)


def test_coin_and_bits_are_the_protocols() -> None:
    tossed = coin(bytes(32), 2, DICE)
    assert tossed == sha256(b"tellers/1|coin|" + bytes(32) + b"\0\2" + DICE.encode()).digest()
    for index in (0, 7, 8, 255, 256, 70_000):
        block = sha256(tossed + (index // 256).to_bytes(4, "big")).digest()
        bit = block[(index % 256) // 8] // 2 ** (index % 8) % 2
        assert asks_for_plain(tossed, index) == bool(bit)


def test_each_well_formed_layer_answers_with_one_side_and_no_place_answers_twice(
    poll: Poll, many: list[Entry], answered: Opened
) -> None:
    """Sealed again by hand, as anybody with the bundle can."""
    manifest, group = poll.election.manifest, answered.groups[1]
    spoiled = {record.index for record in group.malformed}
    asked = [index for index in range(len(group.middle)) if index not in spoiled]
    assert len(asked) == len(group.answers) == VOTERS
    tossed = coin(answered.published.H, 2, DICE)
    for index, answer in zip(asked, group.answers, strict=True):
        if asks_for_plain(tossed, index):
            info, plain = inner_info(manifest.hash, 2), group.plain[answer.index]
            assert seal_inner(manifest.B, info, plain, answer.eph) == group.middle[index]
        else:
            entry = many[answer.index]
            info = outer_info(manifest.hash, 2, entry.token_pk)
            assert seal_outer(manifest.A, info, group.middle[index], answer.eph) == entry.outer
    for on_board in (True, False):
        places = [each.index for each in group.answers if each.on_board is on_board]
        assert len(set(places)) == len(places) > 0


def test_no_secret_of_the_side_that_stays_shut_is_told(opening: Opening, answered: Opened) -> None:
    """Neither in opened.json nor, by any roll, for both sides of one ballot."""
    told = answered.canonical()
    for sides, answer in zip(opening.sides[2], answered.groups[1].answers, strict=True):
        shown, shut = (sides.eph_a, sides.eph_b) if answer.on_board else (sides.eph_b, sides.eph_a)
        assert to_base64url(shown).encode() in told
        assert to_base64url(shut).encode() not in told


def test_places_of_equal_ballots_do_not_follow_the_order_of_the_middle(opening: Opening) -> None:
    """If they did, two that are shown would tell how many between them are equal to them."""
    plain = opening.opened.groups[1].plain
    block = max(set(plain), key=plain.count)
    places = [side.plain for side in opening.sides[2] if plain[side.plain] == block]
    assert len(places) == VOTERS * 2 // 3
    assert places != sorted(places)


def with_answers(opened: Opened, change: Callable[[OpenedGroup], OpenedGroup]) -> Opened:
    first, second = opened.groups
    return replace(opened, groups=(first, change(second)))


def other_eph(group: OpenedGroup) -> OpenedGroup:
    return replace(group, answers=(replace(group.answers[0], eph=bytes(32)), *group.answers[1:]))


def other_place(group: OpenedGroup) -> OpenedGroup:
    free = (
        set(range(FEWEST - 1, FEWEST + VOTERS)) if group.answers[0].on_board else set(range(VOTERS))
    )
    taken = {each.index for each in group.answers if each.on_board is group.answers[0].on_board}
    moved = replace(group.answers[0], index=min(free - taken))
    return replace(group, answers=(moved, *group.answers[1:]))


def of(*, on_board: bool) -> Callable[[OpenedGroup, int], OpenedGroup]:
    def moved(group: OpenedGroup, index: int) -> OpenedGroup:
        at = next(at for at, each in enumerate(group.answers) if each.on_board is on_board)
        answers = list(group.answers)
        answers[at] = replace(answers[at], index=index)
        return replace(group, answers=tuple(answers))

    return moved


FORGERIES: dict[str, Callable[[OpenedGroup], OpenedGroup]] = {
    "30 inner layers are asked for, 30 committed to, 29": lambda group: replace(
        group, answers=group.answers[:-1]
    ),
    "30 committed to, 0 answered": lambda group: replace(group, answers=()),
    "29 committed to": lambda group: replace(group, links=group.links[1:]),
    "sealed again": other_eph,
    "is not the one committed to|sealed again": other_place,
    "the dice ask for its other side": lambda group: replace(
        group,
        answers=tuple(replace(each, on_board=not each.on_board) for each in group.answers),
    ),
    "not the one committed to": lambda group: replace(group, links=group.links[::-1]),
    "not one of its group": lambda group: of(on_board=True)(group, 0),
    "not one of its group$": lambda group: of(on_board=True)(group, 10**6),
    "beyond plain": lambda group: of(on_board=False)(group, VOTERS),
}


@pytest.mark.parametrize("says", FORGERIES)
def test_answer_that_is_not_the_dices_is_refused(
    poll: Poll, many: list[Entry], answered: Opened, says: str
) -> None:
    forged = with_answers(answered, FORGERIES[says])
    with pytest.raises(Malformed, match=says):
        check_opened(poll.election.manifest, many, forged)


def test_place_that_answers_twice_is_refused(answered: Opened) -> None:
    group = answered.groups[1]
    doubled = replace(group, answers=(*group.answers, group.answers[0]))
    with pytest.raises(Malformed, match="one place answers for two"):
        check_once(doubled)


def test_answers_without_dice_are_refused(poll: Poll, many: list[Entry], answered: Opened) -> None:
    with pytest.raises(Malformed, match="no dice asked for"):
        check_opened(poll.election.manifest, many, replace(answered, dice=""))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'{"board":1,"ephA":"x"}', "does not end"),
        (b'{"ephA":"AA","board":1}\n', "not canonical"),
        (b'{"board":1,"ephB":"AA"}\n', "lacks ephA"),
        (b'{"ephB":"AA","plain":1}\n', "has 1 bytes, not 32"),
        (b'{"board":1,"ephA":"AA","ephB":"AA","plain":1}\n', "does not belong"),
        (b"\n", "line 1 is not JSON"),
    ],
)
def test_lines_that_are_no_answers_are_refused(raw: bytes, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        read_answers(raw, "rpc/2.jsonl")


def test_answer_is_written_as_the_protocol_names_it() -> None:
    written = [canonical(Answer(side, 3, bytes(32)).as_json()) for side in (True, False)]
    assert written == [
        b'{"board":3,"ephA":"%b"}' % (b"A" * 43),
        b'{"ephB":"%b","plain":3}' % (b"A" * 43),
    ]


@pytest.fixture(scope="module")
def forger() -> Forger:
    return open_poll(100, Random(1))


def test_twenty_altered_ballots_are_caught(forger: Forger) -> None:
    """A sample; `scripts/forge` alters 20 of 500 ballots 200 times."""
    rng, caught = Random(2), 0
    for _ in range(30):
        forged = forger.alter(20, other_ballot(forger.manifest), rng)
        caught += forger.is_caught(forged, roll(rng))
    assert caught >= 27  # 30 less one in 315 by the bound


def test_altered_ballots_would_go_unseen_if_nothing_were_committed_before_the_dice(
    forger: Forger,
) -> None:
    rng = Random(3)
    for _ in range(5):
        forged, dice = forger.alter(20, other_ballot(forger.manifest), rng), roll(rng)
        assert not forger.is_caught(forger.with_places_chosen_after(forged, dice), dice)


def test_honest_opening_is_never_accused(forger: Forger) -> None:
    rng = Random(4)
    assert not any(forger.is_caught(forger.opening, roll(rng)) for _ in range(5))
