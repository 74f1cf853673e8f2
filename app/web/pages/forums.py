from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.bylaws import contests_in
from app.actions.forums import FEWEST, candidates_in, hold_forum
from app.core.roles import Right
from app.records.forums import forums_of
from app.records.roll import as_member
from app.web.pages.cookies import check_form
from app.web.pages.visit import Fault, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/forums",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Sending = Annotated[Visit, Depends(visiting(Right.SEND_NOTICES))]
Typed = Annotated[str, Form()]
EMPTY = dict.fromkeys(("contest", "held_at", "place"), "")


@router.get("")
def show(visit: Sending) -> HTMLResponse:
    """Every forum with how many were invited, and the form for another one."""
    return _page(visit, EMPTY)


@router.post("")
def enter(visit: Sending, contest: Typed = "", held_at: Typed = "", place: Typed = "") -> Response:
    """Enters a forum and invites its candidates."""
    typed = {"contest": contest, "held_at": held_at, "place": place.strip()}
    try:
        moment = datetime.fromisoformat(held_at).replace(tzinfo=ZoneInfo(visit.election.zone))
    except ValueError:
        return _page(visit, typed, Fault("Give the day and time of the forum.", "held_at"))
    fault = visit.attempt(
        lambda: hold_forum(
            visit.session,
            visit.election,
            contest,
            held_at=moment,
            place=typed["place"],
            by=visit.actor,
            now=visit.now,
        ),
        "held_at" if typed["place"] else "place",
    )
    return _page(visit, typed, fault) if fault else visit.go_to("forums")


def _page(visit: Visit, typed: dict[str, str], fault: Fault | None = None) -> HTMLResponse:
    session, election = visit.session, visit.election
    contests = contests_in(session, election)
    candidates = {each.id: candidates_in(session, election, each.id) for each in contests}
    return visit.page(
        "nominations/forums.html",
        fault=fault,
        alike=visit.rules.nominations.equal_forums,
        typed=typed,
        contests=[(each.id, each.title) for each in contests if len(candidates[each.id]) >= FEWEST],
        titles={each.id: each.title for each in contests},
        forums=forums_of(session, election.id),
        by_letter={
            contest: [as_member(each).display_name for each in stand if not each.email]
            for contest, stand in candidates.items()
        },
    )
