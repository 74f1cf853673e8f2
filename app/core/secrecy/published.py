import hashlib
import re
from collections.abc import Iterable
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
)
from app.core.secrecy.fields import Fields
from app.core.secrecy.groups import LARGEST_GROUP_ID
from app.core.secrecy.malformed import MalformedRecord

LEAST_DICE = 25
_DICE = re.compile(rf"[1-6]{{{LEAST_DICE},}}")


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """What opening.json tells of one group: two tree hashes and the malformed records."""

    group_id: int
    mth_middle: bytes
    mth_plain: bytes
    malformed: tuple[MalformedRecord, ...]

    def hashed(self) -> bytes:
        """The group's part of H."""
        records = tree_hash_of(canonical(record.as_json()) for record in self.malformed)
        return uint16(self.group_id) + self.mth_middle + self.mth_plain + records

    def as_json(self) -> dict[str, Json]:
        """The group as opening.json writes it."""
        return {
            "group_id": self.group_id,
            "mth_middle": to_base64url(self.mth_middle),
            "mth_plain": to_base64url(self.mth_plain),
            "malformed": [record.as_json() for record in self.malformed],
        }

    @classmethod
    def read(cls, value: Json, place: str) -> "PublishedGroup":
        """The group at `place` of opening.json."""
        of = Fields(value, place, "group_id", "mth_middle", "mth_plain", "malformed")
        return cls(
            of.number("group_id", 1, LARGEST_GROUP_ID),
            of.binary("mth_middle", HASH),
            of.binary("mth_plain", HASH),
            of.each("malformed", MalformedRecord.read),
        )


@dataclass(frozen=True, slots=True)
class Published:
    """What the bundle publishes of an opening, opening.json.

    `H` is what was announced, `dice` the digits rolled after that ("" where none were), and
    `attestations` are sentences of those present.
    """

    groups: tuple[PublishedGroup, ...]
    H: bytes
    dice: str
    attestations: tuple[str, ...]

    def canonical(self) -> bytes:
        """The bytes of opening.json."""
        return canonical(
            {
                "groups": [group.as_json() for group in self.groups],
                "H": to_base64url(self.H),
                "dice": self.dice,
                "attestations": self.attestations,
            }
        )

    @classmethod
    def parse(cls, raw: bytes) -> "Published":
        """The opening of exactly these canonical bytes; whether H is right is not looked at."""
        value = parse_canonical(raw, "opening.json")
        of = Fields(value, "opening.json", "groups", "H", "dice", "attestations")
        return cls(
            of.each("groups", PublishedGroup.read),
            of.binary("H", HASH),
            read_dice(value, "opening.json"),
            of.texts("attestations"),
        )


def opening_hash(manifest_hash: bytes, root: bytes, groups: Iterable[PublishedGroup]) -> bytes:
    """H over the board's root and each group, to be announced before any dice are rolled."""
    parts = (group.hashed() for group in groups)
    return hashlib.sha256(context("opening", manifest_hash, root, *parts)).digest()


def read_dice(value: Json, what: str) -> str:
    """The member `dice`: none yet, or at least 25 digits of 1 to 6."""
    dice = value["dice"] if isinstance(value, dict) else None
    if not isinstance(dice, str) or (dice and not are_dice(dice)):
        raise Malformed(f'dice of {what} must be "" or at least {LEAST_DICE} digits from 1 to 6')
    return dice


def are_dice(digits: str) -> bool:
    """Whether these are the digits of enough dice, each from 1 to 6."""
    return _DICE.fullmatch(digits) is not None
