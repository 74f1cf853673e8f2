from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.actions.bylaws import GENERAL, rules_in, seat_decisions
from app.core.allotments import BY_DECISION, allotment_of
from app.core.census import Census, with_names_of
from app.core.contests import allotments_of
from app.core.templates import Allotment
from app.records.elections import Election
from app.records.roll import as_member, members_of


@dataclass(frozen=True)
class SeatsLeft:
    """The board seats of a chapter that its own board gives to units, and what is left of them.

    `seats` is how many the chapter has in all, None without a roll; `units` are titles and
    numbers of members by short name. Where fewer seats than officers who would sit are to be had
    (`short`) the board decides among these, and no unit has a seat.
    """

    chapter: str
    title: str
    clause: Allotment
    seats: int | None
    working: str
    left: int
    short: bool
    units: Mapping[str, tuple[str, int]]


def seats_left_to_boards(session: Session, election: Election) -> list[SeatsLeft]:
    """The chapters whose boards decide on seats by the bylaws, in the bylaws' order."""
    rules = rules_in(election)
    if rules.board is None or election.held_for != GENERAL:
        return []
    roll = [as_member(each) for each in members_of(session, election.id)]
    allotted = allotments_of(rules, roll, seat_decisions(session, election)) if roll else ()
    by_chapter = {row.chapter: row for row in allotted}
    named, census = with_names_of(roll, rules).units, Census(roll, rules)
    found = []
    for chapter in rules.units.chapters:
        clause = allotment_of(rules, chapter)
        if clause.rest != BY_DECISION:
            continue
        row = by_chapter.get(chapter)
        sizes = census.units(chapter, clause.unit_field)
        found.append(
            SeatsLeft(
                chapter=chapter,
                title=named.title("chapter", "", chapter),
                clause=clause,
                seats=row.seats if row else None,
                working=row.working if row else "",
                left=row.undecided if row else 0,
                short=bool(row and clause.with_office and not row.holders),
                units={
                    unit: (named.title(clause.unit_field, chapter, unit), size)
                    for unit, size in sizes.items()
                },
            )
        )
    return found
