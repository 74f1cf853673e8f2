"""A strict reading of TOML: every key is asked for, every value cited, every fault named."""

import re
from collections.abc import Callable
from typing import TypeVar

from app.core.clause import Clause
from app.core.faults import BadInput

T = TypeVar("T")
U = TypeVar("U")
DECISION = re.compile(r"decision (\d{4})")


class Table:
    """One table of a profile; `place` is how its faults are named ("local_7: terms")."""

    def __init__(self, raw: object, place: str, decisions: frozenset[str]) -> None:
        if not isinstance(raw, dict):
            raise BadInput(f"{place} must be a table.")
        self._raw: dict[str, object] = dict(raw)
        self.place = place
        self.decisions = decisions

    def __contains__(self, key: str) -> bool:
        return key in self._raw

    def keys(self) -> tuple[str, ...]:
        """The keys not asked for yet."""
        return tuple(self._raw)

    def take(self, key: str) -> object:
        """The raw value of a key that must be there."""
        if key not in self._raw:
            raise BadInput(f"{self.place} lacks {key}.")
        return self._raw.pop(key)

    def text(self, key: str) -> str:
        """A text that is not empty."""
        return as_text(self.take(key), f"{self.place}.{key}")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none twice."""
        return as_texts(self.take(key), f"{self.place}.{key}")

    def truth(self, key: str) -> bool:
        """True or false."""
        return as_truth(self.take(key), f"{self.place}.{key}")

    def table(self, key: str) -> "Table":
        """A table inside this one."""
        return Table(self.take(key), f"{self.place}.{key}", self.decisions)

    def tables(self, key: str) -> tuple["Table", ...]:
        """A list of tables; none where the key is missing."""
        rows = self._raw.pop(key, [])
        if not isinstance(rows, list):
            raise BadInput(f"{self.place}.{key} must be a list of tables.")
        return tuple(
            Table(row, f"{self.place}.{key}[{number}]", self.decisions)
            for number, row in enumerate(rows, 1)
        )

    def clause(self, key: str, reads: Callable[[object, str], T]) -> Clause[T]:
        """A cited value: {value = ..., cite = "...", rule = "..."}."""
        table = self.table(key)
        value = reads(table.take("value"), table.place)
        cite, rule = table.cited()
        table.done()
        return Clause(value, cite, rule)

    def maybe_clause(self, key: str, reads: Callable[[object, str], T]) -> Clause[T] | None:
        """A cited value, or None where the profile is silent."""
        return self.clause(key, reads) if key in self._raw else None

    def maybe(self, key: str, reads: Callable[[object, str], T], default: U) -> T | U:
        """A plain value, or the default where the key is missing."""
        return reads(self.take(key), f"{self.place}.{key}") if key in self._raw else default

    def cited(self) -> tuple[str, str]:
        """The clause and the rule id that this table's values come from."""
        if "cite" not in self._raw:
            raise BadInput(f"{self.place} has no cite: every value names its clause.")
        cite = self.text("cite")
        for number in DECISION.findall(cite):
            if number not in self.decisions:
                raise BadInput(f"{self.place} cites decision {number}, which does not exist.")
        return cite, self.text("rule")

    def done(self) -> None:
        """Refuses what nobody asked for."""
        if self._raw:
            raise BadInput(f"{self.place} has an unknown key: {', '.join(sorted(self._raw))}.")


def as_text(raw: object, place: str) -> str:
    """A text that is not empty."""
    if not isinstance(raw, str) or not raw.strip():
        raise BadInput(f"{place} must be a text that is not empty.")
    return raw


def as_texts(raw: object, place: str) -> tuple[str, ...]:
    """A list of texts, none twice."""
    if not isinstance(raw, list):
        raise BadInput(f"{place} must be a list of texts.")
    texts = tuple(as_text(text, place) for text in raw)
    if len(set(texts)) < len(texts):
        raise BadInput(f"{place} names the same thing twice.")
    return texts


def as_truth(raw: object, place: str) -> bool:
    """True or false."""
    if not isinstance(raw, bool):
        raise BadInput(f"{place} must be true or false.")
    return raw


def as_number(raw: object, place: str) -> int:
    """A whole number from 0."""
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise BadInput(f"{place} must be a whole number from 0.")
    return raw


def as_positive(raw: object, place: str) -> int:
    """A whole number from 1."""
    if as_number(raw, place) == 0:
        raise BadInput(f"{place} must be at least 1.")
    return as_number(raw, place)


def as_days(raw: object, place: str) -> int:
    """A number of days; below zero is before."""
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise BadInput(f"{place} must be a whole number of days.")
    return raw


def as_month_day(raw: object, place: str) -> tuple[int, int]:
    """A day of every year, written "05-01"."""
    found = re.fullmatch(r"(\d\d)-(\d\d)", raw) if isinstance(raw, str) else None
    if found is None:
        raise BadInput(f'{place} must be a month and a day, like "05-01".')
    month, day = int(found[1]), int(found[2])
    if not (1 <= month <= 12 and 1 <= day <= 28):
        raise BadInput(f"{place} must be a day that every year has, from 01 to 28 of a month.")
    return month, day


def one_of(*choices: str) -> Callable[[object, str], str]:
    """A text out of these."""

    def read(raw: object, place: str) -> str:
        if raw not in choices:
            raise BadInput(f"{place} must be one of: {', '.join(choices)}.")
        return as_text(raw, place)

    return read


def some_of(choices: frozenset[str]) -> Callable[[object, str], tuple[str, ...]]:
    """A list of texts, each out of these."""

    def read(raw: object, place: str) -> tuple[str, ...]:
        texts = as_texts(raw, place)
        for text in texts:
            if text not in choices:
                raise BadInput(f"{place} does not know {text!r}: {', '.join(sorted(choices))}.")
        return texts

    return read
