from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Path
from fastapi.responses import HTMLResponse, Response

from app.actions.bylaws import contest_in, contests_in
from app.actions.checklist import Stage
from app.actions.nominations import nominate, nomination_with_election
from app.actions.rolls import member_named
from app.core.roles import Right
from app.errors import NotFound
from app.records.nominations import Nomination, nominations_of, nominees_of
from app.records.roll import MemberRecord, as_member, as_periods, standing_of
from app.web.pages.cookies import check_form
from app.web.pages.elections import steps_at
from app.web.pages.visit import Fault, Visit, visiting
from app.web.standing_shown import stretches_of

router = APIRouter(
    prefix="/elections/{election_id}/nominations",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)


@router.get("")
def show(visit: Annotated[Visit, Depends(visiting(Right.SEE_ROLL))]) -> HTMLResponse:
    """Every nomination with its verdict, and the form for another one."""
    return _page(visit, {"contest": "", "member_number": "", "nominated_by": ""})


@router.post("")
def enter(
    visit: Annotated[Visit, Depends(visiting(Right.ENTER_NOMINATION))],
    contest: Annotated[str, Form()] = "",
    member_number: Annotated[str, Form()] = "",
    nominated_by: Annotated[str, Form()] = "",
) -> Response:
    """Stores a nomination and shows the ruling on it."""
    typed = {
        "contest": contest,
        "member_number": member_number.strip(),
        "nominated_by": nominated_by.strip(),
    }
    if not typed["nominated_by"]:
        return _page(visit, typed, Fault("Say who nominates.", "nominated_by"))
    if not typed["member_number"]:
        return _page(visit, typed, Fault("Give the nominee's member number.", "member_number"))
    made: list[Nomination] = []
    fault = visit.attempt(
        lambda: made.append(
            nominate(
                visit.session,
                visit.election,
                contest,
                member_named(visit.session, visit.election, typed["member_number"]),
                nominated_by=typed["nominated_by"],
                by=visit.actor,
                now=visit.now,
            )
        ),
        "member_number",
    )
    return _page(visit, typed, fault) if fault else visit.go_to(f"nominations/{made[0].id}")


@router.get("/{nomination_id}")
def show_one(
    visit: Annotated[Visit, Depends(visiting(Right.SEE_ROLL))],
    nomination_id: Annotated[int, Path(ge=1, lt=2**31)],
) -> HTMLResponse:
    """One nomination with each finding of its ruling."""
    nomination, election = nomination_with_election(visit.session, nomination_id)
    if election.id != visit.election.id:
        raise NotFound("There is no such nomination.")
    member = visit.session.get_one(MemberRecord, nomination.member_id)
    held = as_periods(standing_of(visit.session, member.id))
    clause = visit.rules.membership.good_statuses
    on = nomination.nominated_at.astimezone(ZoneInfo(election.zone)).date()
    return visit.page(
        "nominations/nomination.html",
        nomination=nomination,
        on=on,
        standing=stretches_of(held, clause.value, on),
        delay_cite=clause.cite,
        contest=contest_in(visit.session, election, nomination.contest_id).title,
        name=as_member(member).display_name,
    )


def _page(visit: Visit, typed: dict[str, str], fault: Fault | None = None) -> HTMLResponse:
    contests = [(each.id, each.title) for each in contests_in(visit.session, visit.election)]
    nominees = nominees_of(visit.session, visit.election.id)
    return visit.page(
        "nominations/list.html",
        fault=fault,
        steps=steps_at(visit, Stage.NOMINATIONS),
        typed=typed,
        contests=contests,
        titles=dict(contests),
        nominations=nominations_of(visit.session, visit.election.id),
        names={number: as_member(each).display_name for number, each in nominees.items()},
    )
