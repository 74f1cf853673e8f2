from dataclasses import dataclass

from app.core.clause import Clause


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date of the election, so many days after (or, below zero, before) another."""

    id: str
    title: str
    after: str
    days: Clause[int]


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that an act starts: so many days or months after it."""

    id: str
    title: str
    after: str
    unit: str
    length: int
    cite: str
    rule: str


@dataclass(frozen=True, slots=True)
class Gap:
    """At least, or at most, so many days or months lie from one date to another.

    `needed` gaps are broken, too, by a date that is not on record.
    """

    first: str
    then: str
    unit: str
    least: int | None
    most: int | None
    needed: bool
    says: str
    cite: str
    rule: str


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A date falls in a month, on a day of it, or in an election year."""

    id: str
    month: int | None
    day: int | None
    election_year: bool
    says: str
    cite: str
    rule: str


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """The dates the profile proposes, all counted from the anchor, and what they must keep to."""

    anchor: str
    anchor_title: str
    time_zone: str
    milestones: tuple[Milestone, ...]
    gaps: tuple[Gap, ...] = ()
    fixed_days: tuple[FixedDay, ...] = ()
    clocks: tuple[Clock, ...] = ()
