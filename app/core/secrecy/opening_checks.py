from collections.abc import Sequence
from itertools import pairwise

from app.core.secrecy.board import tree_hash_of
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.entries import Entry
from app.core.secrecy.malformed import MalformedRecord
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.opened import Opened, OpenedGroup
from app.core.secrecy.partial_checking import FEWEST
from app.core.secrecy.partial_checks import check_partially
from app.core.secrecy.payloads import read_payload
from app.core.secrecy.reasons import Reason


def check_opened(manifest: Manifest, entries: Sequence[Entry], opened: Opened) -> None:
    """Malformed unless `opened` can be an opening of this board, as far as one sees without keys.

    Where dice were rolled, each ballot has the answer that they ask for. What cannot be seen is
    whether a valid ballot was called malformed, or, without dice, changed between the layers.
    """
    if opened.manifest_hash != manifest.hash:
        raise Malformed("the opening is one of another manifest")
    if opened.root != tree_hash_of(bytes(entry) for entry in entries):
        raise Malformed("the opening is one of another board: its root differs")
    check_group_ids(manifest, [group.group_id for group in opened.groups])
    for group in opened.groups:
        _check_group(manifest, entries, group)
    _check_answers(manifest, entries, opened)


def _check_answers(manifest: Manifest, entries: Sequence[Entry], opened: Opened) -> None:
    announced = opened.published.H
    for group in opened.groups:
        if opened.dice and group.cast >= FEWEST:
            check_partially(manifest, entries, group, announced=announced, dice=opened.dice)
        elif group.links or group.answers:
            raise Malformed(f"group {group.group_id}: there are answers that no dice asked for")


def _check_group(manifest: Manifest, entries: Sequence[Entry], group: OpenedGroup) -> None:
    check_malformed(group.group_id, group.malformed)
    check_middle(entries, group.group_id, group.middle, group.malformed)
    check_count(group.group_id, len(group.middle), len(group.plain), group.malformed)
    check_plain(manifest, group.group_id, group.plain)


def check_group_ids(manifest: Manifest, group_ids: Sequence[int]) -> None:
    """Every group of the manifest once, in its order."""
    if list(group_ids) != [group.group_id for group in manifest.groups]:
        raise Malformed("the opening's groups are not those of the manifest, in its order")


def check_malformed(group_id: int, malformed: Sequence[MalformedRecord]) -> None:
    """Each record once: those of the board first, each kind by ascending index."""
    places = [(not record.on_board, record.index) for record in malformed]
    if any(one >= following for one, following in pairwise(places)):
        raise Malformed(f"group {group_id}: the malformed records are out of order or repeated")


def check_middle(
    entries: Sequence[Entry],
    group_id: int,
    middle: Sequence[bytes],
    malformed: Sequence[MalformedRecord],
) -> None:
    """Middle is sorted, holds what the board holds but the malformed, and calls copies copies."""
    on_board = [index for index, entry in enumerate(entries) if entry.group_id == group_id]
    shut = {record.index for record in malformed if record.on_board}
    if not shut.issubset(on_board):
        raise Malformed(f"group {group_id}: a malformed record is of an entry it does not have")
    if len(on_board) != len(middle) + len(shut):
        raise Malformed(
            f"group {group_id}: {len(on_board)} on the board are not {len(middle)} in the middle "
            f"and {len(shut)} malformed"
        )
    if list(middle) != sorted(middle):
        raise Malformed(f"group {group_id}: the middle is not sorted")
    copies = {at for at, (one, next_) in enumerate(pairwise(middle), 1) if one == next_}
    if copies != {each.index for each in malformed if each.reason is Reason.INNER_SEEN_BEFORE}:
        raise Malformed(f"group {group_id}: the inner layers seen before are not those it names")


def check_count(
    group_id: int, middle: int, plain: int, malformed: Sequence[MalformedRecord]
) -> None:
    """Plain holds what the middle holds but the malformed; no record is beyond the middle."""
    spoiled = [record.index for record in malformed if not record.on_board]
    if any(index >= middle for index in spoiled):
        raise Malformed(f"group {group_id}: a malformed record is beyond the middle")
    if middle != plain + len(spoiled):
        raise Malformed(
            f"group {group_id}: {middle} in the middle are not {plain} in plain and "
            f"{len(spoiled)} malformed"
        )


def check_plain(manifest: Manifest, group_id: int, plain: Sequence[bytes]) -> None:
    """Plain is sorted, and each padded payload a valid ballot of the group."""
    if list(plain) != sorted(plain):
        raise Malformed(f"group {group_id}: plain is not sorted")
    contests = manifest.contests_of(group_id)
    for index, padded in enumerate(plain):
        read = read_payload(padded, contests, manifest.pad_len)
        if isinstance(read, Reason):
            raise Malformed(f"group {group_id}: ballot {index} of plain is malformed ({read})")
