from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.checklist import Stage
from app.actions.committee import appoint
from app.actions.dates import rule_on_dates
from app.actions.leaving import end_appointment
from app.core.roles import Role
from app.records.elections import contests_of
from app.records.staff import appointments_of, every_account, names_of_staff
from app.web.pages.cookies import check_form
from app.web.pages.dates import changes_shown
from app.web.pages.elections import dates_of, steps_at
from app.web.pages.numbers import number_within
from app.web.pages.visit import Administering, Fault, Seeing, Visit

router = APIRouter(
    prefix="/elections/{election_id}",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Typed = Annotated[str, Form()]
EMPTY = dict.fromkeys(
    ("email", "role", "member_number", "appointed_by", "appointed_on", "seat", "reason"), ""
)
LARGEST_ID = 2**31 - 1


@router.get("/set-up")
def show(visit: Seeing) -> HTMLResponse:
    """The committee with who appointed whom, and the dates with what the rules say of them."""
    return _page(visit, EMPTY)


@router.post("/set-up/appointments")
def add(
    visit: Seeing,
    by: Administering,
    email: Typed = "",
    role: Typed = "",
    member_number: Typed = "",
    appointed_by: Typed = "",
    appointed_on: Typed = "",
) -> Response:
    """Puts a person on the committee, with who appointed them and when."""
    typed = EMPTY | {
        "email": email,
        "role": role,
        "member_number": member_number.strip(),
        "appointed_by": appointed_by.strip(),
        "appointed_on": appointed_on,
    }
    if role not in [*Role]:
        return _page(visit, typed, Fault("Choose a role.", "role"))
    if not typed["appointed_by"]:
        return _page(visit, typed, Fault("Say who appoints this person.", "appointed_by"))
    try:
        day = date.fromisoformat(appointed_on)
    except ValueError:
        return _page(visit, typed, Fault("Give the day of the appointment.", "appointed_on"))
    fault = visit.attempt(
        lambda: appoint(
            visit.session,
            visit.election,
            email=email,
            role=Role(role),
            member_number=typed["member_number"] or None,
            appointed_by=typed["appointed_by"],
            appointed_on=day,
            by=by,
            now=visit.now,
        ),
        "email",
    )
    return _page(visit, typed, fault) if fault else visit.go_to("set-up")


@router.post("/set-up/appointments/end")
def end(visit: Seeing, by: Administering, seat: Typed = "", reason: Typed = "") -> Response:
    """Takes a person's role away, with the reason."""
    typed = EMPTY | {"seat": seat, "reason": reason.strip()}
    number = number_within(seat, 1, LARGEST_ID)
    if number is None:
        return _page(visit, typed, Fault("Choose a person.", "seat"))
    fault = visit.attempt(
        lambda: end_appointment(
            visit.session, visit.election, number, reason=typed["reason"], by=by, now=visit.now
        ),
        "reason",
    )
    return _page(visit, typed, fault) if fault else visit.go_to("set-up")


def _page(visit: Visit, typed: dict[str, str], fault: Fault | None = None) -> HTMLResponse:
    seats = appointments_of(visit.session, visit.election.id)
    seated = [seat.staff_id for seat in seats]
    names = names_of_staff(visit.session, seated)
    free = [each for each in every_account(visit.session) if each.id not in seated]
    return visit.page(
        "elections/set_up.html",
        fault=fault,
        typed=typed,
        steps=steps_at(visit, Stage.SET_UP),
        seats=seats,
        names=names,
        leaving=[(str(seat.id), f"{names[seat.staff_id]}, {seat.role}") for seat in seats],
        dates=dates_of(visit.election),
        dates_ruling=rule_on_dates(visit.election, visit.rules),
        changes=changes_shown(visit),
        contests=len(contests_of(visit.session, visit.election.id)),
        accounts=[(each.email, f"{each.name}, {each.email}") for each in free],
        roles=[(role.value, role.value) for role in Role],
    )
