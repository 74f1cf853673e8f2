from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel

from app.actions import freezing
from app.actions.committee import Actor
from app.actions.manifests import OpeningKeys
from app.core.roles import Right
from app.core.secrecy.encoding import from_base64url
from app.errors import NotFound
from app.records.ballots import frozen_ballot, latest_ballot
from app.web.depends import InElection, InHouse, Now, Transaction, holding

router = APIRouter(prefix="/api/v1/elections/{election_id}")


class Keys(BaseModel):
    """The opening's public keys, how many trustees share the secret, and the box's key."""

    A: str
    B: str
    t: int
    n: int
    box_spki: str


class Approval(BaseModel):
    """The manifest hash of the ballot that is approved, in hexadecimal."""

    digest: str


@router.post("/ballot", status_code=201)
def prepare(
    form: Keys,
    election: InElection,
    session: Transaction,
    house: InHouse,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.PREPARE_BALLOT))],
) -> dict[str, Any]:
    """Draws up the ballot that two people are to approve."""
    keys = OpeningKeys(
        a=from_base64url(form.A, "A"),
        b=from_base64url(form.B, "B"),
        t=form.t,
        n=form.n,
        box_spki=from_base64url(form.box_spki, "box_spki"),
    )
    ballot = freezing.prepare_ballot(
        session, election, keys, settings=house.settings, by=by, now=now
    )
    return {"digest": ballot.digest, "contests": ballot.contests}


@router.get("/ballot")
def proof(
    election: InElection,
    session: Transaction,
    _: Annotated[Actor, Depends(holding(Right.OBSERVE))],
) -> dict[str, Any]:
    """The ballot as prepared last."""
    ballot = latest_ballot(session, election.id)
    if ballot is None:
        raise NotFound("No ballot has been prepared.")
    return {"digest": ballot.digest, "contests": ballot.contests}


@router.post("/ballot/approval")
def approve(
    form: Approval,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.APPROVE_BALLOT))],
) -> dict[str, bool]:
    """The Chair's signature under the ballot."""
    freezing.approve_ballot(session, election, form.digest, by=by, now=now)
    return {"frozen": False}


@router.post("/ballot/countersignature")
def countersign(
    form: Approval,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.COUNTERSIGN_BALLOT))],
) -> dict[str, bool]:
    """The second signature, after the Chair's."""
    freezing.countersign_ballot(session, election, form.digest, by=by, now=now)
    return {"frozen": True}


@router.get("/manifest")
def manifest(election: InElection, session: Transaction) -> Response:
    """The frozen manifest, byte for byte as it is hashed; public."""
    ballot = frozen_ballot(session, election.id)
    if ballot is None:
        raise NotFound("The ballot of this election is not frozen yet.")
    return Response(ballot.manifest, media_type="application/json")
