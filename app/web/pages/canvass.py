import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, UploadFile
from fastapi.responses import HTMLResponse, Response

from app.actions.canvass import (
    ACCEPTED,
    accept_count,
    accept_opening,
    count,
    receive_board,
    result_of,
)
from app.actions.certification import CERTIFIED, certify, signers_of
from app.actions.checklist import Stage
from app.actions.committee import TWO_PEOPLE, signatures_of
from app.actions.rolls import member_named
from app.actions.seating import OpenChoice, choose_seat, open_choices
from app.actions.voting import read_manifest
from app.core.roles import Right
from app.records.ballots import frozen_ballot
from app.records.canvass import BoardRecord, OpeningRecord, ResultRecord
from app.records.staff import names_of_staff
from app.web.body_sizes import MOST_UPLOADED
from app.web.pages.cookies import check_form
from app.web.pages.elections import steps_at
from app.web.pages.visit import Fault, Seeing, Visit, address_of, visiting
from app.web.phrases import listed
from app.web.results_shown import contest_shown, overview_shown

router = APIRouter(
    prefix="/elections/{election_id}",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Opening = Annotated[Visit, Depends(visiting(Right.ACCEPT_OPENING))]
Counting = Annotated[Visit, Depends(visiting(Right.COUNT))]
Certifying = Annotated[Visit, Depends(visiting(Right.CERTIFY))]
Digest = Annotated[str, Form()]


@router.get("/opening")
def show_opening(visit: Seeing) -> HTMLResponse:
    """What the box gave after the close, and whether the ceremony's file has come."""
    return _opening(visit)


@router.post("/opening/board")
def receive(visit: Opening) -> Response:
    """Notes the sealed ballots of the closed box."""
    fault = visit.attempt(
        lambda: receive_board(
            visit.session, visit.election, visit.house.box, by=visit.actor, now=visit.now
        )
    )
    return _opening(visit, fault) if fault else visit.go_to("opening")


@router.post("/opening", max_body_size=MOST_UPLOADED)
def upload(visit: Opening, opened: UploadFile | None = None) -> Response:
    """Takes the opened file of the ceremony."""
    raw = opened.file.read() if opened else b""
    fault = visit.attempt(
        lambda: accept_opening(
            visit.session, visit.election, raw, visit.house.box, by=visit.actor, now=visit.now
        ),
        "opened",
    )
    return _opening(visit, fault) if fault else visit.go_to("opening")


@router.get("/count")
def show_count(visit: Counting) -> HTMLResponse:
    """The count, contest by contest, with what the second one says."""
    return _count(visit)


@router.post("/count")
def count_all(visit: Counting) -> Response:
    """Counts every contest, twice where it is ranked."""
    fault = visit.attempt(
        lambda: count(visit.session, visit.election, by=visit.actor, now=visit.now)
    )
    return _count(visit, fault) if fault else visit.go_to("count")


@router.post("/count/seat-choices")
def choose(
    visit: Counting,
    member_number: Annotated[str, Form()] = "",
    contest: Annotated[str, Form()] = "",
) -> Response:
    """Notes which of several seats a winner keeps, and seats everybody anew."""
    fault = visit.attempt(
        lambda: choose_seat(
            visit.session,
            visit.election,
            member_named(visit.session, visit.election, member_number),
            contest,
            by=visit.actor,
            now=visit.now,
        )
    )
    return _count(visit, fault) if fault else visit.go_to("count")


@router.get("/count/{contest_id}")
def show_contest(visit: Counting, contest_id: str) -> HTMLResponse:
    """One contest of the count: its rounds, and why who lost did."""
    result = json.loads(result_of(visit.session, visit.election).result)
    shown = contest_shown(visit.session, visit.election, result, contest_id)
    return visit.page("canvass/contest.html", **shown)


@router.post("/count/acceptance")
def accept(visit: Opening, digest: Digest = "") -> Response:
    """One of the two signatures that accept the count."""
    fault = visit.attempt(
        lambda: accept_count(visit.session, visit.election, digest, by=visit.actor, now=visit.now)
    )
    return _count(visit, fault) if fault else visit.go_to("count")


@router.get("/certificate")
def show_certificate(visit: Certifying) -> HTMLResponse:
    """Who sits where and why, and who has signed for it."""
    return _certificate(visit)


@router.post("/certificate")
def sign(visit: Certifying, digest: Digest = "") -> Response:
    """One of the committee's signatures under the result."""
    fault = visit.attempt(
        lambda: certify(visit.session, visit.election, digest, by=visit.actor, now=visit.now)
    )
    return _certificate(visit, fault) if fault else visit.go_to("certificate")


def _opening(visit: Visit, fault: Fault | None = None) -> HTMLResponse:
    return visit.page(
        "canvass/opening.html",
        fault=fault,
        steps=steps_at(visit, Stage.OPENING),
        board=visit.session.get(BoardRecord, visit.election.id),
        opening=visit.session.get(OpeningRecord, visit.election.id),
        closed=visit.now >= visit.election.closes_cast,
        box_url=visit.house.settings.box_url,
        titles=_titles(visit),
    )


def _titles(visit: Visit) -> dict[str, str]:
    """The contests of each group of the frozen ballot, by the number that the board knows it by."""
    ballot = frozen_ballot(visit.session, visit.election.id)
    if ballot is None:
        return {}
    contests = {each.id: each.title for each in read_manifest(ballot.manifest).contests}
    groups = read_manifest(ballot.manifest).groups
    return {str(each.group_id): listed([contests[one] for one in each.contests]) for each in groups}


def _count(visit: Visit, fault: Fault | None = None) -> HTMLResponse:
    return visit.page(
        "canvass/count.html",
        fault=fault,
        steps=steps_at(visit, Stage.COUNT),
        opened=visit.session.get(OpeningRecord, visit.election.id) is not None,
        needed=TWO_PEOPLE,
        choices=_choices(visit),
        **_signatures(visit, ACCEPTED),
        **_result(visit),
    )


def _choices(visit: Visit) -> list[OpenChoice]:
    """The choices of seats that are still to be made or can still be changed."""
    if visit.session.get(ResultRecord, visit.election.id) is None:
        return []
    if signatures_of(visit.session, visit.election.id, ACCEPTED):
        return []
    return open_choices(visit.session, visit.election)


def _certificate(visit: Visit, fault: Fault | None = None) -> HTMLResponse:
    return visit.page(
        "canvass/certificate.html",
        fault=fault,
        steps=steps_at(visit, Stage.CERTIFICATE),
        needed=signers_of(visit.session, visit.election),
        accepted=len(signatures_of(visit.session, visit.election.id, ACCEPTED)) >= TWO_PEOPLE,
        **_signatures(visit, CERTIFIED),
        **_result(visit),
    )


def _signatures(visit: Visit, kind: str) -> dict[str, Any]:
    acts = signatures_of(visit.session, visit.election.id, kind)
    names = names_of_staff(visit.session, [act.by_id for act in acts])
    return {
        "signed": [(names[act.by_id], act.at) for act in acts],
        "has_signed": any(act.by_id == visit.staff.id for act in acts),
    }


def _result(visit: Visit) -> dict[str, Any]:
    record = visit.session.get(ResultRecord, visit.election.id)
    if record is None:
        return {"record": None}
    shown = overview_shown(visit.session, visit.election, json.loads(record.result))
    return {"record": record, "base": f"{address_of(visit.election)}/count", **shown}
