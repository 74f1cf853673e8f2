from collections.abc import Mapping
from dataclasses import dataclass

from app.core.clause import Clause


@dataclass(frozen=True, slots=True)
class Trait:
    """What a field of the roll must say.

    `how` is "in" (one of `values`), "some" (anything), "none" (nothing) or "words" (a text that
    contains one of `values`). Units stand in `values` by their short names.
    """

    field: str
    values: tuple[str, ...]
    how: str = "in"


Where = tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class Apportionment:
    """How many seats so many members bring.

    `base` seats, and one for each `per` members beyond `beyond`; a rest counts as one more where
    it is more than half of `per` and `major_portion` says so. Never fewer than `least`.
    """

    name: str
    title: str
    per: int
    base: int
    beyond: int
    least: int
    major_portion: bool
    cite: str
    rule: str


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
class Apportioned:
    """As many seats as an apportionment gives the members of the contest's unit."""

    by: str


@dataclass(frozen=True, slots=True)
class PerUnit:
    """The same number of seats for every unit, except for those named."""

    seats: int
    instead: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FillTo:
    """As many seats as the chapter's other contests lack to this number."""

    seats: int


SeatCount = int | GrantedLess | Apportioned | PerUnit | FillTo | tuple[CountySeats, ...]


@dataclass(frozen=True, slots=True)
class Guarantee:
    """At least so many of a contest's seats go to candidates for whom the traits hold."""

    name: str
    where: Where
    seats: int


@dataclass(frozen=True, slots=True)
class ContestTemplate:
    """What the bylaws say of an office, from which its contests are made.

    `over` is "local" (one contest), "district", "county" (one for each entry of a CountySeats
    list, voted on by the whole district), "chapter" (one for each chapter but `not_chapters`) or
    a field of the roll that names units (one for each unit). `voters` and `candidates` say who
    votes and who may stand besides belonging to the chapter and the unit; who votes is not
    narrowed to the unit where `voters_of_unit` is false. `group` is the name by which
    exclusivities, allotments and seats ex officio speak of the office. In the title {place}
    stands for the unit and {chapter} for the chapter. `temporary` templates are made for
    bargaining units without an agreement alone, the others not for them.
    """

    office: str
    group: str
    title: str
    over: str
    chapter: str
    unit: str
    not_chapters: tuple[str, ...]
    method: Clause[str] | None
    seats: SeatCount
    voters: Where
    candidates: Where
    voters_of_unit: bool
    temporary: bool
    steward: Clause[tuple[str, ...]] | None
    guarantees: Clause[tuple[Guarantee, ...]] | None
    cite: str
    rule: str


@dataclass(frozen=True, slots=True)
class Board:
    """The local's board that chapters send members to."""

    group: str
    title: str
    apportioned: Clause[str]


@dataclass(frozen=True, slots=True)
class Designated:
    """A seat on the board kept for candidates of a kind."""

    unit: str
    title: str
    where: Where


@dataclass(frozen=True, slots=True)
class Threshold:
    """A unit of at least so many members has so many seats on the board to itself."""

    members: int
    seats: int


@dataclass(frozen=True, slots=True)
class Allotment:
    """How a chapter's seats on the board are filled, in this order.

    First the holders of `with_office` sit, then `designated` seats are elected, then those of
    units large enough (`thresholds`, of the field `unit_field`); `rest` says who has the others:
    "at large", "by decision" (of the chapter's board), "largest units" (a further seat for each
    unit of `runs_off`, the largest first, then at large) or "board by unit" (elected members of
    the chapter's board, holders of the first of `board_offices` before the others, each from the
    largest unit down). `shortage` says what is done where fewer seats than holders are to be had:
    "run-off" among the holders of `runs_off`, "by decision", "order", or "" where it cannot be.
    The allotment of chapter "" is for every chapter that has none.
    """

    chapter: str
    with_office: tuple[str, ...]
    runs_off: tuple[str, ...]
    designated: tuple[Designated, ...]
    unit_field: str
    thresholds: tuple[Threshold, ...]
    rest: str
    board_offices: tuple[str, ...]
    shortage: str
    cite: str
    rule: str
