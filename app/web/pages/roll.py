from typing import Annotated

from fastapi import APIRouter, Depends, Form, UploadFile
from fastapi.responses import HTMLResponse, Response

from app.actions.checklist import Stage
from app.actions.roll_previews import import_kept_roll, keep_roll, preview_of
from app.core.roles import Right
from app.records.roll import size_of_roll
from app.web.pages.cookies import check_form
from app.web.pages.elections import steps_at
from app.web.pages.visit import Fault, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/roll",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
ROWS_SHOWN = 200
Importing = Annotated[Visit, Depends(visiting(Right.IMPORT_ROLL))]


@router.get("")
def show(visit: Importing) -> HTMLResponse:
    """The roll's size, or the form for its files and what they would bring in."""
    return _page(visit)


@router.post("")
def upload(
    visit: Importing,
    roll: UploadFile | None = None,
    standing: UploadFile | None = None,
    offices: UploadFile | None = None,
    employment: UploadFile | None = None,
) -> Response:
    """Takes the files to look at; nothing is imported yet."""
    fault = visit.attempt(
        lambda: keep_roll(
            visit.session,
            visit.election,
            roll=roll.file.read() if roll else b"",
            standing=standing.file.read() if standing else b"",
            offices=_content(offices),
            employment=_content(employment),
            now=visit.now,
        )
    )
    return _page(visit, fault) if fault else visit.go_to("roll")


@router.post("/import")
def confirm(visit: Importing, digest: Annotated[str, Form()] = "") -> Response:
    """Imports the files that the preview showed."""
    fault = visit.attempt(
        lambda: import_kept_roll(
            visit.session, visit.election, digest, by=visit.actor, now=visit.now
        )
    )
    return _page(visit, fault) if fault else visit.go_to("roll")


def _content(file: UploadFile | None) -> bytes | None:
    return file.file.read() if file and file.filename else None


def _page(visit: Visit, fault: Fault | None = None) -> HTMLResponse:
    members = size_of_roll(visit.session, visit.election.id)
    return visit.page(
        "roll/roll.html",
        fault=fault,
        steps=steps_at(visit, Stage.ROLL),
        members=members,
        preview=None if members else preview_of(visit.session, visit.election),
        most_rows=ROWS_SHOWN,
    )
