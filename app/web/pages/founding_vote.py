from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from app import profiles
from app.actions.bylaws import QUESTIONS
from app.actions.dates import LAST_CASTS, VotingTimes, plan_vote, zone_named
from app.actions.elections import PURPOSES, create_election
from app.core.calendar import check_year
from app.core.faults import BadInput
from app.records.elections import Election
from app.web.elections import check_purpose
from app.web.pages.cookies import check_form
from app.web.pages.visit import Administering, Fault, SignedIn, Visitor, address_of, see_other

router = APIRouter(
    prefix="/elections/new/vote",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)


class VoteForm(BaseModel):
    """A vote on questions as its form has it; times are of the zone."""

    profile: str = ""
    title: str = ""
    purpose: str = "rehearsal"
    zone: str = ""
    record_date: str = ""
    opens: str = ""
    closes: str = ""

    @property
    def times(self) -> VotingTimes:
        """The dates that were typed; BadInput names the one that is none."""
        zone = zone_named(self.zone.strip())
        closes = moment_in(self.closes, "closes", zone)
        return VotingTimes(
            record_date=moment_in(self.record_date, "record date", zone).date(),
            opens=moment_in(self.opens, "opens", zone),
            closes_issue=closes,
            closes_cast=closes + LAST_CASTS,
        )


@router.get("")
def show(visitor: SignedIn, _: Administering) -> HTMLResponse:
    """The form for a vote on questions, filled with what is usual."""
    first = profiles.names()[0]
    return _page(visitor, VoteForm(profile=first, zone=profiles.load(first).calendar.time_zone))


@router.post("")
def create(visitor: SignedIn, by: Administering, form: Annotated[VoteForm, Form()]) -> Response:
    """Sets up an election that is held for questions."""
    if not form.title.strip():
        return _page(visitor, form, Fault("Give the vote a name.", "title"))
    made: list[Election] = []

    def act() -> None:
        check_purpose(visitor.house, form.purpose)
        made.append(
            create_election(
                visitor.session,
                profile=form.profile,
                title=form.title.strip(),
                purpose=form.purpose,
                zone=form.zone.strip(),
                plan=plan_vote(form.zone.strip(), form.times, now=visitor.now),
                granted_delegates=None,
                held_for=QUESTIONS,
                by=by,
                now=visitor.now,
            )
        )

    fault = visitor.attempt(act)
    return _page(visitor, form, fault) if fault else see_other(f"{address_of(made[0])}/set-up")


def moment_in(text: str, name: str, zone: ZoneInfo) -> datetime:
    """The day or time that a form has under this name; BadInput where it is none."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as fault:
        raise BadInput(f"{name}: give the day, and the time where it has one.") from fault
    if moment.tzinfo is not None:
        raise BadInput(f"{name}: give the time of the zone above, without another one.")
    check_year(moment)
    return moment.replace(tzinfo=zone)


def _page(visitor: Visitor, typed: VoteForm, fault: Fault | None = None) -> HTMLResponse:
    return visitor.page(
        "elections/new_vote.html",
        fault=fault,
        typed=typed,
        profiles=[(name, profiles.load(name).title) for name in profiles.names()],
        purposes=[(purpose, purpose) for purpose in reversed(PURPOSES)],
    )
