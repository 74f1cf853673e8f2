from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.allotments import Allotted, allotment_of
from app.core.census import Census
from app.core.contest import Contest
from app.core.contests import run_off_contest
from app.core.derived_seats import BoardMember, seats_by_unit
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.seat import Seat
from app.core.templates import Allotment


@dataclass(frozen=True, slots=True)
class Officer:
    """A member elected in a contest; `votes` None is declared elected, without a vote.

    `unit` is the short name of the unit by which the chapter's seats on the local's board go.
    """

    member: str
    contest: Contest
    votes: int | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class BoardSeats:
    """Seats on the local's board that come with other seats, and the run-offs that are due."""

    seats: tuple[Seat, ...]
    run_offs: tuple[Contest, ...]


def seat_board(
    rules: LocalRules,
    allotted: Iterable[Allotted],
    officers: Sequence[Officer],
    sizes: Mapping[str, Mapping[str, int]],
) -> BoardSeats:
    """Who of a first result sits on the local's board without another vote, chapter by chapter.

    A run-off is due where more hold the offices than there are seats for; where no more do, they
    sit without one. `sizes` is what `sizes_of_units` counted.
    """
    seats: list[Seat] = []
    run_offs: list[Contest] = []
    for row in allotted:
        own = [each for each in officers if each.contest.chapter == row.chapter]
        allotment = allotment_of(rules, row.chapter)
        competing = _holding(own, allotment.runs_off) if row.run_off else []
        sure = [each for each in _of_right(own, allotment, row) if each not in competing]
        if len(competing) > row.run_off:
            among = [each.member for each in competing]
            run_offs.append(run_off_contest(rules, row, among))
        else:
            sure += competing
        seats += [_seat(rules, row, each, allotment, _by_office(each)) for each in sure]
        seats += _by_unit(rules, row, own, allotment, sizes.get(row.chapter, {}))
    return BoardSeats(tuple(seats), tuple(run_offs))


def sizes_of_units(rules: LocalRules, roll: Iterable[Member]) -> dict[str, Mapping[str, int]]:
    """The members of each unit of the chapters whose board members go by the size of theirs."""
    census = Census(roll, rules)
    return {
        row.chapter: census.units(row.chapter, row.unit_field)
        for row in rules.allotments
        if row.rest == "board by unit"
    }


def _of_right(own: Sequence[Officer], allotment: Allotment, row: Allotted) -> list[Officer]:
    """The holders of the offices that sit by them, as many as there are seats for holders."""
    return _holding(own, allotment.with_office)[: row.holders + row.run_off]


def _holding(own: Sequence[Officer], offices: Sequence[str]) -> list[Officer]:
    return [each for office in offices for each in own if each.contest.office == office]


def _by_unit(
    rules: LocalRules,
    row: Allotted,
    own: Sequence[Officer],
    allotment: Allotment,
    sizes: Mapping[str, int],
) -> Iterator[Seat]:
    """The seats that go to members of the chapter's board, from the largest unit down."""
    offices = allotment.board_offices
    board = {each.member: each for each in _holding(own, offices) if each.unit in sizes}
    members = [
        BoardMember(member, each.unit, each.contest.office == offices[0], each.votes or 0)
        for member, each in board.items()
    ]
    for found in seats_by_unit(members, sizes, row.derived):
        unit = rules.units.title(allotment.unit_field, row.chapter, found.unit)
        why = f"of {unit}, {sizes[found.unit]} members"
        yield _seat(
            rules, row, board[found.member], allotment, f"{_by_office(board[found.member])}, {why}"
        )


def _by_office(officer: Officer) -> str:
    return f"by {officer.contest.title}"


def _seat(
    rules: LocalRules, row: Allotted, officer: Officer, allotment: Allotment, why: str
) -> Seat:
    board = rules.board
    group, title = (board.group, board.title) if board else ("", "")
    because = f"{title} member, {why}."
    return Seat(f"{row.chapter}-{group}", officer.member, "ex officio", allotment.cite, because)
