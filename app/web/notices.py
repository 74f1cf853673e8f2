from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from app.actions import notices
from app.actions.committee import Actor
from app.core.roles import Right
from app.web.depends import InElection, Now, Transaction, holding
from app.web.sign_in import Name

router = APIRouter(prefix="/api/v1/elections/{election_id}")


class NewMailing(BaseModel):
    """A batch of letters of a notice, and what proves that it was mailed."""

    notice: str
    mailed_on: date
    letters: Annotated[int, Field(ge=1, le=notices.MOST_LETTERS)]
    proof: Name


class Reason(BaseModel):
    """Why voting opens although the proof of mailing is missing, short or late."""

    reason: Name


@router.post("/mailings", status_code=201)
def enter_mailing(
    form: NewMailing,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.SEND_NOTICES))],
) -> dict[str, int]:
    """Notes that letters of a notice were mailed."""
    mailing = notices.enter_mailing(session, election, **form.model_dump(), by=by, now=now)
    return {"letters": mailing.letters}


@router.post("/notice-override", status_code=201)
def override_notice(
    form: Reason,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.OPEN_VOTING))],
) -> dict[str, str]:
    """Lets voting open without a proper proof of mailing, for a reason that is kept."""
    notices.override_notice(session, election, form.reason, by=by, now=now)
    return {"reason": form.reason}
