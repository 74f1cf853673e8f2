from collections import Counter
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, UploadFile
from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.actions import petitions
from app.actions.committee import Actor
from app.core.roles import Right
from app.records.elections import Election
from app.records.petitions import Petition, petitions_of
from app.web.depends import InElection, Now, Transaction, holding
from app.web.sign_in import Name

router = APIRouter(prefix="/api/v1/elections/{election_id}/petitions")
Ruler = Annotated[Actor, Depends(holding(Right.RULE))]
Seeing = Annotated[Actor, Depends(holding(Right.SEE_ROLL))]
Number = Annotated[int, Path(ge=1, lt=2**31)]


class NewPetition(BaseModel):
    """One of the bylaws' petitions by its id, what it is for, when it came, and the last day."""

    rule: str
    title: Name
    submitted_on: date
    due_on: date | None = None


class Recognized(BaseModel):
    """Whose signature it is; without a number, no member's."""

    member_number: str | None = None


@router.post("", status_code=201)
def enter(
    form: NewPetition, election: InElection, session: Transaction, now: Now, by: Ruler
) -> dict[str, Any]:
    """Enters a petition."""
    made = petitions.enter_petition(session, election, **form.model_dump(), by=by, now=now)
    return _shown(election, made)


@router.get("")
def list_petitions(election: InElection, session: Transaction, _: Seeing) -> list[dict[str, Any]]:
    """Every petition with what was decided of it."""
    return [_shown(election, each) for each in petitions_of(session, election.id)]


@router.get("/{petition_id}")
def show(
    petition_id: Number, election: InElection, session: Transaction, _: Seeing
) -> dict[str, Any]:
    """One petition, with every signature as it is matched to the roll."""
    return _matched(session, election, petitions.petition_of(session, election, petition_id))


@router.post("/{petition_id}/signers")
def upload(
    petition_id: Number,
    signers: UploadFile,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Ruler,
) -> dict[str, Any]:
    """Takes the signers' CSV file: member_number and name, of which one may be empty."""
    petition = petitions.petition_of(session, election, petition_id)
    petitions.upload_signers(session, election, petition, signers.file.read(), by=by, now=now)
    return _matched(session, election, petition)


@router.put("/{petition_id}/signers/{line}")
def recognize(
    petition_id: Number,
    line: Number,
    form: Recognized,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Ruler,
) -> dict[str, Any]:
    """Says whose signature a line is."""
    petition = petitions.petition_of(session, election, petition_id)
    petitions.recognize(session, election, petition, line, form.member_number, by=by, now=now)
    return _matched(session, election, petition)


@router.post("/{petition_id}/decision")
def decide(
    petition_id: Number, election: InElection, session: Transaction, now: Now, by: Ruler
) -> dict[str, Any]:
    """Counts the valid signatures and stores what follows."""
    petition = petitions.petition_of(session, election, petition_id)
    petitions.decide_petition(session, election, petition, by=by, now=now)
    return _shown(election, petition)


def _matched(session: Session, election: Election, petition: Petition) -> dict[str, Any]:
    matches = petitions.matches_of(session, election, petition)
    return {
        **_shown(election, petition),
        "counts": Counter(match.outcome.value for match in matches),
        "signatures": [match.as_json() for match in matches],
    }


def _shown(election: Election, petition: Petition) -> dict[str, Any]:
    return {
        "id": petition.id,
        "rule": petition.rule,
        "title": petition.title,
        "submitted_on": petition.submitted_on.isoformat(),
        "due_on": petition.due_on.isoformat() if petition.due_on else None,
        "ruling": petition.ruling,
        "decided_on": petition.decided_on.isoformat() if petition.decided_on else None,
        "clocks": [each.as_json() for each in petitions.clocks_of(election, petition)],
    }
