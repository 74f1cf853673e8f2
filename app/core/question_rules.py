from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """A question that the bylaws have voted on: who votes, and what carries it.

    `threshold`, `base` and `quorum` are parameters of the counting rule `question`; with
    `by_unit` every unit votes on its own and all must carry. `approval` is by whom the outcome
    must be approved before it takes effect, or "".
    """

    id: str
    title: str
    voters: str
    threshold: str
    base: str
    quorum: str
    by_unit: bool
    in_meeting: bool
    arguments: bool
    approval: str
    cite: str
    rule: str


@dataclass(frozen=True, slots=True)
class PetitionRule:
    """How many must sign: a number, or a share of the members eligible to vote."""

    id: str
    title: str
    signers: int | None
    share: tuple[int, int] | None
    cite: str
    rule: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a member whom a rule shuts out can do, and until which date of the calendar."""

    rule: str
    says: str
    until: str


@dataclass(frozen=True, slots=True)
class StewardRules:
    """Stewards are elected by the members of each unit of a field, so many to each."""

    field: str
    title: str
    apportioned: str
    cite: str
    rule: str
