import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.core.secrecy import partial_checking as rpc
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


@dataclass(frozen=True, slots=True)
class Sides:
    """Where one well-formed inner layer came from and where it went; never both are told."""

    middle: int
    board: int
    plain: int
    eph_a: bytes = field(repr=False)
    eph_b: bytes = field(repr=False)

    def answer(self, *, plain: bool) -> rpc.Answer:
        """The side that was asked for."""
        if plain:
            return rpc.Answer(False, self.plain, self.eph_b)
        return rpc.Answer(True, self.board, self.eph_a)


@dataclass(frozen=True)
class Opening:
    """A board opened, before anybody has rolled dice: what is announced, and what answers them.

    `opened` tells no sides; `sides` are those of each group that is to be checked, in the order
    of its middle. They live in the ceremony's memory alone, and end with it.
    """

    opened: Opened
    sides: Mapping[int, Sequence[Sides]] = field(repr=False)

    @cached_property
    def links(self) -> Mapping[int, tuple[bytes, ...]]:
        """The commitments to every place in plain, by group."""
        manifest_hash = self.opened.manifest_hash
        return {
            group_id: tuple(
                rpc.link(manifest_hash, group_id, each.middle, each.plain, each.eph_b)
                for each in sides
            )
            for group_id, sides in self.sides.items()
        }

    @cached_property
    def links_hash(self) -> bytes:
        """L, announced with H."""
        return rpc.links_hash(self.opened.published.H, self.links)

    def answer(self, dice: str) -> Opened:
        """The opening with the one side of each ballot that the dice ask for."""
        announced = self.opened.published.H
        groups = []
        for group in self.opened.groups:
            coin = rpc.coin(announced, group.group_id, dice)
            answers = tuple(
                each.answer(plain=rpc.asks_for_plain(coin, each.middle))
                for each in self.sides.get(group.group_id, ())
            )
            links = self.links.get(group.group_id, ())
            groups.append(replace(group, links=links, answers=answers))
        return replace(self.opened, groups=tuple(groups), dice=dice)


def open_board(
    manifest: Manifest,
    entries: Sequence[Entry],
    keys: OpeningKeys,
    *,
    attestations: Sequence[str] = (),
    on_layer: Callable[[], None] = lambda: None,
) -> Opening:
    """Opens every ballot of the board in two layers, and sorts between, so that no order is left.

    `entries` are the whole board in its order; `on_layer` is called once a layer of each entry,
    for progress. What is malformed is named, never mended, and stops nothing.
    """
    unsealed = [_unseal(manifest, group, entries, keys, on_layer) for group in manifest.groups]
    groups = tuple(group for group, _ in unsealed)
    root = tree_hash_of(bytes(entry) for entry in entries)
    opened = Opened(manifest.hash, root, groups, attestations=tuple(attestations))
    sides = {group.group_id: told for group, told in unsealed if group.cast >= rpc.FEWEST}
    return Opening(opened, sides)


@dataclass(frozen=True, slots=True)
class _Layer:
    """An inner layer with its place on the board, sorted by its bytes."""

    inner: bytes
    board: int
    eph_a: bytes


def _unseal(
    manifest: Manifest,
    group: Group,
    entries: Sequence[Entry],
    keys: OpeningKeys,
    on_layer: Callable[[], None],
) -> tuple[OpenedGroup, list[Sides]]:
    malformed: list[MalformedRecord] = []
    layers: list[_Layer] = []
    for index, entry in enumerate(entries):
        if entry.group_id == group.group_id:
            on_layer()
            info = outer_info(manifest.hash, entry.group_id, entry.token_pk)
            outer = open_outer(keys.a_secret, info, entry.outer)
            if isinstance(outer, Reason):
                malformed.append(MalformedRecord(index, outer))
            else:
                layers.append(_Layer(outer[1], index, outer[0]))
    layers.sort(key=lambda layer: (layer.inner, layer.board))
    ballots: list[tuple[int, bytes, bytes]] = []
    for index, layer in enumerate(layers):
        on_layer()
        seen = index > 0 and layer.inner == layers[index - 1].inner
        inner = Reason.INNER_SEEN_BEFORE if seen else _ballot(manifest, group, layer.inner, keys)
        if isinstance(inner, Reason):
            malformed.append(MalformedRecord(index, inner))
        else:
            ballots.append((index, *inner))
    middle = tuple(layer.inner for layer in layers)
    plain = tuple(sorted(padded for _, _, padded in ballots))
    opened = OpenedGroup(group.group_id, middle, plain, tuple(malformed))
    return opened, _sides(layers, ballots)


def _ballot(
    manifest: Manifest, group: Group, inner: bytes, keys: OpeningKeys
) -> tuple[bytes, bytes] | Reason:
    """ephB and the padded payload of an inner layer, or why it is malformed."""
    info = inner_info(manifest.hash, group.group_id)
    opened = open_inner(keys.b_secret, info, inner)
    if isinstance(opened, Reason):
        return opened
    read = read_payload(opened[1], manifest.contests_of(group.group_id), manifest.pad_len)
    return read if isinstance(read, Reason) else opened


def _sides(layers: Sequence[_Layer], ballots: Iterable[tuple[int, bytes, bytes]]) -> list[Sides]:
    """Each ballot's places; among equal ones of plain those stand in an order of ephB's hash.

    By the order of the middle, the places of two that are shown would tell how many of those
    between them are equal to them.
    """
    in_plain = sorted(ballots, key=lambda each: (each[2], hashlib.sha256(each[1]).digest()))
    sides = [
        Sides(index, layers[index].board, plain, layers[index].eph_a, eph_b)
        for plain, (index, eph_b, _) in enumerate(in_plain)
    ]
    return sorted(sides, key=lambda each: each.middle)
