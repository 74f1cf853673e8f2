import json
from typing import Annotated

from fastapi import APIRouter, Depends, File, UploadFile
from fastapi.responses import HTMLResponse, Response

from app.actions.paper import headers_of, join_paper
from app.actions.voting import read_manifest
from app.core.faults import BadInput
from app.core.roles import Right
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.paper import in_order
from app.records.ballots import frozen_ballot
from app.records.canvass import BoardRecord
from app.web.body_sizes import MOST_UPLOADED
from app.web.pages.cookies import check_form
from app.web.pages.signing import officers_of, signing_page
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/paper-batches",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """Where clerks seal and sign paper ballots, and which batches have joined the board."""
    return _page(visit)


@router.post("", max_body_size=MOST_UPLOADED)
def join(
    visit: Annotated[Visit, Depends(visiting(Right.ACCEPT_OPENING))],
    paper: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Joins every signed batch to the closed board, at once."""
    files = [raw for each in paper or [] if (raw := each.file.read())]

    def act() -> None:
        if not files:
            raise BadInput("Choose the files of all batches, each signed by its two clerks.")
        raw = in_order(files)
        join_paper(
            visit.session, visit.election, raw, visit.house.box, by=visit.actor, now=visit.now
        )

    fault = visit.attempt(act, "paper")
    return _page(visit, fault) if fault else visit.go_to("paper-batches")


def _page(visit: Visit, fault: Fault | None = None) -> HTMLResponse:
    session, election = visit.session, visit.election
    ballot = frozen_ballot(session, election.id)
    officers = officers_of(visit)
    names = {each["key"]: each["name"] for each in officers}
    manifest = read_manifest(ballot.manifest) if ballot else None
    signing = {to_base64url(key) for key in manifest.officers} if manifest else set()
    joined = [
        (each.header, [names.get(to_base64url(key), "an officer") for key in each.header.clerks])
        for each in headers_of(session, election)
    ]
    return signing_page(
        visit,
        "signers/paper_batches.html",
        fault,
        frozen=manifest is not None,
        closed=visit.now >= election.closes_cast,
        board=session.get(BoardRecord, election.id) is not None,
        clerks=json.dumps([each for each in officers if each["key"] in signing]),
        joined=joined,
    )
