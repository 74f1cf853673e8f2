from collections.abc import Mapping
from dataclasses import dataclass

from app.core.calendar_rules import CalendarRules
from app.core.clause import Clause
from app.core.district_rules import DistrictRules
from app.core.question_rules import PetitionRule, QuestionRule, Remedy, StewardRules
from app.core.templates import Allotment, Apportionment, Board, ContestTemplate
from app.core.units import Units


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
    """Whom the local counts as a member with a vote, and whom as one who may stand.

    `steward_kinds` is what the roll may call a steward.
    """

    voting_kinds: Clause[tuple[str, ...]]
    standing_kinds: Clause[tuple[str, ...]]
    bargaining_unit_only: Clause[bool] | None
    good_standing: Clause[bool]
    good_statuses: Clause[tuple[str, ...]]
    months_before_nomination: Clause[int]
    suspended_after_months: Clause[int] | None
    waivers: Clause[bool] | None
    attested: Clause[bool] | None
    convictions_bar: Clause[bool]
    fixed_once_open: Clause[bool]
    steward_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeachingRules:
    """For one chapter, classes taught and expected stand in for months of membership.

    `semesters` gives the first and last month of each semester of a year.
    """

    chapter: Clause[str]
    months_before: Clause[int]
    months_after: Clause[int]
    semesters: Clause[Mapping[str, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class TermLimit:
    """No more than so many consecutive full terms in the offices of these groups."""

    groups: tuple[str, ...]
    most: Clause[int]
    months_out: Clause[int]


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

    method: Clause[str]
    one_seat: Clause[str]
    several_seats: Clause[str]
    plurality: Clause[str]
    guaranteed: Clause[str] | None


@dataclass(frozen=True, slots=True)
class NominationRules:
    """What the bylaws say of nominating.

    `by_unit`: a unit's own members nominate for its seats. `highest_stands`: of several nominations
    that exclude each other the highest-ranking stands where the nominee does not choose.
    """

    by_unit: Clause[bool] | None
    seconded: Clause[bool] | None
    highest_stands: Clause[bool] | None
    statement_words: Clause[int] | None
    equal_forums: Clause[bool] | None


@dataclass(frozen=True, slots=True)
class RankingRules:
    """How far the committee may limit the number of ranks."""

    top: Clause[int]
    seats: Clause[bool]


@dataclass(frozen=True, slots=True)
class TieRules:
    """How ties are settled: "alphabet" (over last names), "lots" or a "run-off"."""

    method: Clause[str]
    equal_names: Clause[str]
    eliminations: Clause[bool]


@dataclass(frozen=True, slots=True)
class ExOfficio:
    """Seats of a body that come with the offices of these groups, without a vote of their own.

    Where `previous` names an office they come with having held it in the term before.
    """

    body: str
    title: str
    groups: tuple[str, ...]
    voting: bool
    previous: str
    cite: str
    rule: str


VACANT = "vacant"


@dataclass(frozen=True, slots=True)
class SuccessionRules:
    """Who follows where a seat falls free: by the counting method that filled it.

    Nobody does where it is VACANT: the seat waits for the rule on vacancies.
    """

    plurality: Clause[str]
    ranked: Clause[str]


@dataclass(frozen=True, slots=True)
class ConventionRules:
    """Officers who go to conventions by their office, in the order of these groups."""

    order: Clause[tuple[str, ...]]
    declared_last: Clause[bool]


FILLING = ("appointment", "election", "next officer", "succession")


@dataclass(frozen=True, slots=True)
class VacancyRule:
    """Who fills a vacancy in the offices of these groups, within how many months.

    Of a group's contests it is for those of `offices` alone, where it names any. `way` is one of
    FILLING; the holder of `next_office` moves up where that is the way. After `at_large_after`
    months without a holder a unit's seat is one at large, in the chapters of `at_large_in`.
    """

    groups: tuple[str, ...]
    offices: tuple[str, ...]
    way: str
    next_office: str
    filled_by: str
    within_months: int
    afterwards: str
    meanwhile: str
    at_large_after: int
    at_large_in: tuple[str, ...]
    cite: str
    rule: str


@dataclass(frozen=True, slots=True)
class LocalRules:
    """A local's bylaws as data; two locals differ in these values and nowhere in the code."""

    name: str
    title: str
    short_title: str
    source: str
    terms: TermRules
    committee: CommitteeRules
    membership: MembershipRules
    teaching: TeachingRules | None
    term_limits: tuple[TermLimit, ...]
    districts: DistrictRules | None
    units: Units
    contests: tuple[ContestTemplate, ...]
    apportionments: tuple[Apportionment, ...]
    board: Board | None
    allotments: tuple[Allotment, ...]
    exclusivities: tuple[Exclusivity, ...]
    counting: CountingRules
    ranking: RankingRules | None
    ties: TieRules
    channels: Clause[tuple[str, ...]]
    write_ins: Clause[bool]
    uncontested: Clause[bool]
    nominations: NominationRules
    ex_officio: tuple[ExOfficio, ...]
    succession: SuccessionRules
    convention: ConventionRules | None
    vacancy_wait: Clause[int] | None
    lower_office_vacated: Clause[bool] | None
    vacancies: tuple[VacancyRule, ...]
    stewards: StewardRules | None
    questions: tuple[QuestionRule, ...]
    petitions: tuple[PetitionRule, ...]
    remedies: tuple[Remedy, ...]
    calendar: CalendarRules
