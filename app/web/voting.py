from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel

from app.actions import issuing, mailing, rehearsing, voting
from app.actions.committee import Actor
from app.actions.rolls import member_named
from app.core.roles import Right
from app.core.secrecy.issue import issue_answer, read_issue_request
from app.settings import raw
from app.web.ballot_page import box_origin
from app.web.body_sizes import MOST_UPLOADED
from app.web.depends import InElection, InHouse, Now, Token, Transaction, holding, signed_in_member
from app.web.sign_in import Name

router = APIRouter()
api = APIRouter(prefix="/api/v1")
LARGEST_REQUEST = 64 * 1024


class Challenge(BaseModel):
    """Whose vote is challenged or settled, and the words for it."""

    member_number: str
    words: Name


class PaperBallot(BaseModel):
    """Whose paper ballot came in."""

    member_number: str


@api.post("/elections/{election_id}/codes", status_code=202)
def mail_codes(
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.SEND_NOTICES))],
) -> dict[str, int]:
    """Has a sign-in code sent to every member with an e-mail address."""
    queued, without = mailing.mail_codes(session, election, by=by, now=now)
    return {"queued": queued, "without_email": without}


@api.post("/elections/{election_id}/rehearsals", status_code=201, max_body_size=MOST_UPLOADED)
def rehearse(
    report: UploadFile,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.OPEN_VOTING))],
) -> dict[str, int]:
    """Notes the report of a rehearsed opening, rehearsal.json."""
    noted = rehearsing.record_rehearsal(session, election, report.file.read(), by=by, now=now)
    return {"used": len(noted.used), "dropped": len(noted.dropped)}


@api.post("/elections/{election_id}/voting")
def open_voting(
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.OPEN_VOTING))],
) -> dict[str, bool]:
    """One of the two signatures that open voting."""
    return {"open": voting.open_voting(session, election, by=by, now=now)}


@api.post("/elections/{election_id}/paper", status_code=201)
def receive_paper(
    form: PaperBallot,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.CHALLENGE))],
) -> dict[str, str]:
    """Notes that a member's paper ballot came in."""
    member = member_named(session, election, form.member_number)
    voting.receive_paper(session, member, by=by, now=now)
    return {"member_number": form.member_number}


@api.post("/elections/{election_id}/challenges", status_code=201)
def challenge(
    form: Challenge,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.CHALLENGE))],
) -> dict[str, str]:
    """Challenges a member's vote before a ballot is issued."""
    member = member_named(session, election, form.member_number)
    voting.challenge_vote(session, member, form.words, by=by, now=now)
    return {"member_number": form.member_number}


@api.post("/elections/{election_id}/challenges/disposition")
def settle_challenge(
    form: Challenge,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.CHALLENGE))],
) -> dict[str, str]:
    """Settles a challenge."""
    member = member_named(session, election, form.member_number)
    voting.settle_challenge(session, member, form.words, by=by, now=now)
    return {"member_number": form.member_number}


@api.get("/my/ballot")
def my_ballot(session: Transaction, token: Token, house: InHouse) -> dict[str, Any]:
    """What the signed-in member may vote in, where, and under which label to keep the seed."""
    mine = voting.ballot_of(session, signed_in_member(session, token))
    return {**mine, "box": box_origin(house.settings)}


async def _issue_request(request: Request) -> dict[int, bytes]:
    return read_issue_request(await request.body())


@router.post("/issue", max_body_size=LARGEST_REQUEST)
def issue(
    blinded_msgs: Annotated[dict[int, bytes], Depends(_issue_request)],
    house: InHouse,
    token: Token,
) -> Response:
    """Issues the member's one ballot: blind signatures for all of the member's groups at once.

    The box is asked outside of any transaction, and the mark is committed before anything is
    signed or answered.
    """
    with house.database.reading() as session:
        manifest = voting.manifest_for(session, signed_in_member(session, token))
    box_open_at = house.box.open_at(manifest)
    with house.database.writing() as session:
        member = signed_in_member(session, token)
        issuance = issuing.issue_ballot(session, member, blinded_msgs, box_open_at=box_open_at)
    signatures = issuing.sign(issuance, vault_key=raw(house.settings.vault_key))
    return Response(issue_answer(signatures), media_type="application/json")
