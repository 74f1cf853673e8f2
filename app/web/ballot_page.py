from urllib.parse import urlsplit

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from app.actions.amending import amendments_of
from app.actions.voting import read_manifest
from app.client import ballot_page, client_sha256
from app.core.secrecy.manifest import Manifest
from app.errors import OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.elections import Election
from app.settings import Settings
from app.web.depends import InElection, InHouse, Transaction

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' {box}; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def box_origin(settings: Settings) -> str:
    """Scheme, host and port of the ballot box, as browsers name it."""
    url = urlsplit(settings.box_url)
    return f"{url.scheme}://{url.netloc}"


@router.get("/vote/{election_id}")
def vote(election: InElection, session: Transaction, house: InHouse) -> HTMLResponse:
    """The page that a member votes with, if it is the one that the ballot was frozen with."""
    ballot = frozen_ballot(session, election.id)
    if ballot:
        _check_client(session, election, read_manifest(ballot.manifest))
    policy = CONTENT_POLICY.format(box=box_origin(house.settings))
    headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"}
    return HTMLResponse(ballot_page(), headers=headers)


def _check_client(session: Session, election: Election, manifest: Manifest) -> None:
    """OutOfTurn unless two officers froze or amended the ballot for this very page."""
    if amendments_of(session, election, manifest).terms.client_sha256 != client_sha256():
        raise OutOfTurn(
            "This service's ballot page is not the one that the ballot was frozen with; "
            "ask the elections committee."
        )
