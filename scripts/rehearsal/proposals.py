from collections.abc import Collection
from dataclasses import dataclass, field

from rehearsal.people import Person


@dataclass(frozen=True)
class Proposal:
    """Somebody put forward for a contest; from the floor by two members, else in writing."""

    contest: str
    person: Person
    mover: Person | None = None
    seconder: Person | None = None

    @property
    def form(self) -> dict[str, object]:
        """The proposal as the committee enters it."""
        named: dict[str, object] = {"contest": self.contest, "member_number": self.person.number}
        if self.mover is None:
            return named | {"nominated_by": "a member"}
        seconder = self.seconder.number if self.seconder else None
        return named | {"mover": self.mover.number, "seconder": seconder, "attested": True}


@dataclass(frozen=True)
class Answers:
    """Who accepts what: everybody everything, but for the silent and for what is declined."""

    silent: Collection[str] = ()
    declined: Collection[tuple[str, str]] = field(default_factory=frozenset)
