from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.filling import fill_vacancy
from app.actions.nominations import day_of
from app.actions.rolls import fellow_named
from app.actions.roster import Place, roster_now
from app.actions.vacancies import ask_back, enter_vacancy
from app.core.faults import BadInput
from app.core.roles import Right
from app.core.vacancies import LOST, TIED, TOLD
from app.web.pages.cookies import check_form
from app.web.pages.numbers import number_within
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/officers",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Ruling = Annotated[Visit, Depends(visiting(Right.RULE))]
Text = Annotated[str, Form(max_length=2000)]
LARGEST_ID = 2**31 - 1


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """Who holds which office now, what is vacant since when, and what may happen next."""
    return _page(visit)


@router.post("/vacancies")
def enter(
    visit: Ruling, officer: Text = "", reason: Text = "", since: Text = "", document: Text = ""
) -> Response:
    """Enters that an officer's seat is vacant."""
    fault = visit.attempt(
        lambda: enter_vacancy(
            visit.session,
            visit.election,
            id_typed(officer, "an officer"),
            reason=reason,
            since=day_typed(since),
            document=_said(document, "the paper that it rests on"),
            by=visit.actor,
            now=visit.now,
        ),
        "document",
    )
    return _page(visit, fault) if fault else visit.go_to("officers")


@router.post("/fillings")
def fill(
    visit: Ruling, vacancy: Text = "", member_number: Text = "", on: Text = "", said: Text = ""
) -> Response:
    """Enters who fills a vacancy."""
    fault = visit.attempt(
        lambda: fill_vacancy(
            visit.session,
            visit.election,
            id_typed(vacancy, "a vacant seat"),
            fellow_named(visit.session, visit.election, member_number.strip()),
            on=day_typed(on),
            said=_said(said, "who decided it"),
            by=visit.actor,
            now=visit.now,
        ),
        "said",
    )
    return _page(visit, fault) if fault else visit.go_to("officers")


@router.post("/requests-back")
def ask(visit: Ruling, seat: Text = "", reinstated_on: Text = "") -> Response:
    """Enters the request of who lost a seat with the membership, which is reinstated."""
    fault = visit.attempt(
        lambda: ask_back(
            visit.session,
            visit.election,
            id_typed(seat, "a vacant seat"),
            reinstated_on=day_typed(reinstated_on),
            by=visit.actor,
            now=visit.now,
        ),
        "reinstated_on",
    )
    return _page(visit, fault) if fault else visit.go_to("officers")


def id_typed(text: str, what: str) -> int:
    """The number of a record that a form names; BadInput where it names none."""
    found = number_within(text, 1, LARGEST_ID)
    if found is None:
        raise BadInput(f"Choose {what}.")
    return found


def day_typed(text: str) -> date:
    """The day of a form's field."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise BadInput("Name the day.") from fault


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise BadInput(f"Say {what}.")
    return text.strip()


def _page(visit: Visit, fault: Fault | None = None) -> HTMLResponse:
    places = roster_now(visit.session, visit.election, now=visit.now)
    vacant = [each for place in places for each in place.vacant]
    fillable = [each for each in vacant if each.clock and each.way != "election"]
    asked_back = visit.rules.vacancy_wait is not None
    lost = [each for each in vacant if asked_back and each.record.reason == LOST]
    return visit.page(
        "officers/officers.html",
        fault=fault,
        places=places,
        vacant=vacant,
        today=day_of(visit.election, visit.now).isoformat(),
        officers=_in_office(places),
        reasons=[(each, each.capitalize()) for each in TOLD],
        fillable=[(str(each.record.id), each.title) for each in fillable],
        lost=[(str(each.record.id), each.title) for each in lost],
        may_enter=Right.RULE in visit.rights,
        electable=any(each.way in ("election", TIED) for each in vacant),
    )


def _in_office(places: list[Place]) -> list[tuple[str, str]]:
    return [
        (str(each.record.id), f"{place.title}: {each.name}")
        for place in places
        for each in place.holders
    ]
