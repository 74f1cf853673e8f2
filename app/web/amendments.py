from typing import Annotated

from fastapi import APIRouter, Depends, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel

from app.actions import amending
from app.actions.canvass import frozen
from app.actions.committee import Actor
from app.core.roles import Right
from app.core.secrecy.encoding import from_base64url
from app.web.depends import InElection, InHouse, Now, Transaction, holding

router = APIRouter(prefix="/api/v1/elections/{election_id}")


class PublicKey(BaseModel):
    """The raw Ed25519 key that `tellers officer-key` printed, in base64url."""

    key: str


@router.post("/officer-keys", status_code=201)
def register_key(
    form: PublicKey,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.COUNTERSIGN_BALLOT))],
) -> dict[str, str]:
    """Notes the key by which the signed-in committee member will sign."""
    amending.register_officer_key(
        session, election, from_base64url(form.key, "key"), by=by, now=now
    )
    return {"key": form.key}


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
