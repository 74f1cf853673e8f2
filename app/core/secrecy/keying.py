from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.secrecy.encoding import Json, Malformed, parse_json
from app.core.secrecy.fields import Fields
from app.core.secrecy.groups import LARGEST_COUNT, BallotContest
from app.core.secrecy.payloads import Choices, as_choices, pad_payload


@dataclass(frozen=True, slots=True)
class Keyed:
    """One paper ballot as a clerk read it: its choices, or why it is spoiled."""

    choices: Choices | None
    spoiled: str = ""


def read_keyed(
    raw: bytes, contests: Sequence[BallotContest], pad_len: int, what: str
) -> dict[int, Keyed]:
    """What one clerk keyed, by the number written on the ballot.

    A line is {"ballot": 1, "choices": {...}}, as an electronic ballot has them, or
    {"ballot": 2, "spoiled": "reason"}. Malformed names the line.
    """
    found: dict[int, Keyed] = {}
    for at, line in enumerate(raw.splitlines(), 1):
        place = f"{what}, line {at}"
        number, keyed = _read(parse_json(line, place), place, contests, pad_len)
        if number in found:
            raise Malformed(f"{place}: ballot {number} was keyed before")
        found[number] = keyed
    return found


def _read(
    value: Json, place: str, contests: Sequence[BallotContest], pad_len: int
) -> tuple[int, Keyed]:
    spoiled = isinstance(value, Mapping) and "spoiled" in value
    of = Fields(value, place, "ballot", "spoiled" if spoiled else "choices")
    number = of.number("ballot", 1, LARGEST_COUNT)
    if spoiled:
        return number, Keyed(None, of.text("spoiled"))
    choices = as_choices(of.member("choices"))
    if choices is None:
        raise Malformed(f"{place}: choices must be an object of arrays of numbers")
    try:
        pad_payload(choices, contests, pad_len)
    except Malformed as fault:
        raise Malformed(f"{place}: {fault}") from fault
    return number, Keyed(choices)


def differences(first: Mapping[int, Keyed], second: Mapping[int, Keyed]) -> list[int]:
    """The numbers of the ballots that two clerks did not key alike, or that only one keyed.

    Two who call a ballot spoiled agree, whatever their words.
    """
    return [
        number
        for number in sorted(first.keys() | second.keys())
        if number not in first
        or number not in second
        or first[number].choices != second[number].choices
    ]


def settled(
    first: Mapping[int, Keyed], second: Mapping[int, Keyed], third: Mapping[int, Keyed]
) -> list[Keyed]:
    """The ballots in the order of their numbers; where two clerks differ, as a third look says.

    Malformed where a difference has no third look, or a third look no difference.
    """
    differing = differences(first, second)
    if missing := [number for number in differing if number not in third]:
        raise Malformed(f"ballots {_listed(missing)} were not keyed alike and need a third look")
    if needless := sorted(third.keys() - set(differing)):
        raise Malformed(f"ballots {_listed(needless)} were keyed alike and need no third look")
    return [
        third.get(number, first.get(number, Keyed(None)))
        for number in sorted(first.keys() | second.keys())
    ]


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
