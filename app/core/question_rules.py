from collections.abc import Mapping
from dataclasses import dataclass

MEMBERS, BODY = "members", "body"
# What brings a date of a question: days that somebody enters, and two that follow from acts.
ENTERED: Mapping[str, str] = {
    "submitted": "its submission",
    "notice": "the notice to members",
    "meeting": "the meeting",
    "expiry": "the meeting after which it is dead",
}
VOTE, PETITION = "vote", "petition"


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """A question that the bylaws have voted on: who votes, and what carries it.

    `among` says how its voters are found: MEMBERS all, BODY by name, else the members of units of
    that field. `threshold`, `base` and `quorum` are parameters of the counting rule `question`;
    with `by_unit` every unit votes on its own and all must carry. `dates` gives, by date of the
    calendar, what brings that date. `petition` is the one that the question may rest on, and
    `approval` by whom the outcome must be approved before it takes effect; both may be "".
    """

    id: str
    title: str
    voters: str
    among: str
    threshold: str
    base: str
    quorum: str
    by_unit: bool
    in_meeting: bool
    arguments: bool
    dates: tuple[tuple[str, str], ...]
    petition: str
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
