from typing import Annotated, Any

from fastapi import APIRouter, Depends, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel

from app.actions import canvass, certification, seating
from app.actions.committee import Actor
from app.actions.rolls import member_named
from app.actions.roster import roster_of
from app.core.roles import Right
from app.core.secrecy.encoding import canonical
from app.documents.roster_csv import as_offices_csv
from app.web.body_sizes import MOST_UPLOADED
from app.web.depends import InElection, InHouse, Now, Transaction, holding

router = APIRouter(prefix="/api/v1/elections/{election_id}")


class Signature(BaseModel):
    """The digest of the result that is signed, in hexadecimal."""

    digest: str


class ChosenSeat(BaseModel):
    """A winner of several seats, and the contest whose seat is kept."""

    member_number: str
    contest: str


@router.post("/board", status_code=201)
def receive_board(
    election: InElection,
    session: Transaction,
    house: InHouse,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.ACCEPT_OPENING))],
) -> dict[str, Any]:
    """Notes the board of the ballot box after the close."""
    record = canvass.receive_board(session, election, house.box, by=by, now=now)
    return {"root": record.root, "cast": record.cast}


@router.post("/opening", status_code=201, max_body_size=MOST_UPLOADED)
def accept_opening(
    opened: UploadFile,
    election: InElection,
    session: Transaction,
    house: InHouse,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.ACCEPT_OPENING))],
) -> dict[str, str]:
    """Takes the opened file of the ceremony."""
    record = canvass.accept_opening(
        session, election, opened.file.read(), house.box, by=by, now=now
    )
    return {"H": record.h}


@router.post("/count", status_code=201)
def count(
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.COUNT))],
) -> dict[str, str]:
    """Counts every contest, twice where it is ranked."""
    return {"digest": canvass.count(session, election, by=by, now=now).digest}


@router.get("/count")
def show_count(
    election: InElection,
    session: Transaction,
    _: Annotated[Actor, Depends(holding(Right.COUNT))],
) -> Response:
    """The count as it is to be accepted and certified."""
    return Response(canvass.result_of(session, election).result, media_type="application/json")


@router.post("/seat-choices", status_code=201)
def choose_seat(
    form: ChosenSeat,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.COUNT))],
) -> dict[str, str]:
    """Notes which of several seats a winner keeps; gives the digest of the result as it is now."""
    member = member_named(session, election, form.member_number)
    record = seating.choose_seat(session, election, member, form.contest, by=by, now=now)
    return {"digest": record.digest}


@router.post("/count/acceptance")
def accept_count(
    form: Signature,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.ACCEPT_OPENING))],
) -> dict[str, bool]:
    """One of the two signatures that accept the count."""
    return {"accepted": canvass.accept_count(session, election, form.digest, by=by, now=now)}


@router.post("/certification")
def certify(
    form: Signature,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.CERTIFY))],
) -> dict[str, bool]:
    """One of the committee's signatures under the result."""
    return {"certified": certification.certify(session, election, form.digest, by=by, now=now)}


@router.get("/issued")
def issued(
    election: InElection,
    session: Transaction,
    now: Now,
    _: Annotated[Actor, Depends(holding(Right.OBSERVE))],
) -> list[str]:
    """The members to whom a ballot was issued; for observers, after the close."""
    return canvass.issued_list_after_close(session, election, now=now)


@router.get("/results")
def results(election: InElection, session: Transaction) -> Response:
    """The certified result; public."""
    result: dict[str, Any] = certification.certified_result(session, election)
    return Response(canonical(result), media_type="application/json")


@router.get("/bundle")
def bundle(election: InElection, session: Transaction, house: InHouse) -> Response:
    """election-bundle.zip; public once the result is certified."""
    return Response(
        certification.bundle_of(session, election, house.box, house.settings),
        media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="election-bundle.zip"'},
    )


@router.get("/offices.csv")
def offices(
    election: InElection,
    session: Transaction,
    _: Annotated[Actor, Depends(holding(Right.SEE_RECORDS))],
) -> Response:
    """The terms of office after the certified election, for the next one's roll."""
    return Response(as_offices_csv(roster_of(session, election)), media_type="text/csv")
