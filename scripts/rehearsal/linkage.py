"""The attack of PROTOCOL.md's first invariant: match true voters to entries by order and number."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Match:
    """How many voters one order links to their entries, in one contest group."""

    group: str
    order: str
    hits: int
    voters: int


def best_matches(files: Iterable[Path], truth: Sequence[Mapping[str, Any]]) -> list[Match]:
    """For each group the order, of all that the files hold, that links most voters.

    The attacker knows in which order ballots were issued, and tries every order in which the
    entries can be met: in each file, by their first and by their last trace, forwards and
    backwards. With one voter after the other, an order that was kept links them all.
    """
    found: dict[str, list[Match]] = {}
    contents = [(file.name, file.read_bytes()) for file in files]
    for group in sorted({group for line in truth for group in line["groups"]}):
        voters = [line for line in truth if group in line["groups"]]
        for name, content in contents:
            for order, places in _orders(content, [line["groups"][group] for line in voters]):
                hits = _hits(places)
                found.setdefault(group, []).append(
                    Match(group, f"{name}, {order}", hits, len(voters))
                )
    return [max(matches, key=lambda match: match.hits) for matches in found.values()]


def _orders(
    content: bytes, entries: Sequence[Mapping[str, str]]
) -> Iterable[tuple[str, list[int]]]:
    """Where each entry is met, if all but a few are: the numbers that an order is made of."""
    traces = [_traces(entry) for entry in entries]
    for order, find in (("first trace", content.find), ("last trace", content.rfind)):
        places = [max(find(trace) for trace in of_entry) for of_entry in traces]
        if sum(place >= 0 for place in places) * 2 > len(places):
            yield order, places
            yield f"{order}, backwards", [-place for place in places]


def _traces(entry: Mapping[str, str]) -> list[bytes]:
    """A token or leaf as it may stand anywhere: raw, in hexadecimal, in base64url."""
    raws = [bytes.fromhex(entry["token_pk"]), bytes.fromhex(entry["leaf_hash"])]
    return [
        form
        for raw in raws
        for form in (raw, raw.hex().encode(), base64.urlsafe_b64encode(raw).rstrip(b"="))
    ]


def _hits(places: Sequence[int]) -> int:
    """How many voters stand at the same rank in the order of places as in the order of issue."""
    by_place = sorted(range(len(places)), key=places.__getitem__)
    return sum(rank == voter for rank, voter in enumerate(by_place))
