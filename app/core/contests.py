from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from app.core.allotments import Allotted, SeatDecision, allot, board_contest_named, board_run_off
from app.core.census import Census, with_names_of
from app.core.contest import Condition, Contest, Electorate
from app.core.faults import BadInput
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.stewards import steward_contest_named
from app.core.templates import ContestTemplate, FillTo, GrantedLess
from app.core.unit_contests import contest_of_unit, contests_from
from app.core.units import UNIT_FIELDS

__all__ = [
    "Condition",
    "Contest",
    "Electorate",
    "allotments_of",
    "contest_named",
    "contests_of",
    "run_off_contest",
]


def contests_of(
    rules: LocalRules,
    *,
    granted_delegates: int | None = None,
    roll: Iterable[Member] | None = None,
    decisions: Sequence[SeatDecision] = (),
    temporary_units: Collection[str] = (),
) -> tuple[Contest, ...]:
    """The contests of a general election, in the profile's order, then the board's by chapter.

    Seats granted from outside stay None until the grant is known, and apportioned ones without a
    roll; a contest that is left without a seat is no contest. `decisions` are the chapter
    boards', `temporary_units` the bargaining units that have no agreement yet.
    """
    if granted_delegates is not None and granted_delegates < 0:
        raise BadInput("The number of delegates granted cannot be below zero.")
    rules, census = _counted(rules, roll)
    made = _made(rules, census, temporary_units)
    if granted_delegates is not None:
        made = [_granted(contest, rules, made, granted_delegates) for contest in made]
    board = _allotted(rules, made, census, decisions)
    made += [contest for row in board for contest in row.contests]
    made = _filled_up(rules, made)
    return tuple(contest for contest in made if contest.seats is None or contest.seats > 0)


def allotments_of(
    rules: LocalRules, roll: Iterable[Member], decisions: Sequence[SeatDecision] = ()
) -> tuple[Allotted, ...]:
    """How each chapter's seats on the board are reckoned and filled."""
    rules, census = _counted(rules, roll)
    return _allotted(rules, _made(rules, census, ()), census, decisions)


def run_off_contest(rules: LocalRules, allotted: Allotted, among: Sequence[str]) -> Contest:
    """The contest that a first result asks for: the chapter chooses who of `among` has the seats.

    `among` are the member numbers of the holders; BadInput where no run-off is due.
    """
    if rules.board is None or not allotted.run_off:
        raise BadInput(f"The board seats of {allotted.chapter} need no run-off.")
    if len(among) <= allotted.run_off:
        raise BadInput(f"The board seats of {allotted.chapter} suffice for all of these.")
    return board_run_off(rules.board, rules, allotted.chapter, allotted.run_off, among)


def contest_named(rules: LocalRules, name: str, contests: Iterable[Contest]) -> Contest | None:
    """The contest with that id, also one of a unit that only the roll names.

    Where one office's name begins with another's, the longer one is meant.
    """
    for contest in contests:
        if contest.id == name:
            return contest
    by_prefix = {
        "-".join((*filter(None, (template.chapter, template.office)), "")): template
        for template in rules.contests
        if _is_by_roll(template, rules)
    }
    for prefix in sorted(by_prefix, key=len, reverse=True):
        if name.startswith(prefix) and name != prefix:
            return contest_of_unit(by_prefix[prefix], rules, name.removeprefix(prefix))
    board = board_contest_named(rules.board, rules, name) if rules.board else None
    return board or steward_contest_named(rules, name)


def _is_by_roll(template: ContestTemplate, rules: LocalRules) -> bool:
    """Whether the roll names the units that a template's contests are for."""
    named = rules.units.of_field(template.over, template.chapter)
    return template.over in UNIT_FIELDS[1:] and not (named and named.closed)


def _counted(rules: LocalRules, roll: Iterable[Member] | None) -> tuple[LocalRules, Census | None]:
    if roll is None:
        return rules, None
    members = tuple(roll)
    return with_names_of(members, rules), Census(members, rules)


def _made(
    rules: LocalRules, census: Census | None, temporary_units: Collection[str]
) -> list[Contest]:
    made = (contests_from(row, rules, census, temporary_units) for row in rules.contests)
    return list(chain.from_iterable(made))


def _allotted(
    rules: LocalRules,
    made: Sequence[Contest],
    census: Census | None,
    decisions: Sequence[SeatDecision],
) -> tuple[Allotted, ...]:
    if rules.board is None:
        return ()
    for row in decisions:
        if row.chapter not in rules.units.chapters:
            raise BadInput(f"A board decided on seats of {row.chapter!r}, which is no chapter.")
    return tuple(
        allot(rules.board, rules, chapter, made, census, decisions)
        for chapter in rules.units.chapters
    )


def _granted(contest: Contest, rules: LocalRules, made: Sequence[Contest], granted: int) -> Contest:
    for template in rules.contests:
        if template.office == contest.office and isinstance(template.seats, GrantedLess):
            groups = template.seats.groups
            elected = sum(row.seats or 0 for row in made if row.group in groups)
            return replace(contest, seats=granted - elected)
    return contest


def _filled_up(rules: LocalRules, made: Sequence[Contest]) -> list[Contest]:
    """The contests with the seats that make each chapter's board as large as it must be."""
    least = {
        (row.office, chapter): row.seats.seats
        for row in rules.contests
        if isinstance(row.seats, FillTo)
        for chapter in rules.units.chapters
    }
    filled = []
    for contest in made:
        wanted = least.get((contest.office, contest.chapter))
        if wanted is not None:
            others = [row for row in made if row.chapter == contest.chapter and row != contest]
            lacking = max(0, wanted - sum(row.seats or 0 for row in others))
            unknown = lacking > 0 and any(row.seats is None for row in others)
            contest = replace(contest, seats=None if unknown else lacking)
        filled.append(contest)
    return filled
