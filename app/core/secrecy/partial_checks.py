from collections import Counter
from collections.abc import Sequence

from app.core.secrecy import partial_checking as rpc
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.entries import Entry
from app.core.secrecy.envelopes import inner_info, outer_info, seal_inner, seal_outer
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.opened import OpenedGroup


def check_partially(
    manifest: Manifest, entries: Sequence[Entry], group: OpenedGroup, *, announced: bytes, dice: str
) -> None:
    """Malformed unless each well-formed inner layer has the one side that the dice ask for.

    Every answer is re-sealed and compared. `announced` is H; entries are the whole board.
    """
    asked = rpc.well_formed(len(group.middle), group.malformed)
    if not len(asked) == len(group.links) == len(group.answers):
        raise Malformed(
            f"group {group.group_id}: {len(asked)} inner layers are asked for, "
            f"{len(group.links)} committed to, {len(group.answers)} answered"
        )
    check_once(group)
    coin = rpc.coin(announced, group.group_id, dice)
    for index, link, answer in zip(asked, group.links, group.answers, strict=True):
        place = f"group {group.group_id}, inner layer {index}"
        if answer.on_board == rpc.asks_for_plain(coin, index):
            raise Malformed(f"{place}: the dice ask for its other side")
        if answer.on_board:
            _check_outer(manifest, entries, group, index, answer, place)
        else:
            _check_inner(manifest, group, index, answer, place)
            made = rpc.link(manifest.hash, group.group_id, index, answer.index, answer.eph)
            if made != link:
                raise Malformed(f"{place}: its place in plain is not the one committed to")


def check_once(group: OpenedGroup) -> None:
    """No place of the board, and none of plain, answers for two inner layers."""
    places = Counter((answer.on_board, answer.index) for answer in group.answers)
    if any(times > 1 for times in places.values()):
        raise Malformed(f"group {group.group_id}: one place answers for two inner layers")


def _check_outer(
    manifest: Manifest,
    entries: Sequence[Entry],
    group: OpenedGroup,
    index: int,
    answer: rpc.Answer,
    place: str,
) -> None:
    if answer.index >= len(entries) or entries[answer.index].group_id != group.group_id:
        raise Malformed(f"{place}: its place on the board is not one of its group")
    entry = entries[answer.index]
    info = outer_info(manifest.hash, group.group_id, entry.token_pk)
    if seal_outer(manifest.A, info, group.middle[index], answer.eph) != entry.outer:
        raise Malformed(f"{place}: sealed again it is not what lies on the board")


def _check_inner(
    manifest: Manifest, group: OpenedGroup, index: int, answer: rpc.Answer, place: str
) -> None:
    if answer.index >= len(group.plain):
        raise Malformed(f"{place}: its place is beyond plain")
    info = inner_info(manifest.hash, group.group_id)
    if seal_inner(manifest.B, info, group.plain[answer.index], answer.eph) != group.middle[index]:
        raise Malformed(f"{place}: the ballot of plain, sealed again, is another layer")
