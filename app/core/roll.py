from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a person on the roll is to the local; agency fee payers are no members."""

    ACTIVE = "active"
    RETIRED = "retired"
    ON_LEAVE = "on_leave"
    ASSOCIATE = "associate"
    AGENCY_FEE = "agency_fee"


class Status(StrEnum):
    """A member's standing over a time; `employer_delay` is dues withheld but not paid over."""

    GOOD = "good"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    EMPLOYER_DELAY = "employer_delay"


@dataclass(frozen=True, slots=True)
class Member:
    """A row of the roll; text fields are "" and others None where the roll says nothing."""

    member_number: str
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    suffix: str = ""
    latin_last_name: str = ""
    email: str = ""
    phone: str = ""
    address1: str = ""
    address2: str = ""
    city: str = ""
    county: str = ""
    state: str = ""
    postal_code: str = ""
    language: str = ""
    birth_year: int | None = None
    kind: Kind | None = None
    in_bargaining_unit: bool | None = None
    bargaining_unit: str = ""
    chapter: str = ""
    region: str = ""
    agency: str = ""
    institution: str = ""
    work_location: str = ""
    facility: str = ""
    job_title: str = ""
    steward: tuple[str, ...] = ()
    steward_since: date | None = None
    district: int | None = None

    @property
    def display_name(self) -> str:
        """The name as people say it: "Ana María Núñez Jr."."""
        parts = (self.first_name, self.middle_name, self.last_name, self.suffix)
        return " ".join(filter(None, parts))

    @property
    def ballot_name(self) -> str:
        """The name as ballots and sorted lists print it: "Núñez Jr., Ana María"."""
        last = " ".join(filter(None, (self.last_name, self.suffix)))
        rest = " ".join(filter(None, (self.first_name, self.middle_name)))
        return ", ".join(filter(None, (last, rest)))


@dataclass(frozen=True, slots=True)
class StandingPeriod:
    """A member's standing from one day to another, both included; an open end is still running."""

    start: date
    end: date | None
    status: Status
    note: str = ""


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """A term of office that a member served or serves; `office` is a contest id less its unit."""

    office: str
    unit: str
    term_start: date
    term_end: date | None
    full_term: bool
    how: str


@dataclass(frozen=True, slots=True)
class Employment:
    """Classes taught in a semester, like "2027-fall", or expected to be."""

    semester: str
    classes: int
    expected: bool


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver of the time of membership for a unit, by whom and on which day it was granted."""

    unit: str
    granted_by: str
    on: date


@dataclass(frozen=True, slots=True)
class Roll:
    """The members of a local with what is known of them, by member number."""

    members: dict[str, Member]
    standing: dict[str, tuple[StandingPeriod, ...]]
    offices: dict[str, tuple[OfficeHeld, ...]]
    employment: dict[str, tuple[Employment, ...]] = field(default_factory=dict)
