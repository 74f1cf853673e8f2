from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from app.actions.answering import choice_requests, settle_choices
from app.actions.bylaws import contests_in
from app.core.roles import Right
from app.records.nominations import nominations_of, nominees_of
from app.records.roll import as_member
from app.web.pages.cookies import check_form
from app.web.pages.visit import Fault, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/choices",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)


@router.get("")
def show(visit: Annotated[Visit, Depends(visiting(Right.SEE_ROLL))]) -> HTMLResponse:
    """Who was asked to choose among nominations, until when, and what stands if nobody does."""
    return _page(visit)


@router.post("")
def settle(visit: Annotated[Visit, Depends(visiting(Right.RULE))]) -> Response:
    """Lets the highest-ranking nomination of each nominee stand who did not choose in time."""
    fault = visit.attempt(
        lambda: settle_choices(visit.session, visit.election, by=visit.actor, now=visit.now)
    )
    return _page(visit, fault) if fault else visit.go_to("choices")


def _page(visit: Visit, fault: Fault | None = None) -> HTMLResponse:
    session, election = visit.session, visit.election
    nominees = nominees_of(session, election.id)
    titles = {each.id: each.title for each in contests_in(session, election)}
    return visit.page(
        "nominations/choices.html",
        fault=fault,
        asked=[
            (as_member(member), choice) for member, choice in choice_requests(session, election)
        ],
        settled=[
            (as_member(nominees[each.member_id]).display_name, titles[each.contest_id], each)
            for each in nominations_of(session, election.id)
            if each.by_default
        ],
        closed=visit.now >= election.acceptance_deadline,
    )
