from collections.abc import Mapping

from app.core.secrecy.encoding import Json, Malformed, canonical, parse_json, to_base64url
from app.core.secrecy.fields import Fields
from app.core.secrecy.groups import LARGEST_GROUP_ID
from app.core.secrecy.tokens import SIGNATURE


def issue_request(blinded_msgs: Mapping[int, bytes]) -> bytes:
    """The body of POST /issue: a blinded message for each of the member's groups, ascending."""
    return _write(blinded_msgs, "blinded_msg")


def read_issue_request(raw: bytes) -> dict[int, bytes]:
    """blinded_msg by group_id; Malformed unless ascending and each 384 bytes."""
    return _read(raw, "blinded_msg", "the issue request")


def issue_answer(blind_sigs: Mapping[int, bytes]) -> bytes:
    """The answer of POST /issue: a blind signature for each group, ascending."""
    return _write(blind_sigs, "blind_sig")


def read_issue_answer(raw: bytes) -> dict[int, bytes]:
    """blind_sig by group_id; Malformed unless ascending and each 384 bytes."""
    return _read(raw, "blind_sig", "the issue answer")


def _write(numbers: Mapping[int, bytes], name: str) -> bytes:
    groups: list[Json] = [
        {"group_id": group_id, name: to_base64url(numbers[group_id])}
        for group_id in sorted(numbers)
    ]
    return canonical({"groups": groups})


def _read(raw: bytes, name: str, what: str) -> dict[int, bytes]:
    def pair(value: Json, place: str) -> tuple[int, bytes]:
        of = Fields(value, place, "group_id", name)
        return of.number("group_id", 1, LARGEST_GROUP_ID), of.binary(name, SIGNATURE)

    pairs = Fields(parse_json(raw, what), what, "groups").each("groups", pair)
    numbers = dict(pairs)
    if [group_id for group_id, _ in pairs] != sorted(numbers):
        raise Malformed(f"the groups of {what} are not ascending, each once")
    return numbers
