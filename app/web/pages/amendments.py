from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.amending import (
    amendments_of,
    proposal_of,
    propose_amendment,
    sign_proposal,
    withdraw_proposal,
)
from app.actions.voting import read_manifest
from app.client import client_sha256
from app.core.faults import BadInput
from app.core.roles import Right
from app.core.secrecy.amendments import Amendment, Terms, times
from app.core.secrecy.encoding import Json, to_base64url
from app.core.secrecy.groups import LARGEST_COUNT, LARGEST_GROUP_ID
from app.core.secrecy.manifest import Manifest
from app.errors import NotFound, OutOfTurn
from app.records.ballots import frozen_ballot
from app.web.amendments_shown import amendment_in_words
from app.web.pages.cookies import check_form
from app.web.pages.numbers import number_within
from app.web.pages.signing import officers_of, signing_page
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/amendments",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Amending = Annotated[Visit, Depends(visiting(Right.CLOSE_VOTING))]
Typed = Annotated[str, Form()]
# Minutes by which a close is put off, and their words.
LONGER = {
    "15": "15 minutes",
    "30": "30 minutes",
    "60": "1 hour",
    "120": "2 hours",
    "240": "4 hours",
    "480": "8 hours",
    "1440": "1 day",
    "2880": "2 days",
    "4320": "3 days",
    "10080": "7 days",
}


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """What two officers changed of the frozen election, and what is proposed now."""
    return _page(visit)


@router.post("")
def propose(
    visit: Amending,
    kind: Typed = "",
    longer: Typed = "",
    group: Typed = "",
    eligible: Typed = "",
    reason: Typed = "",
) -> Response:
    """Writes down an amendment for two officers to sign."""
    kinds: dict[str, Callable[[Terms], dict[str, Json]]] = {
        "close": lambda terms: _later(terms, longer),
        "client": lambda _: {"client_sha256": to_base64url(client_sha256())},
        "eligible": lambda _: {"eligible": [_counted_anew(group, eligible)]},
    }

    def act() -> None:
        if kind not in kinds:
            raise BadInput("Choose what is changed: the close, the ballot page or a count.")
        if not reason.strip():
            raise BadInput("Say why, in a sentence; it is published with the result.")
        changed = kinds[kind](_terms(visit))
        propose_amendment(
            visit.session, visit.election, reason.strip(), changed, by=visit.actor, now=visit.now
        )

    fault = visit.attempt(act)
    if fault:
        return _page(visit, fault, {"longer": longer, "eligible": eligible, "reason": reason})
    return visit.go_to("amendments")


@router.post("/signatures")
def sign(visit: Amending, signed: Typed = "") -> Response:
    """Joins an officer's signature, made in the browser or at a command line."""
    fault = visit.attempt(
        lambda: sign_proposal(
            visit.session,
            visit.election,
            signed.encode(),
            visit.house.box,
            by=visit.actor,
            now=visit.now,
        ),
        "signed",
    )
    return _page(visit, fault) if fault else visit.go_to("amendments")


@router.post("/withdrawal")
def withdraw(visit: Amending) -> Response:
    """Takes back what is proposed."""
    withdrawn = True

    def act() -> None:
        nonlocal withdrawn
        withdrawn = withdraw_proposal(
            visit.session, visit.election, visit.house.box, by=visit.actor, now=visit.now
        )

    fault = visit.attempt(act)
    if not withdrawn:
        fault = Fault(
            "The ballot box has taken this change already, so it is in force.", status=409
        )
    return _page(visit, fault) if fault else visit.go_to("amendments")


@router.get("/proposal.json")
def download(visit: Seeing) -> Response:
    """The proposed amendment as a file, for `tellers amendment sign`."""
    proposal = proposal_of(visit.session, visit.election)
    if proposal is None:
        raise NotFound("No amendment is proposed now.")
    disposition = {"Content-Disposition": 'attachment; filename="amendment.json"'}
    return Response(
        proposal.canonical() + b"\n", media_type="application/json", headers=disposition
    )


def _later(terms: Terms, longer: str) -> dict[str, Json]:
    if longer not in LONGER:
        raise BadInput("Choose by how much the close is put off.")
    more = timedelta(minutes=int(longer))
    return times(terms.closes_issue + more, terms.closes_cast + more)


def _counted_anew(group: str, eligible: str) -> dict[str, Json]:
    group_id = number_within(group, 1, LARGEST_GROUP_ID)
    count = number_within(eligible.strip(), 0, LARGEST_COUNT)
    if group_id is None or count is None:
        raise BadInput(f"Say how many may vote in the group, from 0 to {LARGEST_COUNT:,}.")
    return {"group_id": group_id, "eligible": count}


def _terms(visit: Visit) -> Terms:
    manifest = _manifest(visit)
    if manifest is None:
        raise OutOfTurn("The ballot is not frozen, so there is nothing to amend.")
    return amendments_of(visit.session, visit.election, manifest).terms


def _manifest(visit: Visit) -> Manifest | None:
    ballot = frozen_ballot(visit.session, visit.election.id)
    return read_manifest(ballot.manifest) if ballot else None


def _page(
    visit: Visit, fault: Fault | None = None, typed: dict[str, str] | None = None
) -> HTMLResponse:
    manifest = _manifest(visit)
    return signing_page(
        visit,
        "signers/amendments.html",
        fault,
        frozen=manifest is not None,
        officers=officers_of(visit),
        longer=LONGER.items(),
        typed=typed or {"longer": "60", "eligible": "", "reason": ""},
        **(_state(visit, manifest) if manifest else {}),
    )


def _state(visit: Visit, manifest: Manifest) -> dict[str, Any]:
    """The amendments in force, the one that is proposed, and the terms of now."""
    session, election = visit.session, visit.election
    amendments = amendments_of(session, election, manifest)
    proposal = proposal_of(session, election)
    named = {contest.id: contest.title for contest in manifest.contests}
    return {
        "in_force": [_shown(visit, each) for each in amendments.lines],
        "proposal": _shown(visit, proposal) if proposal else None,
        "terms": amendments.terms,
        "repaired": amendments.terms.client_sha256 != client_sha256(),
        "groups": [
            (str(each.group_id), f"Group {each.group_id}: {named[each.contests[0]]}")
            for each in manifest.groups
        ],
    }


def _shown(visit: Visit, amendment: Amendment) -> dict[str, Any]:
    names = {each["key"]: each["name"] for each in officers_of(visit)}
    return {
        "number": amendment.body["number"],
        "words": amendment_in_words(amendment, visit.election.zone),
        "signers": [names.get(to_base64url(key), "an officer") for key in amendment.signatures],
        "signed_by": [to_base64url(key) for key in amendment.signatures],
        "text": amendment.canonical_body.decode(),
    }
