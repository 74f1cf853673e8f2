"""The attack of PROTOCOL.md's first invariant: match true voters to entries by order and number."""

import base64
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = 4096
_HEAD = 8  # bytes of a trace that tell it from every other
_SQLITE = b"SQLite format 3\0"
Order = tuple[str, Mapping[bytes, float]]


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
    entries can be met, forwards and backwards: in each file by first and last trace, by page, and
    by rowid. With one voter after the other, an order that was kept links them all.
    """
    best: dict[str, Match] = {}
    casts = [cast for line in truth for cast in line["groups"].values()]
    heads = {trace[:_HEAD] for cast in casts for trace in _traces(cast)}
    for file in files:
        for name, places in _orders(file, heads):
            for group in sorted({group for line in truth for group in line["groups"]}):
                match = _match(group, f"{file.name}, {name}", places, truth)
                if group not in best or match.hits > best[group].hits:
                    best[group] = match
    return [best[group] for group in sorted(best)]


def _match(
    group: str, order: str, places: Mapping[bytes, float], truth: Sequence[Mapping[str, Any]]
) -> Match:
    """How many stand at the same rank by place as in the order of issue, either way round."""
    casts = [line["groups"][group] for line in truth if group in line["groups"]]
    found = [max(places.get(trace[:_HEAD], -1.0) for trace in _traces(cast)) for cast in casts]
    if sum(place >= 0 for place in found) * 2 <= len(found):
        return Match(group, order, 0, len(casts))
    ranks = sorted(range(len(found)), key=found.__getitem__)
    forwards = sum(rank == voter for rank, voter in enumerate(ranks))
    backwards = sum(rank == voter for rank, voter in enumerate(reversed(ranks)))
    return Match(group, order, max(forwards, backwards), len(casts))


def _orders(file: Path, heads: set[bytes]) -> Iterator[Order]:
    content = file.read_bytes()
    first: dict[bytes, float] = {}
    last: dict[bytes, float] = {}
    for at in range(len(content) - _HEAD + 1):
        head = content[at : at + _HEAD]
        if head in heads:
            first.setdefault(head, at)
            last[head] = at
    yield "first trace", first
    yield "last trace", last
    # In a b-tree's page the cells grow from the end towards the beginning.
    yield "page", {head: (at // PAGE + 1) * PAGE - at % PAGE / PAGE for head, at in first.items()}
    if content.startswith(_SQLITE):
        yield from _row_orders(file, heads)


def _row_orders(file: Path, heads: set[bytes]) -> Iterator[Order]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            places: dict[bytes, float] = {}
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 (its own names)
                for value in row:
                    if isinstance(value, bytes):
                        for at in range(len(value) - _HEAD + 1):
                            if (head := value[at : at + _HEAD]) in heads:
                                places.setdefault(head, len(places))
            yield f"rows of {table}", places


def _traces(entry: Mapping[str, str]) -> list[bytes]:
    """A token or leaf as it may stand anywhere: raw, in hexadecimal, in base64url."""
    raws = [bytes.fromhex(entry["token_pk"]), bytes.fromhex(entry["leaf_hash"])]
    return [
        form
        for raw in raws
        for form in (raw, raw.hex().encode(), base64.urlsafe_b64encode(raw).rstrip(b"="))
    ]
