from collections.abc import Mapping
from dataclasses import dataclass

from app.core.secrecy.encoding import Json, Malformed, canonical, parse_canonical, to_base64url
from app.core.secrecy.fields import Fields
from app.core.secrecy.groups import LARGEST_COUNT

_DIGEST = 32


@dataclass(frozen=True, slots=True)
class GroupRegister:
    """How many members of a group may vote, and to how many of them a ballot was issued."""

    eligible: int
    issued: int

    @classmethod
    def read(cls, value: Json, place: str) -> "GroupRegister":
        """The counts at `place` of register.json."""
        of = Fields(value, place, *cls.__slots__)
        return cls(of.number("eligible", 0, LARGEST_COUNT), of.number("issued", 0, LARGEST_COUNT))


@dataclass(frozen=True, slots=True)
class Register:
    """What the bundle tells of the register, register.json: counts by group_id, no member.

    `issued_list_sha256` is the digest of the issued list as the observers received it.
    """

    groups: Mapping[int, GroupRegister]
    issued_list_sha256: bytes

    def canonical(self) -> bytes:
        """The bytes of register.json."""
        groups: dict[str, Json] = {
            str(group_id): {"eligible": counts.eligible, "issued": counts.issued}
            for group_id, counts in self.groups.items()
        }
        digest = to_base64url(self.issued_list_sha256)
        return canonical({"groups": groups, "issued_list_sha256": digest})

    @classmethod
    def parse(cls, raw: bytes) -> "Register":
        """The register of exactly these canonical bytes."""
        value = parse_canonical(raw, "register.json")
        of = Fields(value, "register.json", "groups", "issued_list_sha256")
        groups = value["groups"] if isinstance(value, Mapping) else None
        if not isinstance(groups, Mapping):
            raise Malformed("groups of register.json must be an object")
        read = {
            _group_id(name): GroupRegister.read(counts, f"register.json, groups[{name}]")
            for name, counts in groups.items()
        }
        return cls(read, of.binary("issued_list_sha256", _DIGEST))


def _group_id(name: str) -> int:
    if not (name.isascii() and name.isdigit()) or str(int(name[:6])) != name:
        raise Malformed(f"register.json has a group {name[:20]!r}, which is not a group_id")
    return int(name)
