from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.apportionment import apportion, apportionment
from app.core.census import Census
from app.core.conditions import condition
from app.core.contest import Condition, Contest
from app.core.contest_making import electorate_of, proposed_rule
from app.core.faults import BadInput
from app.core.rules import LocalRules
from app.core.templates import Allotment, Board, Trait, Where

BY_DECISION = "by decision"  # of the chapter's board


@dataclass(frozen=True, slots=True)
class SeatDecision:
    """A chapter board's decision that a unit has so many of the seats left to it to allot."""

    chapter: str
    unit: str
    seats: int
    on: date


@dataclass(frozen=True, slots=True)
class Allotted:
    """How a chapter's seats on the board are filled, with the working in words.

    `holders` sit by another office; `contests` are elected; a run-off seats `run_off` of the
    holders of `runs_off`; `derived` seats go to elected board members by unit; `undecided` seats
    await the chapter board's decision. `seats` is None without a roll.
    """

    chapter: str
    seats: int | None
    working: str = ""
    holders: int = 0
    contests: tuple[Contest, ...] = ()
    run_off: int = 0
    derived: int = 0
    undecided: int = 0


def allot(
    board: Board,
    rules: LocalRules,
    chapter: str,
    made: Sequence[Contest],
    census: Census | None,
    decisions: Sequence[SeatDecision] = (),
) -> Allotted:
    """A chapter's seats on the board, counted from the roll and filled as its allotment says."""
    filling = _Filling(board, rules, allotment_of(rules, chapter), chapter)
    if census is None:
        return Allotted(chapter, None, contests=tuple(filling.without_roll()))
    share = apportion(apportionment(rules, board.apportioned.value), census.count(chapter))
    allotted = Allotted(chapter, share.seats, share.working)
    offices = filling.allotment.with_office
    holding = [row for row in made if row.chapter == chapter and row.office in offices]
    allotted = replace(allotted, holders=sum(row.seats or 0 for row in holding))
    if allotted.holders > share.seats:
        return filling.short(allotted, share.seats, holding)
    return filling.fill(allotted, share.seats - allotted.holders, holding, census, decisions)


def board_contest_named(board: Board, rules: LocalRules, name: str) -> Contest | None:
    """The contest for the board seats of a unit large enough or decided on, or at large."""
    for allotment in rules.allotments:
        filling = _Filling(board, rules, allotment, allotment.chapter)
        if name == f"{allotment.chapter}-{board.group}" and allotment.rest == "largest units":
            return filling.at_large(None)
        prefix = f"{allotment.chapter}-{board.group}-"
        if name.startswith(prefix) and allotment.unit_field and allotment.rest != "board by unit":
            return filling.of_unit(allotment.unit_field, name.removeprefix(prefix), None)
    return None


def board_run_off(
    board: Board, rules: LocalRules, chapter: str, seats: int, among: Sequence[str]
) -> Contest:
    """The chapter's run-off among these members for the seats there are."""
    filling = _Filling(board, rules, allotment_of(rules, chapter), chapter)
    named = Trait("member_number", tuple(among))
    return filling.run_off(seats, named)


def allotment_of(rules: LocalRules, chapter: str) -> Allotment:
    """The chapter's own allotment or the one for all; a profile without either does not load."""
    by_chapter = {row.chapter: row for row in rules.allotments}
    return by_chapter.get(chapter) or by_chapter[""]


@dataclass(frozen=True, slots=True)
class _Filling:
    """Makes the contests of one chapter's seats on the board."""

    board: Board
    rules: LocalRules
    allotment: Allotment
    chapter: str

    def without_roll(self) -> Iterator[Contest]:
        """The contests whose being does not hang on a number; their seats do."""
        yield from self._designated(len(self.allotment.designated))
        if self.allotment.rest == "at large":
            yield self.at_large(None)

    def short(self, allotted: Allotted, seats: int, holding: Sequence[Contest]) -> Allotted:
        """Fewer seats than holders: who sits as of right, and how many a run-off seats."""
        if self.allotment.shortage == BY_DECISION:
            return replace(allotted, holders=0, undecided=seats)
        runs_off = self.allotment.runs_off
        of_right = sum(row.seats or 0 for row in holding if row.office not in runs_off)
        sitting = min(seats, of_right)
        if self.allotment.shortage != "run-off":
            return replace(allotted, holders=seats)
        return replace(allotted, holders=sitting, run_off=seats - sitting)

    def fill(
        self,
        allotted: Allotted,
        left: int,
        holding: Sequence[Contest],
        census: Census,
        decisions: Sequence[SeatDecision],
    ) -> Allotted:
        """The seats that are left: designated ones, those of large units, and the rest."""
        contests = list(self._designated(left))
        contests += self._of_large_units(left - len(contests), census)
        left -= sum(contest.seats or 0 for contest in contests)
        if self.allotment.rest == "board by unit":
            return replace(allotted, contests=tuple(contests), derived=left)
        if self.allotment.rest == BY_DECISION:
            decided = [self._decided(row) for row in decisions if row.chapter == self.chapter]
            left -= sum(contest.seats or 0 for contest in decided)
            if left < 0:
                raise BadInput(f"The board of {self.chapter} decided on more seats than are left.")
            return replace(allotted, contests=(*contests, *decided), undecided=left)
        if self.allotment.rest == "largest units":
            further = list(self._largest(left, holding, census))
            contests += further
            left -= len(further)
        if left:
            working = f"{allotted.working}; {left} of them at large"
            contests.append(self.at_large(left, working))
        return replace(allotted, contests=tuple(contests))

    def _designated(self, left: int) -> Iterator[Contest]:
        for row in self.allotment.designated[:left]:
            yield self._contest(row.unit, row.title, 1, (), row.where)

    def _of_large_units(self, left: int, census: Census) -> Iterator[Contest]:
        field = self.allotment.unit_field
        if not self.allotment.thresholds:
            return
        counts = census.units(self.chapter, field)
        for unit in sorted(counts, key=lambda unit: (-counts[unit], unit)):
            size, rows = counts[unit], self.allotment.thresholds
            seats = min(left, max((row.seats for row in rows if size >= row.members), default=0))
            if seats:
                left -= seats
                yield self.of_unit(field, unit, seats, f"{counts[unit]} members")

    def _largest(self, left: int, holding: Sequence[Contest], census: Census) -> Iterator[Contest]:
        field = self.allotment.unit_field
        counts = {
            row.unit: census.count(self.chapter, Trait(field, (row.unit,)))
            for row in holding
            if row.office in self.allotment.runs_off
        }
        for unit in sorted(counts, key=lambda unit: (-counts[unit], unit))[:left]:
            yield self.of_unit(field, unit, 1, f"{counts[unit]} members")

    def _decided(self, row: SeatDecision) -> Contest:
        working = f"decided by the chapter's board on {row.on}"
        return self.of_unit(self.allotment.unit_field, row.unit, row.seats, working)

    def of_unit(self, field: str, unit: str, seats: int | None, working: str = "") -> Contest:
        """The contest for a unit's own seats: its members vote, and candidates are of it."""
        title = self.rules.units.title(field, self.chapter, unit)
        own = (Trait(field, (unit,)),)
        return self._contest(unit, title, seats, own, own, working)

    def run_off(self, seats: int, named: Trait) -> Contest:
        """A contest of the whole chapter for the members who are named."""
        contest = self._contest("run-off", "run-off", seats, (), ())
        allotment = self.allotment
        only = Condition(
            named.field, named.values, allotment.rule, allotment.cite, "a place in the run-off"
        )
        return replace(contest, conditions=(*contest.conditions, only))

    def at_large(self, seats: int | None, working: str = "") -> Contest:
        """The contest for the seats that the whole chapter fills."""
        return self._contest("", "at large", seats, (), (), working)

    def _contest(
        self,
        unit: str,
        title: str,
        seats: int | None,
        voters: Where,
        candidates: Where,
        working: str = "",
    ) -> Contest:
        chapter = Trait("chapter", (self.chapter,))
        by_unit = self.rules.nominations.by_unit
        own = [condition(trait, self.allotment, self.rules, self.chapter) for trait in candidates]
        office = self.board.group
        of = self.rules.units.title("chapter", "", self.chapter)
        return Contest(
            id="-".join(filter(None, (self.chapter, office, unit))),
            title=f"{self.board.title}, {title}, {of}",
            office=office,
            unit=unit,
            chapter=self.chapter,
            group=self.board.group,
            method=self.rules.counting.method.value,
            seats=seats,
            rule=proposed_rule(self.rules, self.rules.counting.method.value, seats),
            electorate=electorate_of(self.rules, self.chapter, (chapter, *voters), self.allotment),
            conditions=(condition(chapter, by_unit or self.allotment, self.rules), *own),
            guarantees=(),
            cite=self.allotment.cite,
            working=working,
        )
