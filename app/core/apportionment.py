from dataclasses import dataclass

from app.core.faults import BadInput
from app.core.rules import LocalRules
from app.core.templates import Apportionment


@dataclass(frozen=True, slots=True)
class Share:
    """The seats that so many members bring, and how they were reckoned."""

    members: int
    seats: int
    working: str

    def as_json(self) -> dict[str, int | str]:
        """The answer of `tellers apportion`."""
        return {"members": self.members, "seats": self.seats, "working": self.working}


def apportion(by: Apportionment, members: int) -> Share:
    """The seats an apportionment gives; BadInput for a number of members below zero."""
    if members < 0:
        raise BadInput("A number of members cannot be below zero.")
    full, rest = divmod(max(0, members - by.beyond), by.per)
    further = by.major_portion and 2 * rest > by.per
    seats = max(by.least, by.base + full + further)
    return Share(members, seats, f"{_working(by, members, full, rest, further)}: {seats}")


def _working(by: Apportionment, members: int, full: int, rest: int, further: bool) -> str:
    says = f"{members} members"
    if by.beyond:
        says += f", {max(0, members - by.beyond)} above the first {by.beyond}"
    says += f", give {by.base} and" if by.base else ", give"
    says += f" {full} for full portions of {by.per}"
    if by.major_portion:
        says += f" and {1 if further else 0} for the rest of {rest}"
        says += f" ({'' if further else 'not '}more than half of {by.per})"
    if by.base + full + further < by.least:
        says += f"; at least {by.least}"
    return says


def apportionment(rules: LocalRules, name: str) -> Apportionment:
    """The apportionment of that name."""
    for row in rules.apportionments:
        if row.name == name:
            return row
    known = ", ".join(row.name for row in rules.apportionments) or "none"
    raise BadInput(f"{rules.name} has no apportionment {name!r}; it has: {known}.")
