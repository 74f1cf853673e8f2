from typing import Annotated

from fastapi import APIRouter, Depends, UploadFile

from app.actions.committee import Actor
from app.actions.paper import join_paper
from app.core.roles import Right
from app.web.body_sizes import MOST_UPLOADED
from app.web.depends import InElection, InHouse, Now, Transaction, holding

router = APIRouter(prefix="/api/v1/elections/{election_id}")


@router.post("/paper-batches", status_code=201, max_body_size=MOST_UPLOADED)
def join(
    paper: UploadFile,
    election: InElection,
    session: Transaction,
    house: InHouse,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.ACCEPT_OPENING))],
) -> dict[str, int]:
    """Takes paper.jsonl, every batch of it signed by two clerks, after the close."""
    headers = join_paper(session, election, paper.file.read(), house.box, by=by, now=now)
    return {"batches": len(headers), "ballots": sum(each.header.count for each in headers)}
