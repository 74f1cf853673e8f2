from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from app.actions.bylaws import contests_in
from app.actions.excluding import count_excluded
from app.actions.members import day_of_standing
from app.core.exclusions import Exclusion
from app.core.roles import Right
from app.web.pages.cookies import check_form
from app.web.pages.visit import Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/exclusions",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
PERCENT = 100
ACTS = {"vote": "Of voting", "stand": "Of standing"}


@router.get("")
def show(visit: Annotated[Visit, Depends(visiting(Right.SEE_ROLL))]) -> HTMLResponse:
    """How many of the roll each rule shuts out, of everything and of each contest."""
    on = day_of_standing(visit.election, visit.now)
    swept = count_excluded(visit.session, visit.election, on=on)

    def shut_out(act: str, contest: str) -> list[tuple[Exclusion, str]]:
        found = [each for each in swept.exclusions if (each.act, each.contest) == (act, contest)]
        return [(each, _share(each.members, swept.members)) for each in found]

    contests = contests_in(visit.session, visit.election)
    return visit.page(
        "nominations/exclusions.html",
        on=on,
        swept=swept,
        everywhere=[(title, shut_out(act, "")) for act, title in ACTS.items()],
        contests=[
            (each, [(title, shut_out(act, each.id)) for act, title in ACTS.items()])
            for each in contests
        ],
        share=lambda members: _share(members, swept.members),
    )


def _share(members: int, of: int) -> str:
    return f"{PERCENT * members / of:.1f} %" if of else "none"
