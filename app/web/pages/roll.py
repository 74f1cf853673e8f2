from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from app.actions.checklist import Stage
from app.actions.roll_previews import (
    columns_to_name,
    import_kept_roll,
    keep_roll,
    name_columns,
    preview_of,
)
from app.core.roles import Right
from app.records.roll import size_of_roll
from app.web.body_sizes import MOST_UPLOADED
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


@router.post("", max_body_size=MOST_UPLOADED)
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


async def _chosen(request: Request) -> dict[str, dict[str, str]]:
    """The columns that the form names: "roll:surname" is a field, the roll's column its value."""
    chosen: dict[str, dict[str, str]] = {}
    for field, column in (await request.form()).items():
        name, colon, unknown = field.partition(":")
        if colon and isinstance(column, str) and column:
            chosen.setdefault(name, {})[unknown] = column
    return chosen


@router.post("/columns")
def take_columns(
    visit: Importing, chosen: Annotated[dict[str, dict[str, str]], Depends(_chosen)]
) -> Response:
    """Takes the columns nobody knows for those that were chosen."""
    fault = visit.attempt(
        lambda: name_columns(visit.session, visit.election, chosen, now=visit.now)
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
        to_name={} if members else columns_to_name(visit.session, visit.election),
        most_rows=ROWS_SHOWN,
    )
