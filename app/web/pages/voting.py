from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, UploadFile
from fastapi.responses import HTMLResponse, Response

from app.actions.canvass import frozen
from app.actions.checklist import Stage
from app.actions.committee import signatures_of
from app.actions.mailing import mail_codes
from app.actions.rehearsing import record_rehearsal
from app.actions.turnout import turnout_by_district
from app.actions.voting import OPENED, open_voting
from app.core.roles import Right
from app.documents.dates import in_words
from app.errors import OutOfTurn, Unavailable
from app.records.rehearsals import rehearsals_of
from app.records.staff import names_of_staff
from app.records.turnout import turnout_counts_of
from app.web.body_sizes import MOST_UPLOADED
from app.web.pages.cookies import check_form
from app.web.pages.elections import steps_at
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/voting",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """Who opened voting, how many ballots were issued, and what the box says of itself."""
    return _page(visit)


@router.post("")
def sign(visit: Annotated[Visit, Depends(visiting(Right.OPEN_VOTING))]) -> Response:
    """One of the two signatures that open voting."""
    fault = visit.attempt(
        lambda: open_voting(visit.session, visit.election, by=visit.actor, now=visit.now)
    )
    return _page(visit, fault) if fault else visit.go_to("voting")


@router.post("/rehearsals", max_body_size=MOST_UPLOADED)
def rehearse(
    visit: Annotated[Visit, Depends(visiting(Right.OPEN_VOTING))],
    report: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Notes the report of a rehearsed opening."""
    raw = report.file.read() if report else b""
    fault = visit.attempt(
        lambda: record_rehearsal(visit.session, visit.election, raw, by=visit.actor, now=visit.now),
        "report",
    )
    return _page(visit, fault) if fault else visit.go_to("voting")


@router.post("/codes")
def mail(visit: Annotated[Visit, Depends(visiting(Right.SEND_NOTICES))]) -> Response:
    """Has every member with an e-mail address sent a sign-in code."""
    fault = visit.attempt(
        lambda: mail_codes(visit.session, visit.election, by=visit.actor, now=visit.now)
    )
    return _page(visit, fault) if fault else visit.go_to("voting")


def _page(visit: Visit, fault: Fault | None = None) -> HTMLResponse:
    signed = signatures_of(visit.session, visit.election.id, OPENED)
    names = names_of_staff(visit.session, [act.by_id for act in signed])
    return visit.page(
        "voting/voting.html",
        fault=fault,
        steps=steps_at(visit, Stage.VOTING),
        signed=[(names[act.by_id], act.at) for act in signed],
        has_signed=any(act.by_id == visit.staff.id for act in signed),
        **_turnout(visit, is_open=bool(signed)),
        box=_word_of_the_box(visit),
        rehearsals=rehearsals_of(visit.session, visit.election.id),
    )


def _turnout(visit: Visit, *, is_open: bool) -> dict[str, Any]:
    """The day's count while members vote, and what it came to after the close."""
    counts = turnout_counts_of(visit.session, visit.election.id)
    if is_open and visit.now >= visit.election.closes_cast:
        return {"counts": counts, "turnout": turnout_by_district(visit.session, visit.election)}
    return {"counts": counts, "turnout": counts[-1].districts if counts else []}


def _word_of_the_box(visit: Visit) -> str:
    """What the box says by its own signature and clock; no figure, for it tells none."""
    try:
        _, manifest = frozen(visit.session, visit.election)
        at = visit.house.box.open_at(manifest)
    except OutOfTurn:
        return "There is no ballot box before the ballot is frozen."
    except Unavailable as fault:
        return str(fault)
    if at is None:
        return "The ballot box says it is closed: it takes no ballot now."
    clock = in_words(at, visit.election.zone)
    return f"The ballot box says it is open, and that it is {clock}."
