from dataclasses import replace

import pytest
from rehearsal.made_up import MadeUpElection
from rehearsal.poll import Poll, board_of

from app.core.secrecy.encoding import Malformed
from app.core.secrecy.entries import Entry
from app.core.secrecy.malformed import MalformedRecord
from app.core.secrecy.opened import Opened, OpenedGroup
from app.core.secrecy.opening import open_board
from app.core.secrecy.opening_checks import check_opened
from app.core.secrecy.payloads import pad_payload
from app.core.secrecy.reasons import Reason
from app.core.secrecy.shares import opening_keys


def test_opening_of_the_board_passes_its_checks(
    election: MadeUpElection, board: list[Entry], opened: Opened
) -> None:
    check_opened(election.manifest, board, opened)


def with_first(opened: Opened, first: OpenedGroup) -> Opened:
    return replace(opened, groups=(first, *opened.groups[1:]))


def changes(opened: Opened) -> dict[str, Opened]:
    """An opening changed in one place at a time, by what the refusal says."""
    first, second = opened.groups
    outer, inner = first.malformed
    return {
        "another manifest": replace(opened, manifest_hash=bytes(32)),
        "another board": replace(opened, root=bytes(32)),
        "groups are not those": replace(opened, groups=(second, first)),
        "out of order or repeated": with_first(opened, replace(first, malformed=(inner, outer))),
        "entry it does not have": with_first(
            opened, replace(first, malformed=(replace(outer, index=6), inner))
        ),
        "in the middle and 1 malformed": with_first(
            opened, replace(first, middle=first.middle[1:])
        ),
        "middle is not sorted": with_first(opened, replace(first, middle=first.middle[::-1])),
        "seen before are not": with_first(
            opened,
            replace(
                first, malformed=(outer, MalformedRecord(inner.index, Reason.INNER_SEEN_BEFORE))
            ),
        ),
        "beyond the middle": with_first(
            opened, replace(first, malformed=(outer, replace(inner, index=9)))
        ),
        "in plain and 1 malformed": with_first(opened, replace(first, plain=first.plain[1:])),
        "plain is not sorted": with_first(opened, replace(first, plain=first.plain[::-1])),
        r"of plain is malformed \(padding\)": with_first(
            opened, replace(first, plain=(*first.plain[:2], b"\xff" * len(first.plain[0])))
        ),
    }


def test_opening_changed_in_any_place_is_refused(
    election: MadeUpElection, board: list[Entry], opened: Opened
) -> None:
    assert board[6].group_id == 2
    for says, changed in changes(opened).items():
        with pytest.raises(Malformed, match=says):
            check_opened(election.manifest, board, changed)


def test_copy_that_is_not_called_one_is_refused(poll: Poll) -> None:
    manifest = poll.election.manifest
    inner = poll.inner(
        2, pad_payload({"delegates": [1]}, manifest.contests_of(2), manifest.pad_len)
    )
    board = board_of(poll.of_inner(2, inner), poll.of_inner(2, inner))
    keys = opening_keys(poll.election.secret, manifest.election_id)
    opened = open_board(manifest, board, keys).opened
    nobody, copied = opened.groups
    forged = replace(copied, plain=copied.plain * 2, malformed=())
    with pytest.raises(Malformed, match="seen before are not"):
        check_opened(manifest, board, replace(opened, groups=(nobody, forged)))
