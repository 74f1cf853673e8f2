from collections.abc import Mapping, Sequence
from typing import TypeAlias

from app.core.secrecy.encoding import Json, Malformed, canonical, parse_canonical, uint16
from app.core.secrecy.groups import BallotContest
from app.core.secrecy.reasons import Reason

Choices: TypeAlias = Mapping[str, Sequence[int]]
"""By contest id, candidate numbers from 1: a ranking in order, or marks ascending; blank is []."""


def pad_payload(choices: Choices, contests: Sequence[BallotContest], pad_len: int) -> bytes:
    """padded = uint16(length) || JCS || zeros to pad_len; choices no ballot holds are Malformed.

    `contests` are those of the group.
    """
    payload = canonical(choices)
    padded = uint16(len(payload)) + payload + bytes(max(0, pad_len - 2 - len(payload)))
    read = read_payload(padded, contests, pad_len)
    if isinstance(read, Reason):
        raise Malformed(f"these choices are not a valid ballot: {read}")
    return padded


def read_payload(
    padded: bytes, contests: Sequence[BallotContest], pad_len: int
) -> dict[str, tuple[int, ...]] | Reason:
    """The choices of a padded payload, or the first Reason why it is malformed.

    Contests are examined in the order given, which is the order of the group in the manifest.
    """
    length = int.from_bytes(padded[:2], "big")
    payload, zeros = padded[2 : 2 + length], padded[2 + length :]
    if len(padded) != pad_len or len(payload) != length or any(zeros):
        return Reason.PADDING
    try:
        value = parse_canonical(payload)
    except Malformed:
        return Reason.NOT_CANONICAL
    choices = as_choices(value)
    if choices is None:
        return Reason.NOT_A_BALLOT
    return _rule_on_choices(choices, contests) or choices


def as_choices(value: Json) -> dict[str, tuple[int, ...]] | None:
    """The value as contest ids with arrays of integers, or None where it is anything else."""
    if not isinstance(value, dict):
        return None
    choices: dict[str, tuple[int, ...]] = {}
    for contest, numbers in value.items():
        if not isinstance(numbers, list):
            return None
        integers = tuple(number for number in numbers if type(number) is int)  # a bool is none
        if len(integers) != len(numbers):
            return None
        choices[contest] = integers
    return choices


def _rule_on_choices(choices: Choices, contests: Sequence[BallotContest]) -> Reason | None:
    ids = {contest.id for contest in contests}
    if ids - choices.keys():
        return Reason.CONTEST_MISSING
    if choices.keys() - ids:
        return Reason.CONTEST_FOREIGN
    for contest in contests:
        if reason := _rule_on_numbers(choices[contest.id], contest):
            return reason
    return None


def _rule_on_numbers(numbers: Sequence[int], contest: BallotContest) -> Reason | None:
    if not all(1 <= number <= len(contest.candidates) for number in numbers):
        return Reason.NUMBER_UNKNOWN
    if len(set(numbers)) != len(numbers):
        return Reason.NUMBER_REPEATED
    if len(numbers) > contest.limit:
        return Reason.NUMBERS_TOO_MANY
    if not contest.ranked and list(numbers) != sorted(numbers):
        return Reason.MARKS_NOT_ASCENDING
    return None
