import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest
from rehearsal.crafted import CHOICES, CRAFTED, GROUP, padded, random_outer
from rehearsal.made_up import MadeUpElection
from rehearsal.poll import Poll, board_of

from app.core.secrecy.board import tree_hash_of
from app.core.secrecy.encoding import Json, Malformed, canonical, parse_canonical, uint16
from app.core.secrecy.entries import Entry
from app.core.secrecy.malformed import MalformedRecord
from app.core.secrecy.opened import Opened
from app.core.secrecy.opening import open_board
from app.core.secrecy.opening_checks import check_opened
from app.core.secrecy.payloads import read_payload
from app.core.secrecy.reasons import Reason
from app.core.secrecy.shares import Share, combine, deal, opening_keys


def test_opening_gives_every_valid_ballot_and_no_order_but_that_of_its_bytes(
    election: MadeUpElection, opened: Opened
) -> None:
    manifest = election.manifest
    first, second = opened.groups
    ballots = [
        read_payload(each, manifest.contests_of(1), manifest.pad_len) for each in first.plain
    ]
    assert ballots == [{"president": (each,), "treasurer": (1,)} for each in (1, 2, 3)]
    assert len(second.plain) == 2
    for group in opened.groups:
        assert list(group.middle) == sorted(group.middle)
        assert list(group.plain) == sorted(group.plain)


def test_opening_names_malformed_ballots_by_board_index_and_then_by_middle_index(
    election: MadeUpElection, board: list[Entry], opened: Opened
) -> None:
    first, second = opened.groups
    outer, inner = first.malformed
    assert (outer.reason, inner.reason) == (Reason.OUTER_DOES_NOT_OPEN, Reason.INNER_DOES_NOT_OPEN)
    assert board[outer.index].group_id == 1
    assert outer.as_json() == {"board": outer.index, "reason": "outer-does-not-open"}
    assert inner.as_json() == {"middle": inner.index, "reason": "inner-does-not-open"}
    assert len(first.middle) == 4
    assert second.malformed == ()


def open_with(election: MadeUpElection, secret: bytes, board: list[Entry]) -> Opened:
    manifest = election.manifest
    return open_board(manifest, board, opening_keys(secret, manifest.election_id)).opened


@pytest.mark.parametrize(("reason", "cast"), CRAFTED)
def test_crafted_ballot_is_malformed_and_the_others_are_counted(
    poll: Poll, reason: Reason, cast: Callable[[Poll], list[Entry]]
) -> None:
    proper, crafted = poll.entry(GROUP, CHOICES), cast(poll)
    board = board_of(proper, *crafted)
    for entry in board:
        entry.check(poll.election.manifest)  # the box would take it: it cannot see inside
    opened = open_with(poll.election, poll.election.secret, board)
    group = opened.groups[0]
    assert [record.reason for record in group.malformed] == [reason]
    assert len(group.plain) == len(board) - 1
    check_opened(poll.election.manifest, board, opened)


def test_every_reason_is_crafted() -> None:
    # Marks out of order take a group of plurality contests alone; see the test below.
    assert {reason for reason, _ in CRAFTED} == set(Reason) - {Reason.MARKS_NOT_ASCENDING}


def test_marks_out_of_order_are_malformed(poll: Poll) -> None:
    payload = padded(b'{"delegates":[3,2]}', poll.election.manifest.pad_len)
    opened = open_with(poll.election, poll.election.secret, [poll.of_payload(2, payload)])
    assert opened.groups[1].malformed == (MalformedRecord(0, Reason.MARKS_NOT_ASCENDING),)


def test_fewer_shares_than_t_open_nothing(election: MadeUpElection, board: list[Entry]) -> None:
    shares = deal(election.secret, election.manifest.election_id, 3, 5, os.urandom(64))
    assert combine(shares[1:4], election.manifest.election_id) == election.secret
    with pytest.raises(Malformed, match="takes 3 shares"):
        combine(shares[:2], election.manifest.election_id)
    # The same two taken for a 2-of-n dealing give a secret, and it is another one.
    forged = [Share(each.election, each.x, 2, 5, each.y) for each in shares[:2]]
    wrong = combine(forged, election.manifest.election_id)
    opened = open_with(election, wrong, board)
    assert [group.plain for group in opened.groups] == [(), ()]
    assert sum(len(group.malformed) for group in opened.groups) == len(board)


def test_progress_is_told_once_a_layer(poll: Poll) -> None:
    board = board_of(poll.entry(GROUP, CHOICES), *random_outer(poll))
    manifest, steps = poll.election.manifest, list[None]()
    keys = opening_keys(poll.election.secret, manifest.election_id)
    open_board(manifest, board, keys, on_layer=lambda: steps.append(None))
    assert len(steps) == 3


def test_opened_file_reads_back_as_it_was(election: MadeUpElection, opened: Opened) -> None:
    attested = replace(opened, attestations=("Seen by an observer.",))
    assert Opened.parse(attested.canonical(), election.manifest) == attested


def test_announced_hash_is_the_protocols(
    election: MadeUpElection, board: list[Entry], opened: Opened
) -> None:
    message = b"tellers/1|opening|" + election.manifest.hash
    message += tree_hash_of(bytes(entry) for entry in board)
    for group in opened.groups:
        message += uint16(group.group_id) + tree_hash_of(group.middle) + tree_hash_of(group.plain)
        message += tree_hash_of(canonical(record.as_json()) for record in group.malformed)
    assert sha256(message).digest() == opened.published.H


@pytest.mark.parametrize(
    ("member", "other"), [("M", "A" * 43), ("root", "A" * 43), ("H", "A" * 43), ("groups", [])]
)
def test_opened_file_with_one_member_changed_is_refused(
    election: MadeUpElection, opened: Opened, member: str, other: Json
) -> None:
    value = parse_canonical(opened.canonical())
    assert isinstance(value, dict)
    with pytest.raises(Malformed, match=r"H of opened\.json"):
        Opened.parse(canonical({**value, member: other}), election.manifest)


@pytest.mark.parametrize("dice", ["1234", "1" * 24, "7" * 25, "1" * 24 + "a", 1])
def test_dice_that_are_not_25_digits_are_refused(
    election: MadeUpElection, opened: Opened, dice: Json
) -> None:
    value = parse_canonical(opened.canonical())
    assert isinstance(value, dict)
    with pytest.raises(Malformed, match="dice"):
        Opened.parse(canonical({**value, "dice": dice}), election.manifest)


def test_record_whose_reason_belongs_elsewhere_is_refused() -> None:
    with pytest.raises(Malformed, match="not found on the middle"):
        MalformedRecord.read({"middle": 1, "reason": "outer-does-not-open"}, "a record")
    with pytest.raises(Malformed, match="none for which"):
        MalformedRecord.read({"middle": 1, "reason": "ugly"}, "a record")
