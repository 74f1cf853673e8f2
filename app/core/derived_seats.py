from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.cascade import Filling
from app.core.faults import BadInput
from app.core.rules import ConventionRules, ExOfficio, LocalRules
from app.core.seat import HeldBefore, Seat


def ex_officio_seats(
    seats: Sequence[Seat],
    contests: Mapping[str, Filling],
    ex_officio: Sequence[ExOfficio],
    previous: Sequence[HeldBefore] = (),
) -> tuple[Seat, ...]:
    """The seats that come with other seats, without a vote of their own.

    `previous` are the holders of offices before, the latest first. Who is elected again is not
    the one before: the seat is then that of the holder before them. Whoever was appointed has
    none at all, so appointees are not given.
    """
    found = []
    for row in ex_officio:
        if row.previous:
            again = {seat.member for seat in seats if seat.contest == row.previous}
            before = (each.person for each in previous if each.office == row.previous)
            latest = next((person for person in before if person not in again), None)
            named = [(latest, "the office held before")] if latest is not None else []
        else:
            named = [
                (seat.member, contests[seat.contest].title)
                for seat in seats
                if contests[seat.contest].group in row.groups
            ]
        vote = "" if row.voting else ", without a vote"
        found += [
            Seat(row.body, member, "ex officio", row.cite, f"{row.title}{vote}, by {office}.")
            for member, office in dict(named).items()
        ]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class BoardMember:
    """An elected board member of a unit; `first` for the unit's first seat, not a further one."""

    member: str
    unit: str
    first: bool
    votes: int


def seats_by_unit(
    members: Sequence[BoardMember], sizes: Mapping[str, int], seats: int
) -> tuple[BoardMember, ...]:
    """Who of a chapter's board sits on the local's board, from the largest unit down.

    First the holders of the units' first seats, then one further member of each unit in turn,
    those with most votes first; units of one size go by name (Local 509 App. A s.16).
    """
    by_size = sorted({row.unit for row in members}, key=lambda unit: (-sizes[unit], unit))
    order = [row for unit in by_size for row in members if row.unit == unit and row.first]
    further = {
        unit: sorted(
            (row for row in members if row.unit == unit and not row.first),
            key=lambda row: (-row.votes, row.member),
        )
        for unit in by_size
    }
    turns = max((len(rows) for rows in further.values()), default=0)
    for turn in range(turns):
        order += [further[unit][turn] for unit in by_size if turn < len(further[unit])]
    return tuple(order[:seats])


@dataclass(frozen=True, slots=True)
class Elected:
    """An elected officer with the votes received; None for one declared elected without a vote."""

    member: str
    group: str
    votes: int | None


def convention_delegates(
    officers: Sequence[Elected], places: int, lots: Sequence[str], rules: LocalRules
) -> tuple[Elected, ...]:
    """The officers who go to a convention with so many places, of a local that sends officers."""
    if rules.convention is None:
        raise BadInput(f"{rules.name} sends no officers to a convention by their office.")
    if places < 0:
        raise BadInput("The number of places cannot be below zero.")
    return in_order(officers, lots, rules.convention)[:places]


def in_order(
    officers: Sequence[Elected], lots: Sequence[str], convention: ConventionRules
) -> tuple[Elected, ...]:
    """Officers by rank of office, within an office by votes, each once by the highest.

    Those declared elected come after those with votes in their category, and equals go by the
    lot order of the members.
    """
    rank = {group: place for place, group in enumerate(convention.order.value)}
    drawn = {member: place for place, member in enumerate(lots)}
    going = [row for row in officers if row.group in rank]

    def order(row: Elected) -> tuple[int, bool, int, int]:
        if row.member not in drawn:
            raise BadInput(f"The lot order lacks member {row.member}.")
        last = convention.declared_last.value and row.votes is None
        return rank[row.group], last, -(row.votes or 0), drawn[row.member]

    once: dict[str, Elected] = {}
    for row in sorted(going, key=order):
        once.setdefault(row.member, row)
    return tuple(once.values())
