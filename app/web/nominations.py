from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel

from app.actions import nominations
from app.actions.committee import Actor
from app.actions.rolls import member_named
from app.core.roles import Right
from app.errors import NotPermitted
from app.records.nominations import Nomination, nominations_by_member, nominations_of
from app.web.depends import (
    InElection,
    Now,
    Token,
    Transaction,
    holding,
    signed_in_member,
)
from app.web.sign_in import Name

router = APIRouter(prefix="/api/v1")


class NewNomination(BaseModel):
    """Who is nominated for which contest, and by whom."""

    contest: str
    member_number: str
    nominated_by: Name


class Answer(BaseModel):
    """The nominee's answer."""

    accept: bool


@router.post("/elections/{election_id}/nominations", status_code=201)
def nominate(
    form: NewNomination,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.ENTER_NOMINATION))],
) -> dict[str, Any]:
    """Stores a nomination and the ruling on it, granted or not."""
    nominee = member_named(session, election, form.member_number)
    nomination = nominations.nominate(
        session,
        election,
        form.contest,
        nominee,
        nominated_by=form.nominated_by,
        by=by,
        now=now,
    )
    return _shown(nomination)


@router.get("/elections/{election_id}/nominations")
def list_nominations(
    election: InElection,
    session: Transaction,
    _: Annotated[Actor, Depends(holding(Right.SEE_ROLL))],
) -> list[dict[str, Any]]:
    """Every nomination with its ruling."""
    return [_shown(nomination) for nomination in nominations_of(session, election.id)]


@router.get("/my/nominations")
def my_nominations(session: Transaction, token: Token) -> list[dict[str, Any]]:
    """The signed-in member's own nominations."""
    member = signed_in_member(session, token)
    return [_shown(nomination) for nomination in nominations_by_member(session, member.id)]


@router.post("/my/nominations/{nomination_id}/answer")
def answer(
    nomination_id: Annotated[int, Path(ge=1, lt=2**31)],
    form: Answer,
    session: Transaction,
    now: Now,
    token: Token,
) -> dict[str, Any]:
    """Accepts or declines one's own nomination; a refused acceptance says why."""
    member = signed_in_member(session, token)
    nomination, election = nominations.nomination_with_election(session, nomination_id)
    if nomination.member_id != member.id:
        raise NotPermitted("This nomination is another member's.")
    nominations.answer_nomination(session, election, nomination, accept=form.accept, now=now)
    return _shown(nomination)


def _shown(nomination: Nomination) -> dict[str, Any]:
    return {
        "id": nomination.id,
        "contest": nomination.contest_id,
        "granted": nomination.granted,
        "ruling": nomination.ruling,
        "accepted": nomination.accepted,
        "acceptance_ruling": nomination.acceptance_ruling,
    }
