from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from app.actions import signers
from app.actions.committee import Actor
from app.core.roles import Right
from app.core.secrecy.encoding import from_base64url
from app.core.secrecy.officers import Registration
from app.web.depends import InElection, Now, Transaction, holding

router = APIRouter(prefix="/api/v1/elections/{election_id}")


class OfficerKey(BaseModel):
    """What `tellers officer-key` printed: the raw Ed25519 key and its proof, in base64url."""

    key: str
    proof: str


class VerifierKey(BaseModel):
    """The C2SP verifier key that `tellers witness-key` printed."""

    verifier_key: str


class Cosignature(BaseModel):
    """The signature line that `tellers witness` printed."""

    line: str


@router.post("/officer-keys", status_code=201)
def register_key(
    form: OfficerKey,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.COUNTERSIGN_BALLOT))],
) -> dict[str, str]:
    """Notes the key by which the signed-in committee member will sign."""
    made = Registration(from_base64url(form.key, "key"), from_base64url(form.proof, "proof"))
    signers.register_officer_key(session, election, made, by=by, now=now)
    return {"key": form.key}


@router.post("/witnesses", status_code=201)
def register_witness(
    form: VerifierKey,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.COUNTERSIGN_BALLOT))],
) -> dict[str, str]:
    """Notes an observer's witness."""
    signers.register_witness(session, election, form.verifier_key, by=by, now=now)
    return {"verifier_key": form.verifier_key}


@router.post("/cosignatures", status_code=201)
def cosign(
    form: Cosignature,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.OBSERVE))],
) -> dict[str, str]:
    """Takes a witness's cosignature of the board."""
    return {"witness": signers.add_cosignature(session, election, form.line, by=by, now=now)}
