import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

PROTOCOL = "tellers/1"
_LARGEST = 2**53  # beyond it JSON numbers are no longer exact in every reader (RFC 8785, 3.2.2.3)
_DEEPEST = 64  # so that no reader's stack decides what is accepted
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")


class Malformed(ValueError):
    """Bytes that are not what the protocol says they are: one sentence, never repaired."""


def context(label: str, *parts: bytes) -> bytes:
    """C(label, x...): what is signed, hashed or bound, set apart from every other use."""
    return f"{PROTOCOL}|{label}|".encode("ascii") + b"".join(parts)


def uint16(number: int) -> bytes:
    """Two bytes, big-endian."""
    return number.to_bytes(2, "big")


def uint32(number: int) -> bytes:
    """Four bytes, big-endian."""
    return number.to_bytes(4, "big")


def uint64(number: int) -> bytes:
    """Eight bytes, big-endian."""
    return number.to_bytes(8, "big")


def cut(raw: bytes, *lengths: int) -> list[bytes]:
    """`raw` cut into parts of these lengths and what remains."""
    parts: list[bytes] = []
    for length in lengths:
        parts.append(raw[:length])
        raw = raw[length:]
    return [*parts, raw]


def to_base64url(raw: bytes) -> str:
    """RFC 4648 section 5, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_base64url(text: str, what: str = "the text") -> bytes:
    """The one reading of canonical, unpadded base64url; everything else is Malformed."""
    if re.fullmatch(r"[A-Za-z0-9_-]*", text) is None or len(text) % 4 == 1:
        raise Malformed(f"{what} is not base64url without padding")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if to_base64url(raw) != text:
        raise Malformed(f"{what} is not canonical base64url: its unused last bits are not zero")
    return raw


def to_base64(raw: bytes) -> str:
    """RFC 4648 section 4, padded, as signed notes have it."""
    return base64.b64encode(raw).decode("ascii")


def from_base64(text: str, what: str) -> bytes:
    """The one reading of canonical, padded base64."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Malformed(f"{what} is not base64") from fault
    if to_base64(raw) != text:
        raise Malformed(f"{what} is not canonical base64")
    return raw


def to_crockford(raw: bytes) -> str:
    """Crockford base32 in groups of four, for people to copy by hand; last bits zero."""
    pad = -len(raw) * 8 % 5
    number = int.from_bytes(raw, "big") << pad
    length = (len(raw) * 8 + pad) // 5
    text = "".join(_CROCKFORD[number >> 5 * place & 31] for place in reversed(range(length)))
    return "-".join(text[at : at + 4] for at in range(0, length, 4))


def from_crockford(text: str, length: int, what: str) -> bytes:
    """Exactly `length` bytes; case, hyphens, spaces and O, I, L for 0, 1, 1 are forgiven."""
    digits = re.sub(r"[\s-]", "", text).upper().translate(_LOOKALIKES)
    pad = -length * 8 % 5
    if len(digits) != (length * 8 + pad) // 5:
        raise Malformed(f"{what} has {len(digits)} characters, not {(length * 8 + pad) // 5}")
    number = 0
    for digit in digits:
        if digit not in _CROCKFORD:
            raise Malformed(f"{what} has the character {digit!r}, which no code has")
        number = number << 5 | _CROCKFORD.index(digit)
    if number & ((1 << pad) - 1):
        raise Malformed(f"{what} ends in a character that no code of its length ends in")
    return (number >> pad).to_bytes(length, "big")


def in_groups(digest: bytes) -> str:
    """A digest for people to read out and compare: hexadecimal in groups of four."""
    return digest.hex(" ", 2)


def canonical(value: Json) -> bytes:
    """RFC 8785 for null, booleans, integers within 2^53, strings, arrays and objects."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def _ordered(value: Json, depth: int = 0) -> Json:
    """Checks what may be written and puts names in the order of their UTF-16 code units."""
    if depth > _DEEPEST:
        raise Malformed("a value lies too deep")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise Malformed("a number is beyond 2^53")
        return value
    if isinstance(value, str):
        return _encodable(value)
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: _encodable(name).encode("utf-16-be"))
        return {name: _ordered(value[name], depth + 1) for name in names}
    if isinstance(value, list | tuple):
        return [_ordered(each, depth + 1) for each in value]
    raise Malformed(f"{type(value).__name__} has no canonical JSON here")


def _encodable(text: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Malformed("a text has half a surrogate pair")
    return text


def parse_json(raw: bytes, what: str) -> Json:
    """JSON in UTF-8 without fractions, names that stand twice, or numbers beyond 2^53."""
    try:
        value: Json = json.loads(
            raw.decode(),
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
            object_pairs_hook=_once,
        )
        canonical(value)
    except Malformed as fault:
        raise Malformed(f"{what} is not accepted: {fault}") from fault
    except (ValueError, RecursionError) as fault:
        raise Malformed(f"{what} is not JSON") from fault
    return value


def parse_canonical(raw: bytes, what: str = "the text") -> Json:
    """The value of bytes x for which JCS(parse(x)) is x; everything else is Malformed.

    Numbers that are no integers within 2^53 have no canonical form here.
    """
    value = parse_json(raw, what)
    if canonical(value) != raw:
        raise Malformed(f"{what} is not canonical JSON (RFC 8785)")
    return value


def _no_fraction(text: str) -> NoReturn:
    raise Malformed(f"the number {text[:40]} is not an integer")


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Malformed("a name stands twice in one object")
    return members
