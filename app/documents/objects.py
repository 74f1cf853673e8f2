"""A strict reading of JSON: every field is asked for, every fault is named by its place."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeAlias, TypeVar

from app.core.faults import BadInput
from app.documents.typed_cells import TRUTH, day

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
MOST = 999_999_999
DIGITS = re.compile("[0-9]{1,9}")
Reads: TypeAlias = Callable[[object, str], T]


class Fields:
    """The fields of a JSON object, each to be asked for; what nobody asked for is refused."""

    def __init__(self, raw: object, place: str) -> None:
        if not isinstance(raw, dict):
            raise BadInput(f"{place} must be a JSON object.")
        self._raw: dict[str, object] = dict(raw)
        self.place = place

    def read(self, name: str, reads: Reads[T]) -> T | None:
        """A field, or None where it is missing, null or an empty text."""
        raw = self._raw.pop(name, None)
        return None if raw is None or raw == "" else reads(raw, f"{self.place}.{name}")

    def need(self, name: str, reads: Reads[T]) -> T:
        """A field that must be there."""
        found = self.read(name, reads)
        if found is None:
            raise BadInput(f"{self.place}.{name} is missing.")
        return found

    def done(self) -> None:
        """Refuses the fields that nobody asked for."""
        if self._raw:
            raise BadInput(f"{self.place} has an unknown field: {', '.join(sorted(self._raw))}.")


def rows(reads: Reads[T]) -> Reads[tuple[T, ...]]:
    """A list, each entry read alike."""

    def read(raw: object, place: str) -> tuple[T, ...]:
        if not isinstance(raw, list):
            raise BadInput(f"{place} must be a list.")
        return tuple(reads(row, f"{place}[{number}]") for number, row in enumerate(raw, 1))

    return read


def as_text(raw: object, place: str) -> str:
    """A text, without space at its ends."""
    if not isinstance(raw, str):
        raise BadInput(f"{place} must be a text.")
    return raw.strip()


def as_number(raw: object, place: str) -> int:
    """A whole number from 0 to MOST, also where it is written as a text."""
    if isinstance(raw, str) and DIGITS.fullmatch(raw):
        return int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw <= MOST:
        raise BadInput(f"{place} must be a whole number from 0 to {MOST:,}.")
    return raw


def as_truth(raw: object, place: str) -> bool:
    """True or false, or the roll's yes or no."""
    if isinstance(raw, str) and raw in TRUTH:
        return TRUTH[raw]
    if not isinstance(raw, bool):
        raise BadInput(f"{place} must be true or false.")
    return raw


def as_day(raw: object, place: str) -> date:
    """A date like 2027-10-16."""
    text = as_text(raw, place)
    try:
        return day(text)
    except ValueError as fault:
        raise BadInput(f"{place}: {text!r} {fault}.") from fault


def one_of(choices: type[E]) -> Reads[E]:
    """One of an enumeration's values."""

    def read(raw: object, place: str) -> E:
        try:
            return choices(as_text(raw, place))
        except ValueError as fault:
            raise BadInput(f"{place}: {raw!r} must be one of {', '.join(choices)}.") from fault

    return read
