from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.signers import register_officer_key, withdraw_officer_key
from app.core.roles import Right
from app.core.secrecy.officers import Registration
from app.records.ballots import frozen_ballot
from app.web.pages.cookies import check_form
from app.web.pages.signing import officers_of, signing_page
from app.web.pages.visit import Fault, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/signing-key",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Registering = Annotated[Visit, Depends(visiting(Right.COUNTERSIGN_BALLOT))]


@router.get("")
def show(visit: Registering) -> HTMLResponse:
    """The visitor's own signing key, which is made and kept in the browser; and everybody's."""
    return _page(visit)


@router.post("")
def register(visit: Registering, registration: Annotated[str, Form()] = "") -> Response:
    """Notes the public half of a key that was made in the browser or at a command line."""
    fault = visit.attempt(
        lambda: register_officer_key(
            visit.session,
            visit.election,
            Registration.parse(registration.encode()),
            by=visit.actor,
            now=visit.now,
        ),
        "registration",
    )
    return _page(visit, fault) if fault else visit.go_to("signing-key")


@router.post("/withdrawal")
def withdraw(visit: Registering) -> Response:
    """Takes back a key that was lost before the freeze."""
    fault = visit.attempt(
        lambda: withdraw_officer_key(visit.session, visit.election, by=visit.actor, now=visit.now)
    )
    return _page(visit, fault) if fault else visit.go_to("signing-key")


def _page(visit: Visit, fault: Fault | None = None) -> HTMLResponse:
    return signing_page(
        visit,
        "signers/signing_key.html",
        fault,
        officers=officers_of(visit),
        frozen=frozen_ballot(visit.session, visit.election.id) is not None,
    )
