from collections.abc import Callable, Sequence

from app.core.secrecy.board import tree_hash_of
from app.core.secrecy.entries import Entry
from app.core.secrecy.envelopes import inner_info, open_inner, open_outer, outer_info
from app.core.secrecy.groups import Group
from app.core.secrecy.malformed import MalformedRecord
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.opened import Opened, OpenedGroup
from app.core.secrecy.payloads import read_payload
from app.core.secrecy.reasons import Reason
from app.core.secrecy.shares import OpeningKeys


def open_board(
    manifest: Manifest,
    entries: Sequence[Entry],
    keys: OpeningKeys,
    *,
    attestations: Sequence[str] = (),
    on_layer: Callable[[], None] = lambda: None,
) -> Opened:
    """Opens every ballot of the board in two layers, and sorts between, so that no order is left.

    `entries` are the whole board in its order; `on_layer` is called once a layer of each entry,
    for progress. What is malformed is named, never mended, and stops nothing.
    """
    groups = tuple(
        _open_group(manifest, group, entries, keys, on_layer) for group in manifest.groups
    )
    root = tree_hash_of(bytes(entry) for entry in entries)
    return Opened(manifest.hash, root, groups, attestations=tuple(attestations))


def _open_group(
    manifest: Manifest,
    group: Group,
    entries: Sequence[Entry],
    keys: OpeningKeys,
    on_layer: Callable[[], None],
) -> OpenedGroup:
    malformed: list[MalformedRecord] = []
    middle: list[bytes] = []
    for index, entry in enumerate(entries):
        if entry.group_id == group.group_id:
            on_layer()
            inner = _open_outer(manifest, entry, keys.a_secret)
            if isinstance(inner, Reason):
                malformed.append(MalformedRecord(index, inner))
            else:
                middle.append(inner)
    middle.sort()
    plain: list[bytes] = []
    for index, inner in enumerate(middle):
        on_layer()
        seen = index > 0 and inner == middle[index - 1]
        padded = Reason.INNER_SEEN_BEFORE if seen else _open_inner(manifest, group, inner, keys)
        if isinstance(padded, Reason):
            malformed.append(MalformedRecord(index, padded))
        else:
            plain.append(padded)
    return OpenedGroup(group.group_id, tuple(middle), tuple(sorted(plain)), tuple(malformed))


def _open_outer(manifest: Manifest, entry: Entry, a_secret: bytes) -> bytes | Reason:
    info = outer_info(manifest.hash, entry.group_id, entry.token_pk)
    opened = open_outer(a_secret, info, entry.outer)
    return opened if isinstance(opened, Reason) else opened[1]


def _open_inner(
    manifest: Manifest, group: Group, inner: bytes, keys: OpeningKeys
) -> bytes | Reason:
    info = inner_info(manifest.hash, group.group_id)
    opened = open_inner(keys.b_secret, info, inner)
    if isinstance(opened, Reason):
        return opened
    read = read_payload(opened[1], manifest.contests_of(group.group_id), manifest.pad_len)
    return read if isinstance(read, Reason) else opened[1]
