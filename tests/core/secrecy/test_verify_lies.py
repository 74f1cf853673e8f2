"""Boards and openings that are not so, signed by the registrar, and the checks that refuse them.

Each lie names every check that stops it: where that is one, without it the lie would stand.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from rehearsal.held import Held, hold, results_of, signed_checkpoints
from rehearsal.lying import Lie, edited, resigned, set_in, stopped_by
from rehearsal.poll import Poll

from app.core.secrecy import envelopes
from app.core.secrecy.amendments import draft
from app.core.secrecy.bundle import entries_per_group
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.entries import Entry
from app.core.secrecy.malformed import MalformedRecord
from app.core.secrecy.notes import join_notes
from app.core.secrecy.opened import OpenedGroup
from app.core.secrecy.payloads import pad_payload
from app.core.secrecy.reasons import Reason
from app.core.secrecy.register import GroupRegister
from app.core.secrecy.report import Verdict


def reopened(change: Callable[[OpenedGroup], OpenedGroup], group: int = 0) -> Lie:
    """A lie in one opened group, its hashes computed anew; what was counted stays as it was."""

    def lie(held: Held) -> bytes:
        groups = list(held.opened.groups)
        groups[group] = change(groups[group])
        return replace(held, opened=replace(held.opened, groups=tuple(groups))).bundle

    return lie


def registered(group_id: int, counts: GroupRegister) -> Lie:
    def lie(held: Held) -> bytes:
        groups = {**held.register.groups, group_id: counts}
        return replace(held, register=replace(held.register, groups=groups)).bundle

    return lie


def noted(change: Callable[[list[str]], list[str]]) -> Lie:
    def lie(held: Held) -> bytes:
        notes = signed_checkpoints(held.election, held.opened.root, len(held.board))
        return replace(held, checkpoints=join_notes(change(notes))).bundle

    return lie


def other_box(held: Held) -> bytes:
    stranger = replace(held.election, box_sk=bytes(32))
    notes = signed_checkpoints(stranger, held.opened.root, len(held.board))
    return replace(held, checkpoints=join_notes(notes)).bundle


def other_size(held: Held) -> bytes:
    notes = signed_checkpoints(held.election, held.opened.root, len(held.board) + 1)
    return replace(held, checkpoints=join_notes(notes)).bundle


def drop_last_plain(group: OpenedGroup) -> OpenedGroup:
    return replace(group, plain=group.plain[:-1])


def amended(held: Held, signers: Sequence[bytes]) -> bytes:
    """The bundle with eligible counts amended, in amendments.jsonl alone."""
    eligible = [{"group_id": 2, "eligible": 41}]
    amendment = draft(held.election.manifest, 1, "Two were added.", eligible=eligible)
    for signer in signers:
        amendment = amendment.signed(signer)
    return resigned(held, **{"amendments.jsonl": amendment.canonical() + b"\n"})


LIES: dict[str, tuple[Lie, set[str]]] = {
    "an amendment that is none": (
        lambda held: resigned(held, **{"amendments.jsonl": b"{}\n"}),
        {"manifest and amendments", "cast, issued, eligible"},
    ),
    "an amendment that one officer signed": (
        lambda held: amended(held, held.election.officers_sk[:1]),
        {"manifest and amendments", "cast, issued, eligible"},
    ),
    "a file too many": (
        lambda held: resigned(held, **{"members.csv": b"1,Ann"}),
        {"files and digests"},
    ),
    "no register": (
        lambda held: resigned(held, **{"register.json": None}),
        {"files and digests", "cast, issued, eligible", "reconciliation"},
    ),
    "fewer issued than cast": (
        registered(2, GroupRegister(40, 10)),
        {"cast, issued, eligible", "reconciliation"},
    ),
    "more issued than eligible": (
        registered(2, GroupRegister(40, 41)),
        {"cast, issued, eligible", "reconciliation"},
    ),
    "other eligible than in the manifest": (
        registered(2, GroupRegister(41, 23)),
        {"cast, issued, eligible", "reconciliation"},
    ),
    "a group that the manifest has not": (
        registered(4, GroupRegister(1, 1)),
        {"cast, issued, eligible"},
    ),
    "no checkpoint of the opening": (noted(lambda notes: notes[1:]), {"tree and checkpoints"}),
    "no checkpoint of the close": (noted(lambda notes: notes[:1]), {"tree and checkpoints"}),
    "checkpoints in another order": (noted(lambda notes: notes[::-1]), {"tree and checkpoints"}),
    "checkpoints by another box": (
        other_box,
        {"tree and checkpoints", "cosignatures"},
    ),
    "a checkpoint of another size": (other_size, {"tree and checkpoints"}),
    "a ballot less in plain": (
        reopened(drop_last_plain),
        {"lengths and indexes", "reconciliation", "recount"},
    ),
    "plain out of order": (
        reopened(lambda group: replace(group, plain=group.plain[::-1])),
        {"lengths and indexes"},
    ),
    "middle out of order": (
        reopened(lambda group: replace(group, middle=group.middle[::-1])),
        {"lengths and indexes"},
    ),
    "a middle layer less": (
        reopened(lambda group: replace(group, middle=group.middle[1:])),
        {"lengths and indexes"},
    ),
    "a middle layer of another length": (
        lambda held: resigned(held, **{"middle/1.bin": bytes(335)}),
        {"lengths and indexes", "opening hash"},
    ),
    "another H": (set_in("opening.json", "H", to=to_base64url(bytes(32))), {"opening hash"}),
    "another hash of the middle": (
        set_in("opening.json", "groups", 0, "mth_middle", to=to_base64url(bytes(32))),
        {"opening hash"},
    ),
    "another hash of the ballots": (
        set_in("opening.json", "groups", 1, "mth_plain", to=to_base64url(bytes(32))),
        {"opening hash"},
    ),
    "an opening that lacks a group": (
        edited("opening.json", lambda value: value["groups"].pop()),
        {"lengths and indexes", "opening hash", "malformed ballots", "reconciliation"},
    ),
    "a register without groups": (
        set_in("register.json", "groups", to=[]),
        {"cast, issued, eligible", "reconciliation"},
    ),
    "a register that lacks a group": (
        edited("register.json", lambda value: value["groups"].pop("1")),
        {"cast, issued, eligible", "reconciliation"},
    ),
    "another hash of a small group's ballots": (
        set_in("opening.json", "groups", 2, "mth_plain", to=to_base64url(bytes(32))),
        {"opening hash"},
    ),
    "dice without their answers": (
        set_in("opening.json", "dice", to="6" * 25),
        {"files and digests", "partial checking"},
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_lie_of_the_registrar_is_refused_by_the_checks_of_its_kind(held: Held, name: str) -> None:
    lie, checks = LIES[name]
    assert stopped_by(lie(held)) == checks


def test_results_that_own_up_to_more_issued_than_eligible_do_not_balance(held: Held) -> None:
    """Register and reconciliation agree with each other, and both are wrong."""
    groups = {**held.register.groups, 2: GroupRegister(40, 41)}
    register = replace(held.register, groups=groups)
    on_board = entries_per_group(held.board)
    results = results_of(held.election, held.opened, register, on_board)
    bundle = replace(held, register=register, results=results).bundle
    assert stopped_by(bundle) == {"cast, issued, eligible", "reconciliation"}


def test_token_that_no_issuer_signed_is_refused(held: Held, cast: list[Entry]) -> None:
    forged = replace(cast[0], token_sig=cast[1].token_sig)
    bundle = hold(held.election, [forged, *cast[1:]]).bundle
    assert stopped_by(bundle) == {"token signatures"}


def test_ballot_that_its_token_did_not_sign_is_refused(held: Held, cast: list[Entry]) -> None:
    forged = replace(cast[0], ballot_sig=cast[1].ballot_sig)
    bundle = hold(held.election, [forged, *cast[1:]]).bundle
    assert stopped_by(bundle) == {"ballot signatures"}


def test_token_spent_twice_is_refused(counted_poll: Poll, cast: list[Entry]) -> None:
    manifest, token = counted_poll.election.manifest, counted_poll.token(2)
    contests = manifest.contests_of(2)

    def spend(candidate: int) -> Entry:
        ballot = pad_payload({"delegates": [candidate]}, contests, manifest.pad_len)
        inner = counted_poll.inner(2, ballot)
        return counted_poll.of_outer(
            2, lambda info: envelopes.seal_outer(manifest.A, info, inner, bytes(32)), token
        )

    bundle = hold(counted_poll.election, [*cast, spend(1), spend(2)]).bundle
    assert stopped_by(bundle) == {"uniqueness"}


@pytest.mark.parametrize(("number", "expected"), [(4, set()), (5, {"malformed ballots"})])
def test_valid_ballots_called_malformed_are_not_proven_when_they_could_decide(
    held: Held, number: int, expected: set[str]
) -> None:
    """Eighteen marks to four: without answers to dice the verifier cannot see who is lying."""
    first, second, third = held.opened.groups
    records = tuple(MalformedRecord(index, Reason.PADDING) for index in range(number))
    fewer = replace(second, plain=second.plain[number:], malformed=records)
    opened = replace(held.opened, groups=(first, fewer, third))
    on_board = entries_per_group(held.board)
    results = results_of(held.election, opened, held.register, on_board)
    bundle = replace(held, opened=opened, results=results).bundle
    assert stopped_by(bundle) == set()
    assert stopped_by(bundle, Verdict.NOT_PROVEN) == expected


def test_answers_to_other_dice_than_were_rolled_are_refused(diced: Held) -> None:
    other = set_in("opening.json", "dice", to="6" * 25)
    assert stopped_by(other(diced)) == {"partial checking"}


def test_answers_left_out_are_refused(diced: Held) -> None:
    found = stopped_by(resigned(diced, **{"rpc/2.jsonl": None}))
    assert found == {"files and digests", "partial checking"}


def test_ballot_altered_in_plain_is_refused_where_the_dice_ask_for_it(diced: Held) -> None:
    """Counted as it was altered, so that nothing else is wrong."""
    second = diced.opened.groups[1]
    shown = next(each.index for each in second.answers if not each.on_board)
    other = next(each for each in second.plain if each != second.plain[shown])
    plain = tuple(sorted([*second.plain[:shown], *second.plain[shown + 1 :], other]))
    groups = list(diced.opened.groups)
    groups[1] = replace(second, plain=plain)
    opened = replace(diced.opened, groups=tuple(groups))
    results = results_of(diced.election, opened, diced.register, entries_per_group(diced.board))
    assert stopped_by(replace(diced, opened=opened, results=results).bundle) == {"partial checking"}


def test_eligible_counts_that_two_officers_amended_are_those_of_the_register(held: Held) -> None:
    assert stopped_by(amended(held, held.election.officers_sk)) == {"cast, issued, eligible"}
    groups = {**held.register.groups, 2: GroupRegister(41, 23)}
    register = replace(held.register, groups=groups)
    results = results_of(held.election, held.opened, register, entries_per_group(held.board))
    grown = replace(held, register=register, results=results)
    assert stopped_by(grown.bundle) == {"cast, issued, eligible"}
    assert stopped_by(amended(grown, held.election.officers_sk)) == set()
