from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from app.core.roles import Right
from app.records.audit import acts_before, last_head
from app.web.pages.cookies import check_form
from app.web.pages.visit import Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
AT_ONCE = 100
LARGEST_ID = 2**62


@router.get("/log")
def show_log(
    visit: Annotated[Visit, Depends(visiting(Right.SEE_RECORDS))],
    before: Annotated[int, Query(ge=1, le=LARGEST_ID)] = LARGEST_ID,
) -> HTMLResponse:
    """What was done in the election, the last first, with who did it and on what facts."""
    entries = acts_before(visit.session, visit.election.id, before, most=AT_ONCE + 1)
    return visit.page(
        "records/log.html",
        entries=entries[:AT_ONCE],
        earlier=entries[AT_ONCE - 1].id if len(entries) > AT_ONCE else None,
        is_first=before == LARGEST_ID,
        head=last_head(visit.session),
    )
