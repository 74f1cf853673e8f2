"""The attack on the secret ballot's first promise: match voters to entries by order and number."""

import base64
import hashlib
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

PAGE = 4096
HEAD = 16  # bytes of a trace that tell it from every other, also where they are hexadecimal
WORD = 8  # bytes of a head that most files are searched by
_SQLITE = b"SQLite format 3\0"
Line = Mapping[str, Any]  # one voter of the truth: member_number, groups
K = TypeVar("K", bound=Hashable)
Order = Mapping[K, float]  # where each of them stands


@dataclass(frozen=True)
class Match:
    """How many of the voters whom both orders hold a pair of them links, in one contest group."""

    group: str
    voters_by: str
    entries_by: str
    hits: int
    voters: int


@dataclass(frozen=True)
class Marks:
    """Traces to look for: whose each is, by its head."""

    whose: Mapping[bytes, Hashable]

    @cached_property
    def _numbers(self) -> frozenset[int]:
        return frozenset(int.from_bytes(head[:WORD], sys.byteorder) for head in self.whose)

    def met_in(self, content: bytes) -> Iterator[tuple[int, Hashable]]:
        """Every mark in the content, where and whose."""
        if self._none_in(memoryview(content)):
            return
        for at in range(len(content) - HEAD + 1):
            if (head := content[at : at + HEAD]) in self.whose:
                yield at, self.whose[head]

    def _none_in(self, content: memoryview) -> bool:
        """Whether no mark stands anywhere, asked word by word since most files are long."""
        words = [content[start:] for start in range(min(WORD, len(content)))]
        whole = (each[: len(each) // WORD * WORD].cast("Q") for each in words)
        return all(self._numbers.isdisjoint(each) for each in whole)


def best_matches(
    entries: Mapping[str, Mapping[str, Order[str]]], voters: Mapping[str, Order[str]]
) -> list[Match]:
    """For each group and order of the voters the entries' order that links most, either way round.

    `entries` holds by group every order in which the entries were met, `voters` every order in
    which the registrar may have kept its voters. With one voter after the other, a pair that was
    kept links them all; one that was not links one by chance.
    """
    return [
        max(
            (
                _match(group, voters_by, by_voter, entries_by, by_entry)
                for entries_by, by_entry in orders.items()
            ),
            key=lambda match: match.hits,
            default=Match(group, voters_by, "none: no entry is there", 0, len(by_voter)),
        )
        for group, orders in sorted(entries.items())
        for voters_by, by_voter in voters.items()
    ]


def best_of_each_group(matches: Iterable[Match]) -> list[Match]:
    """The match that links most voters in each contest group, with whatever order of theirs."""
    best: dict[str, Match] = {}
    for match in matches:
        if match.group not in best or match.hits > best[match.group].hits:
            best[match.group] = match
    return list(best.values())


def entry_orders(
    files: Iterable[Path], truth: Sequence[Line]
) -> dict[str, dict[str, dict[str, float]]]:
    """By group, every different order in which these files hold the voters' tokens or leaves."""
    marks = {
        trace[:HEAD]: (group, line["member_number"])
        for line in truth
        for group, cast in line["groups"].items()
        for trace in _traces(cast)
    }
    orders = orders_in(files, marks)
    return {
        each: different(
            {
                by: {number: at for (group, number), at in order.items() if group == each}
                for by, order in orders.items()
            }
        )
        for each in {group for line in truth for group in line["groups"]}
    }


def orders_in(files: Iterable[Path], whose: Mapping[bytes, K]) -> dict[str, dict[K, float]]:
    """Every order in which files hold these marks, by what it goes by.

    In each file by first and last trace and by page, in all files together by name and by time
    of change, and in an SQLite file by row and by every number beside the mark.
    """
    marks = Marks(whose)
    found: dict[Path, list[tuple[int, Any]]] = {}
    orders: dict[str, dict[K, float]] = {}
    for file in files:
        content = file.read_bytes()
        if held := list(marks.met_in(content)):
            found[file] = held
            orders |= {f"{file.name}, {by}": order for by, order in _file_orders(held)}
            if content.startswith(_SQLITE):
                orders |= {f"{file.name}, {by}": order for by, order in _row_orders(file, marks)}
    by_time = sorted(found, key=lambda file: file.stat().st_mtime_ns)
    for name, ordered in (("names", sorted(found)), ("times", by_time)):
        together = enumerate(whose for file in ordered for _, whose in found[file])
        orders[f"all files by their {name}"] = {whose: at for at, whose in together}
    return orders


def different(orders: Mapping[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Each order once, under the first of its names, so that chance is not tried twice."""
    seen: dict[tuple[str, ...], str] = {}
    for name, order in orders.items():
        seen.setdefault(tuple(_ranked(order, "")), name)
    return {name: orders[name] for ranked, name in seen.items() if ranked}


def by_part(truth: Sequence[Line]) -> list[dict[str, Any]]:
    """The truth with each voter's three groups by name: all, a district's, delegates."""
    everybody, delegates = "1", max(truth[0]["groups"], key=int)
    names = {everybody: "all", delegates: "delegates"}
    return [
        {
            **line,
            "groups": {
                names.get(group, f"district's group {group}"): cast
                for group, cast in line["groups"].items()
            },
        }
        for line in truth
    ]


def _match(
    group: str, voters_by: str, voters: Order[str], entries_by: str, entries: Order[str]
) -> Match:
    """How many stand at the same rank in both, either way round."""
    in_both = voters.keys() & entries.keys()
    by_voter = _ranked({number: voters[number] for number in in_both}, "voter")
    by_entry = _ranked({number: entries[number] for number in in_both}, "entry")
    forwards = sum(one == other for one, other in zip(by_voter, by_entry, strict=True))
    backwards = sum(one == other for one, other in zip(by_voter, by_entry[::-1], strict=True))
    return Match(group, voters_by, entries_by, max(forwards, backwards), len(in_both))


def _ranked(order: Order[str], kind: str) -> list[str]:
    """By place; those at one place lie by a hash, so that a tie is never a link."""
    return sorted(
        order, key=lambda each: (order[each], hashlib.sha256((kind + each).encode()).digest())
    )


def _file_orders(held: Iterable[tuple[int, Any]]) -> Iterator[tuple[str, dict[Any, float]]]:
    first: dict[Any, float] = {}
    last: dict[Any, float] = {}
    for at, whose in held:
        first.setdefault(whose, at)
        last[whose] = at
    yield "first trace", first
    yield "last trace", last
    # In a b-tree's page the cells grow from the end towards the beginning.
    yield "page", {whose: (at // PAGE + 1) * PAGE - at % PAGE / PAGE for whose, at in first.items()}


def _row_orders(file: Path, marks: Marks) -> Iterator[tuple[str, dict[Any, float]]]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            orders: dict[str, dict[Any, float]] = defaultdict(dict)
            rows = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (its own names)
            columns = [column for column, *_ in rows.description]
            for number, row in enumerate(rows):
                numbers = {"row": number, **dict(zip(columns, row, strict=True))}
                for whose in {whose for value in row for _, whose in marks.met_in(_raw(value))}:
                    for column, value in numbers.items():
                        if isinstance(value, int | float):
                            orders[column].setdefault(whose, value)
            yield from ((f"{by} of {table}", order) for by, order in orders.items())


def _raw(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _traces(entry: Mapping[str, str]) -> list[bytes]:
    """A token or leaf as it may stand anywhere: raw, in hexadecimal, in base64url."""
    return [
        form
        for raw in (bytes.fromhex(entry["token_pk"]), bytes.fromhex(entry["leaf_hash"]))
        for form in (raw, raw.hex().encode(), base64.urlsafe_b64encode(raw).rstrip(b"="))
    ]
