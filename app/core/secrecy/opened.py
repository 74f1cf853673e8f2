from collections.abc import Callable
from dataclasses import dataclass

from app.core.secrecy.board import HASH, tree_hash_of
from app.core.secrecy.encoding import Json, Malformed, canonical, parse_canonical, to_base64url
from app.core.secrecy.envelopes import INNER_OVERHEAD
from app.core.secrecy.fields import Fields
from app.core.secrecy.groups import LARGEST_GROUP_ID
from app.core.secrecy.malformed import MalformedRecord
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.partial_checking import Answer, read_links
from app.core.secrecy.published import Published, PublishedGroup, opening_hash, read_dice


@dataclass(frozen=True, slots=True)
class OpenedGroup:
    """One group opened: inner layers and padded payloads, each sorted, and what is malformed.

    `links` and `answers` are there once dice were rolled, one for each well-formed inner layer.
    """

    group_id: int
    middle: tuple[bytes, ...]
    plain: tuple[bytes, ...]
    malformed: tuple[MalformedRecord, ...]
    links: tuple[bytes, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def cast(self) -> int:
        """How many entries the group has on the board."""
        return len(self.plain) + len(self.malformed)

    @property
    def published(self) -> PublishedGroup:
        """What opening.json tells of the group."""
        middle, plain = tree_hash_of(self.middle), tree_hash_of(self.plain)
        return PublishedGroup(self.group_id, middle, plain, self.malformed)

    def as_json(self) -> dict[str, Json]:
        """The group as opened.json writes it."""
        return {
            "group_id": self.group_id,
            "middle": [to_base64url(inner) for inner in self.middle],
            "plain": [to_base64url(padded) for padded in self.plain],
            "malformed": [record.as_json() for record in self.malformed],
            "links": to_base64url(b"".join(self.links)),
            "answers": [answer.as_json() for answer in self.answers],
        }

    @classmethod
    def reader(cls, pad_len: int) -> Callable[[Json, str], "OpenedGroup"]:
        """Reads a group of an election whose padded payloads have this length."""

        def read(value: Json, place: str) -> "OpenedGroup":
            of = Fields(value, place, *cls.__slots__)
            return cls(
                of.number("group_id", 1, LARGEST_GROUP_ID),
                of.binaries("middle", pad_len + INNER_OVERHEAD),
                of.binaries("plain", pad_len),
                of.each("malformed", MalformedRecord.read),
                read_links(of.binary("links"), f"links of {place}"),
                of.each("answers", Answer.read),
            )

        return read


@dataclass(frozen=True, slots=True)
class Opened:
    """What the ceremony hands to the registrar, opened.json: every ballot, tied to no entry.

    `dice` are the digits rolled after H was announced, "" where none were; `attestations` are
    sentences of those present.
    """

    manifest_hash: bytes
    root: bytes
    groups: tuple[OpenedGroup, ...]
    dice: str = ""
    attestations: tuple[str, ...] = ()

    @property
    def published(self) -> Published:
        """What the bundle publishes of it, with H."""
        groups = tuple(group.published for group in self.groups)
        announced = opening_hash(self.manifest_hash, self.root, groups)
        return Published(groups, announced, self.dice, self.attestations)

    def canonical(self) -> bytes:
        """The bytes of opened.json."""
        return canonical(
            {
                "M": to_base64url(self.manifest_hash),
                "root": to_base64url(self.root),
                "groups": [group.as_json() for group in self.groups],
                "H": to_base64url(self.published.H),
                "dice": self.dice,
                "attestations": self.attestations,
            }
        )

    @classmethod
    def parse(cls, raw: bytes, manifest: Manifest) -> "Opened":
        """The opening of exactly these canonical bytes; Malformed unless its H is its own."""
        value = parse_canonical(raw, "opened.json")
        names = "M", "root", "groups", "H", "dice", "attestations"
        of = Fields(value, "opened.json", *names)
        opened = cls(
            of.binary("M", HASH),
            of.binary("root", HASH),
            of.each("groups", OpenedGroup.reader(manifest.pad_len)),
            read_dice(value, "opened.json"),
            of.texts("attestations"),
        )
        if of.binary("H", HASH) != opened.published.H:
            raise Malformed("H of opened.json is not the hash of what opened.json holds")
        return opened
