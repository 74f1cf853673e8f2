from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Cited(Protocol):
    """Whatever a finding can rest on."""

    @property
    def rule(self) -> str:
        """The id in RULES."""

    @property
    def cite(self) -> str:
        """The clause a person can look up."""


@dataclass(frozen=True, slots=True)
class Clause(Generic[T]):
    """One value of a local's rules with the clause, law or decision record it comes from."""

    value: T
    cite: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class TermRules:
    """How long officers serve, and in which years they are elected.

    `begins` is (month, day), or None where terms begin with an act and not on a date; elections
    fall in `counting_from` and in every `every`-th year before and after it.
    """

    years: Clause[int]
    every: Clause[int]
    counting_from: Clause[int]
    begins: Clause[tuple[int, int]] | None


@dataclass(frozen=True, slots=True)
class CommitteeRules:
    """How many sit on the elections committee, who may not, and how many sign its certificate."""

    least: Clause[int]
    candidates_barred: Clause[bool]
    signers_at_least: Clause[int]
    signers_majority: Clause[bool]


@dataclass(frozen=True, slots=True)
class MembershipRules:
    """Whom the local counts as a member with a vote, and whom as one who may stand."""

    voting_kinds: Clause[tuple[str, ...]]
    standing_kinds: Clause[tuple[str, ...]]
    bargaining_unit_only: Clause[bool] | None
    good_standing: Clause[bool]
    good_statuses: Clause[tuple[str, ...]]
    months_before_nomination: Clause[int]


@dataclass(frozen=True, slots=True)
class District:
    """One district and the counties it is made of, in the bylaws' order."""

    number: int
    counties: Clause[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DistrictRules:
    """How a member's home address gives the district; `states` are the names of the home state."""

    states: Clause[tuple[str, ...]]
    by_address: Clause[bool]
    candidates_reside: Clause[bool]
    assigned_from_abroad: Clause[bool]
    county_from_abroad: Clause[bool]
    districts: tuple[District, ...]

    def of_county(self, county: str) -> int | None:
        """The number of the district a county of the home state lies in."""
        for district in self.districts:
            if county in district.counties.value:
                return district.number
        return None

    def county_named(self, name: str) -> str | None:
        """The county in the bylaws' spelling, however the roll spells it ("LANE COUNTY")."""
        folded = name.casefold().removesuffix(" county").strip()
        for district in self.districts:
            for county in district.counties.value:
                if county.casefold() == folded:
                    return county
        return None


@dataclass(frozen=True, slots=True)
class CountySeats:
    """So many seats for candidates from these counties, in the bylaws' order."""

    counties: tuple[str, ...]
    seats: int


@dataclass(frozen=True, slots=True)
class GrantedLess:
    """As many seats as are granted from outside, less those of the contests of these groups."""

    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContestTemplate:
    """What the bylaws say of an office, from which its contests are made.

    `over` is "local" (one contest), "district" (one for each) or "county" (one for each entry of
    a CountySeats list, voted on by the whole district). `group` is the name by which exclusivities
    and seats ex officio speak of the office. "{place}" in the title stands for the unit.
    """

    office: str
    group: str
    title: str
    over: str
    method: Clause[str]
    seats: Clause[int | GrantedLess | tuple[CountySeats, ...]]
    voters: Clause[str]
    steward: Clause[tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Exclusivity:
    """Of the contests of these groups a member may have one only.

    `at` is "acceptance" (of a nomination) or "seat". Of two seats the one of the group named
    first stands, unless the winner may choose (`by_choice`) and chooses otherwise.
    """

    name: str
    groups: tuple[str, ...]
    at: str
    by_choice: bool
    cite: str
    rule: str


@dataclass(frozen=True, slots=True)
class CountingRules:
    """The counting rules proposed until the committee adopts others."""

    one_seat: Clause[str]
    several_seats: Clause[str]
    plurality: Clause[str]


@dataclass(frozen=True, slots=True)
class RankingRules:
    """How far the committee may limit the number of ranks."""

    top: Clause[int]
    seats: Clause[bool]


@dataclass(frozen=True, slots=True)
class TieRules:
    """How ties are settled: "alphabet" (a randomized alphabet over last names) or "lots"."""

    method: Clause[str]
    equal_names: Clause[str]
    eliminations: Clause[bool]


@dataclass(frozen=True, slots=True)
class ExOfficio:
    """Seats of a body that come with the offices of these groups, without a vote of their own."""

    body: str
    title: str
    groups: tuple[str, ...]
    voting: bool
    cite: str
    rule: str


@dataclass(frozen=True, slots=True)
class SuccessionRules:
    """Who follows where a seat falls free: by the counting method that filled it."""

    plurality: Clause[str]
    ranked: Clause[str]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date of the election, so many days after (or, below zero, before) another."""

    id: str
    title: str
    after: str
    days: Clause[int]


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """The dates the profile proposes, all counted from the anchor."""

    anchor: str
    time_zone: str
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class LocalRules:
    """A local's bylaws as data; two locals differ in these values and nowhere in the code."""

    name: str
    title: str
    source: str
    terms: TermRules
    committee: CommitteeRules
    membership: MembershipRules
    districts: DistrictRules | None
    contests: tuple[ContestTemplate, ...]
    exclusivities: tuple[Exclusivity, ...]
    counting: CountingRules
    ranking: RankingRules | None
    ties: TieRules
    write_ins: Clause[bool]
    uncontested: Clause[bool]
    ex_officio: tuple[ExOfficio, ...]
    succession: SuccessionRules
    calendar: CalendarRules
