from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.notices import notices_of
from app.actions.printing import (
    MOST_AT_ONCE,
    PrintedLetter,
    export_addresses,
    print_letters,
    write_notice,
)
from app.core.roles import Right
from app.records.notices import letters_on_paper
from app.records.roll import size_of_roll
from app.web.pages.cookies import check_form
from app.web.pages.visit import Fault, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/notices/letters",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Sending = Annotated[Visit, Depends(visiting(Right.SEND_NOTICES))]
Typed = Annotated[str, Form()]


@router.get("")
def show(visit: Sending) -> HTMLResponse:
    """What goes by paper: letters that wait, the notice of election, and the mail house's file."""
    return _page(visit)


@router.get("/notice")
def show_notice(visit: Sending) -> HTMLResponse:
    """The notice of election, to be printed."""
    text = write_notice(visit.session, visit.election, visit.house.settings)
    return visit.page("letters/print.html", letters=[PrintedLetter((), text)])


@router.post("")
def print_all(visit: Sending, again: Typed = "") -> Response:
    """The letters to members without an e-mail address, a sheet each, to be printed."""
    printed: list[PrintedLetter] = []
    fault = visit.attempt(
        lambda: printed.extend(
            print_letters(
                visit.session,
                visit.election,
                again=again == "yes",
                settings=visit.house.settings,
                by=visit.actor,
                now=visit.now,
            )
        )
    )
    return _page(visit, fault) if fault else visit.page("letters/print.html", letters=printed)


@router.post("/addresses")
def export(visit: Sending, notice: Typed = "", recipient: Typed = "") -> Response:
    """The mail house's file, kept by nobody here; the log keeps that it was made."""
    made: list[bytes] = []
    fault = visit.attempt(
        lambda: made.append(
            export_addresses(
                visit.session,
                visit.election,
                notice=notice,
                recipient=recipient,
                by=visit.actor,
                now=visit.now,
            )
        ),
        "recipient",
    )
    if fault:
        return _page(visit, fault, recipient)
    disposition = {"Content-Disposition": 'attachment; filename="addresses.csv"'}
    return Response(made[0], media_type="text/csv", headers=disposition)


def _page(visit: Visit, fault: Fault | None = None, recipient: str = "") -> HTMLResponse:
    counts = letters_on_paper(visit.session, visit.election.id)
    return visit.page(
        "letters/letters.html",
        fault=fault,
        recipient=recipient,
        waiting=counts.get(False, 0),
        printed=counts.get(True, 0),
        most=MOST_AT_ONCE,
        members=size_of_roll(visit.session, visit.election.id),
        notices=[(each.id, each.title) for each in notices_of(visit.session, visit.election)],
    )
