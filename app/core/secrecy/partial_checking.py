"""Randomized partial checking (Jakobsson, Juels, Rivest 2002): for each ballot the dice choose one
of the two layers, which is shown to be opened truly, and the other stays shut.

Padded payloads repeat: without more, whoever opens could call some of many equal ballots others,
and answer for all that are asked with those that are left. So the ceremony commits, before the
dice, to the place in plain of each ballot; then a ballot in two places is two answers for one.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.core.secrecy.board import HASH, tree_hash_of
from app.core.secrecy.encoding import (
    Json,
    Malformed,
    canonical,
    context,
    parse_canonical,
    to_base64url,
    uint16,
    uint32,
)
from app.core.secrecy.envelopes import EPH
from app.core.secrecy.fields import Fields
from app.core.secrecy.malformed import LARGEST_INDEX, MalformedRecord

FEWEST = 20  # groups with fewer on the board are not checked: it halves the crowd of a ballot


@dataclass(frozen=True, slots=True)
class Answer:
    """One side of one inner layer: where it lies on the board, or in plain, and how it is sealed.

    `index` counts from 0: on the whole board, or in the group's plain; `eph` is ephA or ephB.
    """

    on_board: bool
    index: int
    eph: bytes

    def as_json(self) -> dict[str, Json]:
        """`{"board": i, "ephA": "..."}` or `{"plain": i, "ephB": "..."}`."""
        place, eph = _names(on_board=self.on_board)
        return {place: self.index, eph: to_base64url(self.eph)}

    @classmethod
    def read(cls, value: Json, place: str) -> "Answer":
        """The answer at `place`."""
        on_board = isinstance(value, Mapping) and "board" in value
        index, eph = _names(on_board=on_board)
        of = Fields(value, place, index, eph)
        return cls(on_board, of.number(index, 0, LARGEST_INDEX), of.binary(eph, EPH))


def _names(*, on_board: bool) -> tuple[str, str]:
    return ("board", "ephA") if on_board else ("plain", "ephB")


def write_answers(answers: Iterable[Answer]) -> bytes:
    """rpc/G.jsonl: a line for each well-formed inner layer, in the order of the middle."""
    return b"".join(canonical(answer.as_json()) + b"\n" for answer in answers)


def read_answers(raw: bytes, what: str) -> tuple[Answer, ...]:
    """The answers of exactly these lines, each of canonical JSON."""
    lines = raw.split(b"\n")
    if lines.pop():
        raise Malformed(f"{what} does not end with its last line")
    places = (f"{what}, line {number}" for number in range(1, len(lines) + 1))
    return tuple(
        Answer.read(parse_canonical(line, place), place)
        for line, place in zip(lines, places, strict=True)
    )


def coin(announced: bytes, group_id: int, dice: str) -> bytes:
    """SHA-256(C("coin", H, G, dice)), which nobody knows before the dice have come to rest."""
    message = context("coin", announced, uint16(group_id), dice.encode("ascii"))
    return hashlib.sha256(message).digest()


def asks_for_plain(coin_of_group: bytes, middle_index: int) -> bool:
    """The bit of an inner layer: 0 asks for its place on the board, 1 for its place in plain."""
    block = hashlib.sha256(coin_of_group + uint32(middle_index >> 8)).digest()
    return bool(block[(middle_index & 255) >> 3] >> (middle_index & 7) & 1)


def well_formed(middle: int, malformed: Iterable[MalformedRecord]) -> list[int]:
    """The indexes of those of `middle` inner layers that no record calls malformed."""
    spoiled = {record.index for record in malformed if not record.on_board}
    return [index for index in range(middle) if index not in spoiled]


def link(
    manifest_hash: bytes, group_id: int, middle_index: int, plain_index: int, eph_b: bytes
) -> bytes:
    """The commitment to a ballot's place in plain; ephB, which is random, keeps it secret.

    SHA-256(C("link", M, G, uint32(middle index), uint32(plain index), ephB)).
    """
    places = uint32(middle_index) + uint32(plain_index)
    message = context("link", manifest_hash, uint16(group_id), places, eph_b)
    return hashlib.sha256(message).digest()


def links_hash(announced: bytes, links: Mapping[int, Sequence[bytes]]) -> bytes:
    """L = SHA-256(C("links", H, per group that is checked: G || MTH(links))), announced with H."""
    parts = (uint16(group_id) + tree_hash_of(links[group_id]) for group_id in sorted(links))
    return hashlib.sha256(context("links", announced, *parts)).digest()


def read_links(raw: bytes, what: str) -> tuple[bytes, ...]:
    """The commitments of rpc/G.bin, one for each well-formed inner layer."""
    if len(raw) % HASH:
        raise Malformed(f"{what} is not a whole number of hashes")
    return tuple(raw[at : at + HASH] for at in range(0, len(raw), HASH))
