from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.bylaws import GENERAL
from app.actions.dates import days_of
from app.actions.deciding import PROPOSED, decide_seats
from app.actions.seats_left import SeatsLeft, seats_left_to_boards
from app.core.roles import Right
from app.records.seat_decisions import decisions_of
from app.records.staff import names_of_staff
from app.web.pages.cookies import check_form
from app.web.pages.numbers import number_within
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/seat-decisions",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Typed = Annotated[str, Form()]
EMPTY = dict.fromkeys(("place", "seats", "decided_on", "reason"), "")
MOST_SEATS = 1000
LONGEST = 200


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """The seats that the bylaws leave to chapters' boards, and what these decided."""
    return _page(visit, EMPTY)


@router.post("")
def enter(
    visit: Annotated[Visit, Depends(visiting(Right.RULE))],
    place: Typed = "",
    seats: Typed = "",
    decided_on: Typed = "",
    reason: Typed = "",
) -> Response:
    """Enters a board's decision on the seats of one unit, in place of an earlier one."""
    typed = {"place": place, "seats": seats.strip(), "decided_on": decided_on}
    typed |= {"reason": reason.strip()}
    if place not in dict(_places(seats_left_to_boards(visit.session, visit.election))):
        return _page(visit, typed, Fault("Choose a unit.", "place"))
    number = number_within(typed["seats"], 0, MOST_SEATS)
    if number is None:
        return _page(visit, typed, Fault(f"Give a number from 0 to {MOST_SEATS:,}.", "seats"))
    try:
        day = date.fromisoformat(decided_on)
    except ValueError:
        return _page(visit, typed, Fault("Give the day of the decision.", "decided_on"))
    if not 0 < len(typed["reason"]) <= LONGEST:
        said = f"Say why, and who voted it, in at most {LONGEST} characters."
        return _page(visit, typed, Fault(said, "reason"))
    chapter, unit = place.split("/")
    fault = visit.attempt(
        lambda: decide_seats(
            visit.session,
            visit.election,
            chapter=chapter,
            unit=unit,
            seats=number,
            decided_on=day,
            reason=typed["reason"],
            by=visit.actor,
            now=visit.now,
        )
    )
    return _page(visit, typed, fault) if fault else visit.go_to("seat-decisions")


def _places(chapters: list[SeatsLeft]) -> list[tuple[str, str]]:
    """Every unit that a board can give seats to, for the form's list."""
    return [
        (f"{each.chapter}/{unit}", f"{title}, {each.title}")
        for each in chapters
        if not each.short
        for unit, (title, _) in each.units.items()
    ]


def _page(visit: Visit, typed: dict[str, str], fault: Fault | None = None) -> HTMLResponse:
    election = visit.election
    chapters = seats_left_to_boards(visit.session, election)
    decisions = decisions_of(visit.session, election.id)
    open_still = visit.now < election.nominations_open and election.held_for == GENERAL
    gaps = visit.rules.calendar.gaps
    return visit.page(
        "settings/seat_decisions.html",
        fault=fault,
        typed=typed,
        chapters=chapters,
        decided={(each.chapter, each.unit): each for each in decisions},
        names=names_of_staff(visit.session, [each.entered_by for each in decisions]),
        places=_places(chapters),
        last_day=days_of(election).get(PROPOSED),
        in_time=next((gap for gap in gaps if gap.first == PROPOSED), None),
        open_still=open_still,
    )
