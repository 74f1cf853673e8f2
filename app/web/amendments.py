from typing import Annotated

from fastapi import APIRouter, Depends, UploadFile
from fastapi.responses import Response

from app.actions import amending
from app.actions.canvass import frozen
from app.actions.committee import Actor
from app.core.roles import Right
from app.web.depends import InElection, InHouse, Now, Transaction, holding

router = APIRouter(prefix="/api/v1/elections/{election_id}")


@router.post("/amendments", status_code=201)
def amend(
    amendment: UploadFile,
    election: InElection,
    session: Transaction,
    house: InHouse,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.CLOSE_VOTING))],
) -> dict[str, int]:
    """Takes one amendment that two officers signed."""
    raw = amendment.file.read()
    amended = amending.amend(session, election, raw, house.box, by=by, now=now)
    return {"number": len(amended.lines)}


@router.get("/amendments")
def amendments(election: InElection, session: Transaction) -> Response:
    """amendments.jsonl; public."""
    _, manifest = frozen(session, election)
    found = amending.amendments_of(session, election, manifest)
    return Response(found.canonical(), media_type="application/jsonl")
