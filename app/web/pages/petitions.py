from collections import Counter
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, UploadFile
from fastapi.responses import HTMLResponse, Response

from app.actions.petitions import (
    clocks_of,
    decide_petition,
    enter_petition,
    matches_of,
    petition_of,
    recognize,
    upload_signers,
)
from app.core.faults import BadInput
from app.core.petitions import Outcome
from app.core.roles import Right
from app.core.ruling import Finding, Ruling
from app.records.petitions import Petition, petitions_of, signatures_on
from app.records.roll import as_member, members_of
from app.web.pages.cookies import check_form
from app.web.pages.visit import Fault, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/petitions",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Typed = Annotated[str, Form()]
Seeing = Annotated[Visit, Depends(visiting(Right.SEE_ROLL))]
Deciding = Annotated[Visit, Depends(visiting(Right.RULE))]
Number = Annotated[int, Path(ge=1, lt=2**31)]
EMPTY = dict.fromkeys(("rule", "title", "submitted_on", "due_on"), "")


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """The petitions with what was decided of them, and the form for another one."""
    return _list(visit, EMPTY)


@router.post("")
def enter(
    visit: Deciding,
    rule: Typed = "",
    title: Typed = "",
    submitted_on: Typed = "",
    due_on: Typed = "",
) -> Response:
    """Enters a petition."""
    typed = {"rule": rule, "title": title, "submitted_on": submitted_on, "due_on": due_on}
    made: list[Petition] = []

    def act() -> None:
        if not title.strip():
            raise BadInput("Say what the petition is for.")
        made.append(
            enter_petition(
                visit.session,
                visit.election,
                rule=rule,
                title=title.strip(),
                submitted_on=_day(submitted_on),
                due_on=_day(due_on) if due_on else None,
                by=visit.actor,
                now=visit.now,
            )
        )

    fault = visit.attempt(act)
    return _list(visit, typed, fault) if fault else visit.go_to(f"petitions/{made[0].id}")


@router.get("/{petition_id}")
def show_one(visit: Seeing, petition_id: Number) -> HTMLResponse:
    """One petition: every near miss with whom it may be, and the count so far."""
    return _one(visit, petition_of(visit.session, visit.election, petition_id))


@router.post("/{petition_id}/signers")
def upload(visit: Deciding, petition_id: Number, signers: UploadFile | None = None) -> Response:
    """Takes the file of signers."""
    petition = petition_of(visit.session, visit.election, petition_id)
    raw = signers.file.read() if signers else b""
    fault = visit.attempt(
        lambda: upload_signers(
            visit.session, visit.election, petition, raw, by=visit.actor, now=visit.now
        ),
        "signers",
    )
    return _one(visit, petition, fault) if fault else visit.go_to(f"petitions/{petition_id}")


@router.post("/{petition_id}/signers/{line}")
def look(visit: Deciding, petition_id: Number, line: Number, member_number: Typed = "") -> Response:
    """Says whose signature a line is; nobody's, where no number is given."""
    petition = petition_of(visit.session, visit.election, petition_id)
    fault = visit.attempt(
        lambda: recognize(
            visit.session,
            visit.election,
            petition,
            line,
            member_number.strip() or None,
            by=visit.actor,
            now=visit.now,
        )
    )
    return _one(visit, petition, fault) if fault else visit.go_to(f"petitions/{petition_id}")


@router.post("/{petition_id}/decision")
def decide(visit: Deciding, petition_id: Number) -> Response:
    """Counts the valid signatures and stores what follows."""
    petition = petition_of(visit.session, visit.election, petition_id)
    fault = visit.attempt(
        lambda: decide_petition(
            visit.session, visit.election, petition, by=visit.actor, now=visit.now
        )
    )
    return _one(visit, petition, fault) if fault else visit.go_to(f"petitions/{petition_id}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as fault:
        raise BadInput("Give each day with year, month and day.") from fault


def _list(visit: Visit, typed: dict[str, str], fault: Fault | None = None) -> HTMLResponse:
    return visit.page(
        "petitions/list.html",
        fault=fault,
        typed=typed,
        petitions=petitions_of(visit.session, visit.election.id),
        known=[(each.id, each.title) for each in visit.rules.petitions],
        may_enter=Right.RULE in visit.rights and visit.election.held_for == "questions",
    )


def _one(visit: Visit, petition: Petition, fault: Fault | None = None) -> HTMLResponse:
    matches = matches_of(visit.session, visit.election, petition)
    names = {
        each.member_number: as_member(each).display_name
        for each in members_of(visit.session, visit.election.id)
    }
    looked_at = {
        each.line for each in signatures_on(visit.session, petition.id) if each.looked_at_by
    }
    return visit.page(
        "petitions/petition.html",
        fault=fault,
        petition=petition,
        ruling=_ruling(petition),
        clocks=clocks_of(visit.election, petition),
        counts=Counter(each.outcome.value for each in matches),
        near=[each for each in matches if each.outcome is Outcome.NEAR],
        others=[each for each in matches if each.outcome not in (Outcome.NEAR, Outcome.VALID)],
        looked_at=looked_at,
        names=names,
        may_decide=Right.RULE in visit.rights and petition.decided_at is None,
    )


def _ruling(petition: Petition) -> Ruling | None:
    if petition.ruling is None:
        return None
    findings = petition.ruling["findings"]
    return Ruling(
        tuple(
            Finding(each["rule"], each["met"], each["cite"], each["says"], each["facts"])
            for each in findings
        )
    )
