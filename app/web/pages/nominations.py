from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Path
from fastapi.responses import HTMLResponse, Response

from app.actions.answering import enter_statement
from app.actions.barring import find_barred, lift_bar
from app.actions.bylaws import VACANCIES, contest_in, contests_in
from app.actions.checklist import Stage
from app.actions.dates import days_of
from app.actions.nominations import (
    made_at_meeting,
    move_nomination,
    nominate,
    nominate_in_writing,
    nomination_in,
)
from app.actions.rolls import member_named
from app.actions.ruling_again import rule_again
from app.core.answers import what_helps
from app.core.roles import Right
from app.records.ballots import frozen_ballot
from app.records.bars import bar_of
from app.records.nominations import Motion, Nomination, nominations_of, nominees_of
from app.records.roll import MemberRecord, as_member, as_periods, standing_of
from app.web.pages.cookies import check_form
from app.web.pages.elections import steps_at
from app.web.pages.visit import Fault, Visit, visiting
from app.web.standing_shown import stretches_of

router = APIRouter(
    prefix="/elections/{election_id}/nominations",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Typed = Annotated[str, Form()]
NominationId = Annotated[int, Path(ge=1, lt=2**31)]
OfCommittee = Annotated[Visit, Depends(visiting(Right.RULE))]
EMPTY = dict.fromkeys(
    ("contest", "member_number", "nominated_by", "mover", "seconder", "paper"), ""
)


@router.get("")
def show(visit: Annotated[Visit, Depends(visiting(Right.SEE_ROLL))]) -> HTMLResponse:
    """Every nomination with its verdict, and the form for another one."""
    return _page(visit, EMPTY)


@router.post("")
def enter(
    visit: Annotated[Visit, Depends(visiting(Right.ENTER_NOMINATION))],
    contest: Typed = "",
    member_number: Typed = "",
    nominated_by: Typed = "",
    mover: Typed = "",
    seconder: Typed = "",
    paper: Typed = "",
) -> Response:
    """Stores a nomination, or a motion from the floor, and shows the ruling on it."""
    values = (contest, member_number, nominated_by, mover, seconder, paper)
    typed = {name: value.strip() for name, value in zip(EMPTY, values, strict=True)}
    if fault := _missing(visit, typed):
        return _page(visit, typed, fault)
    made: list[tuple[Motion | None, Nomination | None]] = []
    act = _write if _is_written(visit) else _move if _is_moved(visit) else _nominate
    fault = visit.attempt(lambda: made.append(act(visit, typed)), "member_number")
    if fault:
        return _page(visit, typed, fault)
    motion, nomination = made[0]
    if nomination is None:
        return _page(visit, typed, motion=motion)
    return visit.go_to(f"nominations/{nomination.id}")


def _missing(visit: Visit, typed: Mapping[str, str]) -> Fault | None:
    if not typed["member_number"]:
        return Fault("Give the nominee's member number.", "member_number")
    if _is_written(visit) and not typed["paper"]:
        return Fault("Name the signed paper.", "paper")
    if _is_moved(visit):
        return None if typed["mover"] else Fault("Give the mover's member number.", "mover")
    return None if typed["nominated_by"] else Fault("Say who nominates.", "nominated_by")


def _is_moved(visit: Visit) -> bool:
    """Whether the bylaws want a nomination moved and seconded."""
    return bool(made_at_meeting(visit.rules))


def _is_written(visit: Visit) -> bool:
    """Whether nominations are for vacant seats, and so come in writing."""
    return visit.election.held_for == VACANCIES


def _nominate(visit: Visit, typed: Mapping[str, str]) -> tuple[None, Nomination]:
    session, election = visit.session, visit.election
    return None, nominate(
        session,
        election,
        typed["contest"],
        member_named(session, election, typed["member_number"]),
        nominated_by=typed["nominated_by"],
        by=visit.actor,
        now=visit.now,
    )


def _move(visit: Visit, typed: Mapping[str, str]) -> tuple[Motion, Nomination | None]:
    session, election = visit.session, visit.election
    seconder = typed["seconder"]
    return move_nomination(
        session,
        election,
        typed["contest"],
        member_named(session, election, typed["member_number"]),
        mover=member_named(session, election, typed["mover"]),
        seconder=member_named(session, election, seconder) if seconder else None,
        by=visit.actor,
        now=visit.now,
    )


def _write(visit: Visit, typed: Mapping[str, str]) -> tuple[Motion, Nomination | None]:
    session, election = visit.session, visit.election
    return nominate_in_writing(
        session,
        election,
        typed["contest"],
        member_named(session, election, typed["member_number"]),
        nominator=member_named(session, election, typed["mover"]),
        paper=typed["paper"],
        by=visit.actor,
        now=visit.now,
    )


@router.get("/{nomination_id}")
def show_one(
    visit: Annotated[Visit, Depends(visiting(Right.SEE_ROLL))], nomination_id: NominationId
) -> HTMLResponse:
    """One nomination with each finding of its ruling."""
    return _one(visit, nomination_in(visit.session, visit.election, nomination_id))


@router.post("/{nomination_id}/ruling")
def rule_once_more(visit: OfCommittee, nomination_id: NominationId) -> Response:
    """Rules on a nomination by the facts known now."""
    return _done(
        visit,
        nomination_id,
        lambda nomination, _: rule_again(
            visit.session, visit.election, nomination, by=visit.actor, now=visit.now
        ),
    )


@router.post("/{nomination_id}/statement")
def take_statement(
    visit: Annotated[Visit, Depends(visiting(Right.ENTER_NOMINATION))],
    nomination_id: NominationId,
    statement: Typed = "",
) -> Response:
    """Enters the statement that a candidate brought on paper."""
    text = statement.strip()
    nomination = nomination_in(visit.session, visit.election, nomination_id)
    fault = visit.attempt(
        lambda: enter_statement(
            visit.session, visit.election, nomination, text, by=visit.actor, now=visit.now
        ),
        "statement",
    )
    if fault:
        return _one(visit, nomination, fault, text)
    return visit.go_to(f"nominations/{nomination_id}")


@router.post("/{nomination_id}/bar")
def bar(visit: OfCommittee, nomination_id: NominationId, reason: Typed = "") -> Response:
    """Enters the finding that a conviction bars the nominee from office."""
    return _done(
        visit,
        nomination_id,
        lambda _, member: find_barred(
            visit.session, visit.election, member, reason=reason, by=visit.actor, now=visit.now
        ),
    )


@router.post("/{nomination_id}/bar-lifted")
def bar_lifted(visit: OfCommittee, nomination_id: NominationId) -> Response:
    """Takes that finding back."""
    return _done(
        visit,
        nomination_id,
        lambda _, member: lift_bar(
            visit.session, visit.election, member, by=visit.actor, now=visit.now
        ),
    )


def _done(
    visit: Visit, nomination_id: int, act: Callable[[Nomination, MemberRecord], None]
) -> Response:
    nomination = nomination_in(visit.session, visit.election, nomination_id)
    member = visit.session.get_one(MemberRecord, nomination.member_id)
    fault = visit.attempt(lambda: act(nomination, member), "reason")
    return _one(visit, nomination, fault) if fault else visit.go_to(f"nominations/{nomination_id}")


def _one(
    visit: Visit, nomination: Nomination, fault: Fault | None = None, statement: str = ""
) -> HTMLResponse:
    election = visit.election
    member = visit.session.get_one(MemberRecord, nomination.member_id)
    held = as_periods(standing_of(visit.session, member.id))
    clause = visit.rules.membership.good_statuses
    on = nomination.nominated_at.astimezone(ZoneInfo(election.zone)).date()
    return visit.page(
        "nominations/nomination.html",
        fault=fault,
        nomination=nomination,
        bar=bar_of(visit.session, member.id),
        frozen=frozen_ballot(visit.session, election.id),
        on=on,
        standing=stretches_of(held, clause.value, on),
        delay_cite=clause.cite,
        remedies=_remedies(visit, nomination),
        today=visit.now.astimezone(ZoneInfo(election.zone)).date(),
        statement=statement or nomination.statement or "",
        words=visit.rules.nominations.statement_words,
        may_state=nomination.granted
        and nomination.accepted is not False
        and visit.now < election.acceptance_deadline
        and Right.ENTER_NOMINATION in visit.rights,
        barring_cite=visit.rules.membership.convictions_bar.cite,
        contest=contest_in(visit.session, election, nomination.contest_id).title,
        name=as_member(member).display_name,
    )


def _remedies(visit: Visit, nomination: Nomination) -> list[tuple[str, date | None]]:
    """What the nominee can do about each rule in the way, and until when, each said once."""
    days = days_of(visit.election)
    unmet = [each["rule"] for each in nomination.ruling["findings"] if not each["met"]]
    found = (what_helps(rule, visit.rules, days) for rule in unmet)
    return list(dict.fromkeys(each for each in found if each[0]))


def _page(
    visit: Visit,
    typed: Mapping[str, str],
    fault: Fault | None = None,
    motion: Motion | None = None,
) -> HTMLResponse:
    contests = [(each.id, each.title) for each in contests_in(visit.session, visit.election)]
    nominees = nominees_of(visit.session, visit.election.id)
    return visit.page(
        "nominations/list.html",
        fault=fault,
        steps=steps_at(visit, Stage.NOMINATIONS),
        typed=typed,
        motion=motion,
        is_written=_is_written(visit),
        is_moved=_is_moved(visit),
        waivable=visit.rules.membership.waivers is not None,
        contests=contests,
        titles=dict(contests),
        nominations=nominations_of(visit.session, visit.election.id),
        names={number: as_member(each).display_name for number, each in nominees.items()},
    )
