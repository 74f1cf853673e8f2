import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.core.ties import fold


@dataclass(frozen=True)
class Person:
    """A member of the made-up roll, as the rehearsal's story needs one."""

    number: str
    last: str
    given: str
    county: str
    at_home: bool  # in Oregon, so that the county gives the district
    steward: bool
    mailable: bool
    lapsed: bool
    sound: bool  # active, in the bargaining unit, and in good standing without an end

    @property
    def name(self) -> str:
        """The name as a ballot prints it."""
        return f"{self.last}, {self.given}"


class People:
    """Everybody on the made-up roll."""

    def __init__(self, roll: Mapping[str, bytes]) -> None:
        standing: dict[str, dict[str, str]] = {}
        for row in _rows(roll["standing.csv"]):
            standing[row["member_number"]] = row  # the latest period of a member stands last
        self.all = [
            _person(row, standing.get(row["member_number"])) for row in _rows(roll["roll.csv"])
        ]

    @cached_property
    def sound(self) -> list[Person]:
        """Those with a vote who can be written to and whose district is plain."""
        return [each for each in self.all if each.sound and each.mailable and each.at_home]


def with_other_name(person: Person, others: Collection[Person]) -> bool:
    """Whether the alphabet can tell this person from all of the others by last name."""
    return all(fold(person.last) != fold(other.last) for other in others)


def _rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode())))


def _person(row: Mapping[str, str], period: Mapping[str, str] | None) -> Person:
    good = period is not None and period["status"] == "good" and not period["to"]
    return Person(
        number=row["member_number"],
        last=row["latin_last_name"] or row["last_name"],
        given=row["first_name"],
        county=row["county"],
        at_home=row["state"] == "OR",
        steward=row["steward"] != "none",
        mailable=bool(row["email"]),
        lapsed=period is not None and period["status"] == "lapsed",
        sound=good and row["kind"] == "active" and row["in_bargaining_unit"] == "yes",
    )
