from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.core.templates import Guarantee, Trait


@dataclass(frozen=True, slots=True)
class Condition:
    """What a field of the roll must say of a voter or candidate, with the clause that wants it.

    `how` is a Trait's; `says` is what is needed as a noun phrase: "a home in District 3".
    """

    field: str
    values: tuple[str, ...]
    rule: str
    cite: str
    says: str
    how: str = "in"

    def as_json(self) -> dict[str, Any]:
        """The condition as `tellers contests --json` lists it, without numbers of members."""
        named = self.field == "member_number"  # members sign in with it, and anyone reads this
        return {
            "field": self.field,
            "how": self.how,
            **({} if named else {"values": list(self.values)}),
            "rule": self.rule,
            "cite": self.cite,
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class Electorate:
    """The members who vote in a contest: all for whom every condition holds."""

    id: str
    title: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Contest:
    """One contest of an election: its seats, who votes, who may stand, and how it is counted.

    `seats` is None while unknown; `working` is how an apportioned number was reckoned. `rule` is
    the counting rule proposed until another is adopted, with `parameters` that the contest gives.
    """

    id: str
    title: str
    office: str
    unit: str
    chapter: str
    group: str
    method: str
    seats: int | None
    rule: str
    electorate: Electorate
    conditions: tuple[Condition, ...]
    guarantees: tuple[Guarantee, ...]
    cite: str
    working: str = ""
    parameters: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The contest as `tellers contests --json` lists it."""
        shown = {
            "id": self.id,
            "title": self.title,
            "seats": self.seats,
            "rule": self.rule,
            "electorate": self.electorate.id,
            "conditions": [condition.as_json() for condition in self.conditions],
            "cite": self.cite,
        }
        return shown | ({"working": self.working} if self.working else {})

    def stored(self) -> dict[str, Any]:
        """All of the contest as JSON values, for an election to keep."""
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Contest":
        """The contest as it was stored."""
        electorate = stored["electorate"]
        voters = tuple(_condition(each) for each in electorate["conditions"])
        return cls(
            **{
                **stored,
                "electorate": Electorate(electorate["id"], electorate["title"], voters),
                "conditions": tuple(_condition(each) for each in stored["conditions"]),
                "guarantees": tuple(_guarantee(each) for each in stored["guarantees"]),
                "parameters": tuple((key, value) for key, value in stored.get("parameters", ())),
            }
        )


def _condition(stored: Mapping[str, Any]) -> Condition:
    return Condition(**{**stored, "values": tuple(stored["values"])})


def _guarantee(stored: Mapping[str, Any]) -> Guarantee:
    where = tuple(Trait(**{**each, "values": tuple(each["values"])}) for each in stored["where"])
    return Guarantee(stored["name"], where, stored["seats"])
