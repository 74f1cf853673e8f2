from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from app import profiles
from app.actions.bylaws import STEWARDS
from app.actions.dates import LAST_CASTS, Dates, plan_between, zone_named
from app.actions.elections import PURPOSES, create_election
from app.records.elections import Election
from app.web.elections import check_purpose
from app.web.pages.cookies import check_form
from app.web.pages.founding_vote import moment_in
from app.web.pages.visit import Administering, Fault, SignedIn, Visitor, address_of, see_other

router = APIRouter(
    prefix="/elections/new/stewards",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
# The dates of the form with their labels: days, and times of the zone.
DAYS = {"term_begins": "Stewards take office", "record_date": "Record date"}
TIMES = {
    "nominations_open": "Nominations open",
    "nominations_close": "Nominations close",
    "acceptance_deadline": "Nominees’ last answers",
    "opens": "Voting opens",
    "closes_issue": "Voting closes",
}


class StewardsForm(BaseModel):
    """An election of stewards as its form has it; times are of the zone."""

    profile: str = ""
    title: str = ""
    purpose: str = "rehearsal"
    zone: str = ""
    term_begins: str = ""
    record_date: str = ""
    nominations_open: str = ""
    nominations_close: str = ""
    acceptance_deadline: str = ""
    opens: str = ""
    closes_issue: str = ""

    @property
    def dates(self) -> Dates:
        """The dates that were typed; BadInput names the one that is none."""
        zone, typed = zone_named(self.zone.strip()), self.model_dump()
        begins, recorded = (moment_in(typed[name], DAYS[name], zone).date() for name in DAYS)
        times = {name: moment_in(typed[name], label, zone) for name, label in TIMES.items()}
        closes = times["closes_issue"] + LAST_CASTS
        return Dates(term_begins=begins, record_date=recorded, closes_cast=closes, **times)


@router.get("")
def show(visitor: SignedIn, _: Administering) -> HTMLResponse:
    """The form for an election of stewards, of the bylaws that have one."""
    first = _profiles()[0][0]
    zone = profiles.load(first).calendar.time_zone
    return _page(visitor, StewardsForm(profile=first, zone=zone))


@router.post("")
def create(visitor: SignedIn, by: Administering, form: Annotated[StewardsForm, Form()]) -> Response:
    """Sets up an election of stewards."""
    if not form.title.strip():
        return _page(visitor, form, Fault("Give the election a name.", "title"))
    made: list[Election] = []

    def act() -> None:
        check_purpose(visitor.house, form.purpose)
        zone = form.zone.strip()
        made.append(
            create_election(
                visitor.session,
                profile=form.profile,
                title=form.title.strip(),
                purpose=form.purpose,
                zone=zone,
                plan=plan_between(form.profile, zone, form.dates),
                granted_delegates=None,
                held_for=STEWARDS,
                by=by,
                now=visitor.now,
            )
        )

    fault = visitor.attempt(act)
    return _page(visitor, form, fault) if fault else see_other(f"{address_of(made[0])}/set-up")


def _profiles() -> list[tuple[str, str]]:
    """The bylaws that have elections of stewards, by name with their title."""
    loaded = ((name, profiles.load(name)) for name in profiles.names())
    return [(name, rules.title) for name, rules in loaded if rules.stewards]


def _page(visitor: Visitor, typed: StewardsForm, fault: Fault | None = None) -> HTMLResponse:
    rules = profiles.load(typed.profile) if typed.profile in profiles.names() else None
    return visitor.page(
        "elections/new_stewards.html",
        fault=fault,
        typed=typed,
        profiles=_profiles(),
        purposes=[(purpose, purpose) for purpose in reversed(PURPOSES)],
        cite=rules.stewards.cite if rules and rules.stewards else "",
        days=DAYS,
        times=TIMES,
    )
