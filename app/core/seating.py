from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of the certificate: who sits, how they came to it, by which clause and why.

    `how` is "elected", "declared", "succession" or "ex officio".
    """

    contest: str
    member: str
    how: str
    cite: str
    because: str

    def as_json(self) -> dict[str, str]:
        """The seat as results.json lists it."""
        return {
            "contest": self.contest,
            "member": self.member,
            "how": self.how,
            "cite": self.cite,
            "because": self.because,
        }


@dataclass(frozen=True, slots=True)
class Filled:
    """A contest's outcome: who was elected, in order, or declared elected without a vote."""

    contest: str
    title: str
    elected: Sequence[str]
    declared: bool
    cite: str


def seat(contests: Sequence[Filled]) -> tuple[Seat, ...]:
    """Every seat that the contests fill, in their order."""
    return tuple(
        Seat(each.contest, name, _how(each), each.cite, _because(each, name))
        for each in contests
        for name in each.elected
    )


def _how(filled: Filled) -> str:
    return "declared" if filled.declared else "elected"


def _because(filled: Filled, name: str) -> str:
    if filled.declared:
        return f"{filled.title} had no more candidates than seats, so {name} is declared elected."
    return f"{name} was elected {filled.title}."
