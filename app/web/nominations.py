from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field

from app.actions import answering, barring, nominations, ruling_again, waiving
from app.actions.candidates import candidates_of
from app.actions.committee import Actor
from app.actions.elections import election_of
from app.actions.rolls import member_named
from app.core.faults import BadInput
from app.core.roles import Right
from app.records.elections import Election
from app.records.nominations import (
    Motion,
    Nomination,
    motions_of,
    nominations_by_member,
    nominations_of,
)
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
NominationId = Annotated[int, Path(ge=1, lt=2**31)]


class NewNomination(BaseModel):
    """Who is nominated for which contest, and by whom: in words, or from the floor by number.

    `paper` is the signed paper of a nomination in writing, whose `mover` signed it.

    `attested` where the nominee has signed that no conviction bars from office.
    """

    contest: str
    member_number: str
    nominated_by: Name | None = None
    mover: str | None = None
    seconder: str | None = None
    paper: Name | None = None
    attested: bool | None = None


class Answer(BaseModel):
    """The nominee's answer, with the statement on convictions where the bylaws want it."""

    accept: bool
    attested: bool | None = None


class Statement(BaseModel):
    """A candidate's statement; the bylaws say how many words."""

    text: Annotated[str, Field(min_length=1, max_length=answering.LONGEST_STATEMENT)]


class BarFound(BaseModel):
    """Why the committee finds that a conviction bars a member; kept in confidence."""

    reason: Annotated[str, Field(min_length=1, max_length=2_000)]


class NewWaiver(BaseModel):
    """A waiver of the time of membership: for whom, by whom, when, and in which document."""

    unit: Name
    granted_by: Name
    granted_on: date
    document: Name


@router.post("/elections/{election_id}/nominations", status_code=201)
def nominate(
    form: NewNomination,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.ENTER_NOMINATION))],
) -> dict[str, Any]:
    """Stores a nomination and the ruling on it, granted or not; from the floor the motion too."""
    nominee = member_named(session, election, form.member_number)
    if form.mover is not None and form.paper is not None:
        motion, moved = nominations.nominate_in_writing(
            session,
            election,
            form.contest,
            nominee,
            nominator=member_named(session, election, form.mover),
            paper=form.paper,
            attested=form.attested,
            by=by,
            now=now,
        )
        return {"motion": motion.ruling} | (_shown(moved) if moved else _refused(motion))
    if form.mover is not None:
        mover = member_named(session, election, form.mover)
        seconder = member_named(session, election, form.seconder) if form.seconder else None
        motion, moved = nominations.move_nomination(
            session,
            election,
            form.contest,
            nominee,
            mover=mover,
            seconder=seconder,
            attested=form.attested,
            by=by,
            now=now,
        )
        return {"motion": motion.ruling} | (_shown(moved) if moved else _refused(motion))
    if form.nominated_by is None:
        raise BadInput("nominated_by: say who nominates, or name the mover by member number.")
    nomination = nominations.nominate(
        session,
        election,
        form.contest,
        nominee,
        nominated_by=form.nominated_by,
        attested=form.attested,
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


@router.get("/elections/{election_id}/motions")
def list_motions(
    election: InElection,
    session: Transaction,
    _: Annotated[Actor, Depends(holding(Right.SEE_ROLL))],
) -> list[dict[str, Any]]:
    """Every motion from the floor with its ruling."""
    return [
        {"contest": each.contest_id, "granted": each.granted, "ruling": each.ruling}
        for each in motions_of(session, election.id)
    ]


@router.post("/elections/{election_id}/nominations/{nomination_id}/ruling")
def rule_again(
    nomination_id: NominationId,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.RULE))],
) -> dict[str, Any]:
    """Rules on a nomination by the facts known now, as of the day it was made."""
    nomination = nominations.nomination_in(session, election, nomination_id)
    ruling_again.rule_again(session, election, nomination, by=by, now=now)
    return _shown(nomination)


@router.put("/elections/{election_id}/bars/{member_number}", status_code=204)
def find_barred(
    member_number: str,
    form: BarFound,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.RULE))],
) -> None:
    """Enters the committee's finding that a conviction bars a member from office."""
    member = member_named(session, election, member_number)
    barring.find_barred(session, election, member, reason=form.reason, by=by, now=now)


@router.delete("/elections/{election_id}/bars/{member_number}", status_code=204)
def lift_bar(
    member_number: str,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.RULE))],
) -> None:
    """Takes that finding back."""
    member = member_named(session, election, member_number)
    barring.lift_bar(session, election, member, by=by, now=now)


@router.post("/elections/{election_id}/choices")
def settle_choices(
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.RULE))],
) -> list[dict[str, Any]]:
    """Lets the highest-ranking nomination of each nominee stand who did not choose in time."""
    settled = answering.settle_choices(session, election, by=by, now=now)
    return [_shown(nomination) for nomination in settled]


@router.post("/elections/{election_id}/waivers", status_code=201)
def enter_waiver(
    form: NewWaiver,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.RULE))],
) -> dict[str, str]:
    """Enters a waiver of the time of membership."""
    waiver = waiving.enter_waiver(session, election, **form.model_dump(), by=by, now=now)
    return {"unit": waiver.unit}


@router.get("/elections/{election_id}/candidates")
def list_candidates(election: InElection, session: Transaction, now: Now) -> list[dict[str, Any]]:
    """Who stands for what, with their statements; public once nominees can no longer answer."""
    return candidates_of(session, election, now=now)


@router.get("/my/nominations")
def my_nominations(session: Transaction, token: Token) -> list[dict[str, Any]]:
    """The signed-in member's own nominations."""
    member = signed_in_member(session, token)
    return [_shown(nomination) for nomination in nominations_by_member(session, member.id)]


@router.post("/my/nominations/{nomination_id}/answer")
def answer(
    nomination_id: NominationId, form: Answer, session: Transaction, now: Now, token: Token
) -> dict[str, Any]:
    """Accepts or declines one's own nomination; a refused acceptance says why."""
    election, nomination = _own(session, token, nomination_id)
    answering.answer_nomination(
        session, election, nomination, accept=form.accept, attested=form.attested, now=now
    )
    return _shown(nomination)


@router.post("/my/nominations/{nomination_id}/withdrawal")
def withdraw(
    nomination_id: NominationId, session: Transaction, now: Now, token: Token
) -> dict[str, Any]:
    """Takes back an acceptance."""
    election, nomination = _own(session, token, nomination_id)
    answering.withdraw_nomination(session, election, nomination, now=now)
    return _shown(nomination)


@router.put("/my/nominations/{nomination_id}/statement")
def enter_statement(
    nomination_id: NominationId, form: Statement, session: Transaction, now: Now, token: Token
) -> dict[str, Any]:
    """Enters one's statement, in place of the one before."""
    election, nomination = _own(session, token, nomination_id)
    answering.enter_statement(session, election, nomination, form.text, now=now)
    return _shown(nomination)


def _own(session: Transaction, token: str, nomination_id: int) -> tuple[Election, Nomination]:
    member = signed_in_member(session, token)
    election = election_of(session, member.election_id)
    return election, nominations.own_nomination(session, election, member, nomination_id)


def _shown(nomination: Nomination) -> dict[str, Any]:
    return {
        "id": nomination.id,
        "contest": nomination.contest_id,
        "granted": nomination.granted,
        "ruling": nomination.ruling,
        "accepted": nomination.accepted,
        "acceptance_ruling": nomination.acceptance_ruling,
        "by_default": nomination.by_default,
        "statement": nomination.statement,
    }


def _refused(motion: Motion) -> dict[str, Any]:
    return {"id": None, "contest": motion.contest_id, "granted": False, "ruling": motion.ruling}
