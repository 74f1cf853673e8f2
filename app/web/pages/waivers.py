from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.waiving import enter_waiver
from app.core.roles import Right
from app.records.nominations import waivers_of
from app.web.pages.cookies import check_form
from app.web.pages.visit import Fault, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/waivers",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Typed = Annotated[str, Form()]
MISSING = {
    "unit": "Say for which unit or member.",
    "granted_by": "Say who granted it.",
    "document": "Name the paper it rests on.",
}
EMPTY = dict.fromkeys((*MISSING, "granted_on"), "")
LONGEST = 200


@router.get("")
def show(visit: Annotated[Visit, Depends(visiting(Right.SEE_ROLL))]) -> HTMLResponse:
    """The waivers of the time of membership, and the form for one more."""
    return _page(visit, EMPTY)


@router.post("")
def enter(
    visit: Annotated[Visit, Depends(visiting(Right.RULE))],
    unit: Typed = "",
    granted_by: Typed = "",
    granted_on: Typed = "",
    document: Typed = "",
) -> Response:
    """Enters a waiver that the International granted."""
    typed = {
        "unit": unit.strip(),
        "granted_by": granted_by.strip(),
        "document": document.strip(),
    }
    shown = {**typed, "granted_on": granted_on}
    for field, sentence in MISSING.items():
        if not 0 < len(typed[field]) <= LONGEST:
            said = sentence if not typed[field] else f"At most {LONGEST} characters."
            return _page(visit, shown, Fault(said, field))
    try:
        day = date.fromisoformat(granted_on)
    except ValueError:
        return _page(visit, shown, Fault("Give the day on which it was granted.", "granted_on"))
    fault = visit.attempt(
        lambda: enter_waiver(
            visit.session,
            visit.election,
            **typed,
            granted_on=day,
            by=visit.actor,
            now=visit.now,
        ),
        "granted_on",
    )
    return _page(visit, shown, fault) if fault else visit.go_to("waivers")


def _page(visit: Visit, typed: dict[str, str], fault: Fault | None = None) -> HTMLResponse:
    clause = visit.rules.membership.waivers
    return visit.page(
        "nominations/waivers.html",
        fault=fault,
        typed=typed,
        waivers=waivers_of(visit.session, visit.election.id),
        clause=clause if clause and clause.value else None,
        closed=visit.now >= visit.election.nominations_close,
    )
