import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

from app.core.secrecy.encoding import Json, Malformed, from_base64url

T = TypeVar("T")


class Fields:
    """One JSON object read strictly: exactly the names expected, each of its type and range.

    `place` names the object in every refusal ("the manifest, contests[2]").
    """

    def __init__(self, value: Json, place: str, *names: str) -> None:
        if not isinstance(value, dict):
            raise Malformed(f"{place} is not an object")
        if missing := [name for name in names if name not in value]:
            raise Malformed(f"{place} lacks {missing[0]}")
        if foreign := sorted(set(value) - set(names)):
            raise Malformed(f"{place} has {foreign[0]!r}, which does not belong there")
        self.place = place
        self._members: dict[str, Json] = value

    def text(self, name: str) -> str:
        """A string that is not empty."""
        value = self._members[name]
        if not isinstance(value, str) or not value:
            raise self._not(name, "a text that is not empty")
        return value

    def words(self, name: str) -> str:
        """A string that may be empty."""
        value = self._members[name]
        if not isinstance(value, str):
            raise self._not(name, "a text")
        return value

    def flag(self, name: str) -> bool:
        """true or false."""
        value = self._members[name]
        if not isinstance(value, bool):
            raise self._not(name, "true or false")
        return value

    def number(self, name: str, low: int, high: int) -> int:
        """An integer from `low` to `high`."""
        value = self._members[name]
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._not(name, f"an integer from {low} to {high}")
        return value

    def binary(self, name: str, length: int | None = None) -> bytes:
        """Base64url of exactly `length` bytes, or of any."""
        return _binary(self._members[name], length, f"{name} of {self.place}")

    def time(self, name: str) -> datetime:
        """An RFC 3339 time in whole UTC seconds: 2028-03-28T08:00:00Z."""
        value = self._members[name]
        if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z", value, re.A):
            try:
                return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            except ValueError:
                pass
        raise self._not(name, "a time like 2028-03-28T08:00:00Z")

    def member(self, name: str) -> Json:
        """Whatever stands there."""
        return self._members[name]

    def texts(self, name: str) -> tuple[str, ...]:
        """An array of strings, none empty, none twice."""
        found: list[str] = []
        for value in self.items(name):
            if not isinstance(value, str) or not value:
                raise self._not(name, "an array of texts that are not empty")
            found.append(value)
        if len(set(found)) != len(found):
            raise Malformed(f"{name} of {self.place} names one twice")
        return tuple(found)

    def binaries(self, name: str, length: int) -> tuple[bytes, ...]:
        """An array of base64url, each of exactly `length` bytes."""
        place = f"an entry of {name} of {self.place}"
        return tuple(_binary(value, length, place) for value in self.items(name))

    def items(self, name: str) -> list[Json]:
        """An array of anything."""
        value = self._members[name]
        if not isinstance(value, list):
            raise self._not(name, "an array")
        return value

    def each(self, name: str, read: Callable[[Json, str], T]) -> tuple[T, ...]:
        """An array whose objects `read` turns into what they are, given value and place."""
        return tuple(read(value, f"{self.place}, {name}[{at}]") for at, value in self._at(name))

    def _at(self, name: str) -> Iterator[tuple[int, Json]]:
        return enumerate(self.items(name))

    def _not(self, name: str, rule: str) -> Malformed:
        return Malformed(f"{name} of {self.place} must be {rule}")


def utc(time: datetime) -> str:
    """An RFC 3339 time in whole UTC seconds."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _binary(value: Json, length: int | None, place: str) -> bytes:
    if not isinstance(value, str):
        raise Malformed(f"{place} must be base64url")
    raw = from_base64url(value, place)
    if length is not None and len(raw) != length:
        raise Malformed(f"{place} has {len(raw)} bytes, not {length}")
    return raw
