from typing import Annotated

from fastapi import APIRouter, Depends, Form, UploadFile
from fastapi.responses import HTMLResponse, Response

from app.actions.checklist import Stage
from app.actions.committee import signatures_of
from app.actions.freezing import (
    APPROVED,
    approve_ballot,
    countersign_ballot,
    prepare_ballot,
)
from app.actions.manifests import OpeningKeys
from app.actions.voting import read_manifest
from app.core.faults import BadInput
from app.core.proof import ProofContest
from app.core.roles import Right
from app.core.secrecy.encoding import Malformed, from_base64url, parse_json
from app.records.ballots import Ballot, frozen_at, frozen_ballot, latest_ballot
from app.records.staff import names_of_staff
from app.web.pages.cookies import check_form
from app.web.pages.elections import steps_at
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/ballot",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """The ballot's proof, and what is still to be done before it is frozen."""
    return _page(visit)


@router.post("")
def prepare(
    visit: Annotated[Visit, Depends(visiting(Right.PREPARE_BALLOT))],
    opening_keys: UploadFile | None = None,
    box_spki: Annotated[str, Form()] = "",
) -> Response:
    """Draws up the ballot with the opening's public keys and the box's."""
    raw = opening_keys.file.read() if opening_keys else b""
    fault = visit.attempt(
        lambda: prepare_ballot(
            visit.session,
            visit.election,
            _read_keys(raw, box_spki.strip()),
            settings=visit.house.settings,
            by=visit.actor,
            now=visit.now,
        )
    )
    return _page(visit, fault, box_spki) if fault else visit.go_to("ballot")


@router.post("/approval")
def approve(
    visit: Annotated[Visit, Depends(visiting(Right.APPROVE_BALLOT))],
    digest: Annotated[str, Form()] = "",
) -> Response:
    """The Chair's signature under the ballot that the page showed."""
    fault = visit.attempt(
        lambda: approve_ballot(visit.session, visit.election, digest, by=visit.actor, now=visit.now)
    )
    return _page(visit, fault) if fault else visit.go_to("ballot")


@router.post("/countersignature")
def countersign(
    visit: Annotated[Visit, Depends(visiting(Right.COUNTERSIGN_BALLOT))],
    digest: Annotated[str, Form()] = "",
) -> Response:
    """The second signature, which freezes the ballot."""
    fault = visit.attempt(
        lambda: countersign_ballot(
            visit.session, visit.election, digest, by=visit.actor, now=visit.now
        )
    )
    return _page(visit, fault) if fault else visit.go_to("ballot")


def _read_keys(raw: bytes, box_spki: str) -> OpeningKeys:
    try:
        keys = parse_json(raw, "opening-keys.json")
    except Malformed as fault:
        raise BadInput("This is not the opening-keys.json of a ceremony.") from fault
    read = keys if isinstance(keys, dict) else {}
    a, b, t, n = (read.get(name) for name in ("A", "B", "t", "n"))
    if not isinstance(a, str) or not isinstance(b, str) or type(t) is not int or type(n) is not int:
        raise BadInput("This is not the opening-keys.json of a ceremony.")
    return OpeningKeys(
        a=from_base64url(a, "A"),
        b=from_base64url(b, "B"),
        t=t,
        n=n,
        box_spki=from_base64url(box_spki, "The box's key"),
    )


def _page(visit: Visit, fault: Fault | None = None, box_spki: str = "") -> HTMLResponse:
    session, election = visit.session, visit.election
    ballot = frozen_ballot(session, election.id) or latest_ballot(session, election.id)
    signed = signatures_of(session, election.id, APPROVED)
    names = names_of_staff(session, [act.by_id for act in signed])
    return visit.page(
        "ballot/ballot.html",
        fault=fault,
        steps=steps_at(visit, Stage.BALLOT),
        box_spki=box_spki,
        ballot=ballot,
        contests=_contests(ballot),
        groups=read_manifest(ballot.manifest).groups if ballot else (),
        signers=len(read_manifest(ballot.manifest).officers) if ballot else None,
        signed=[(names[act.by_id], act) for act in signed],
        has_signed=any(act.by_id == visit.staff.id for act in signed),
        frozen_at=frozen_at(session, election.id),
        closed=visit.now >= election.acceptance_deadline,
    )


def _contests(ballot: Ballot | None) -> list[ProofContest]:
    return [ProofContest.read(each) for each in ballot.contests] if ballot else []
