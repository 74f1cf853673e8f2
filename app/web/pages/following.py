from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.dates import CLOSES, LAST_CASTS, OPENS, VotingTimes, at_usual_hours
from app.actions.following import VacancyTimes, hold_vacancy_election
from app.actions.nominations import day_of
from app.actions.roster import roster_now
from app.actions.run_offs import hold_run_off
from app.core.roles import Right
from app.core.vacancies import TIED
from app.records.elections import Election
from app.web.pages.cookies import check_form
from app.web.pages.officers import day_typed, id_typed
from app.web.pages.visit import Fault, Visit, address_of, see_other, visiting

router = APIRouter(
    prefix="/elections/{election_id}/officers/elections",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Ruling = Annotated[Visit, Depends(visiting(Right.RULE))]
Typed = Annotated[str, Form(max_length=2000)]
# The days of an election for vacant seats, and how long after its notice each is proposed.
DAYS = {
    "nominations_open": ("Notice of the vacancies, nominations open", 0),
    "nominations_close": ("Nominations in writing close", 14),
    "acceptance_deadline": ("Nominees’ last answers", 21),
    "record_date": ("Record date: the roll that votes", 21),
    "voting_opens": ("Voting opens", 40),
    "voting_closes": ("Voting closes", 61),
}


@router.get("")
def show(visit: Ruling) -> HTMLResponse:
    """What an election may be held for, between two general ones."""
    return _page(visit, {})


@router.post("/run-off")
def run_off(visit: Ruling, opens: Typed = "", closes: Typed = "") -> Response:
    """Sets up the run-off that the certified result asks for."""
    made: list[Election] = []
    fault = visit.attempt(
        lambda: made.append(
            hold_run_off(
                visit.session,
                visit.election,
                _voting(visit, day_typed(opens), day_typed(closes)),
                title=f"{visit.election.title}: run-off",
                by=visit.actor,
                now=visit.now,
            )
        ),
        "opens",
    )
    typed = {"opens": opens, "closes": closes}
    return _page(visit, typed, fault) if fault else see_other(address_of(made[0]))


@router.post("/vacancies")
def vacancies(
    visit: Ruling,
    vacancy: Annotated[list[str], Form()] = [],  # noqa: B006
    nominations_open: Typed = "",
    nominations_close: Typed = "",
    acceptance_deadline: Typed = "",
    record_date: Typed = "",
    voting_opens: Typed = "",
    voting_closes: Typed = "",
    annual_meeting: Typed = "",
    despite: Typed = "",
) -> Response:
    """Sets up an election for the vacant seats that are chosen."""
    named = (nominations_open, nominations_close, acceptance_deadline, record_date)
    typed = dict(zip(DAYS, (*named, voting_opens, voting_closes), strict=True))
    made: list[Election] = []
    fault = visit.attempt(
        lambda: made.append(
            hold_vacancy_election(
                visit.session,
                visit.election,
                [id_typed(each, "a vacant seat") for each in vacancy],
                _times(visit, typed, annual_meeting),
                title=f"{visit.election.title}: vacant seats",
                despite=despite.strip(),
                by=visit.actor,
                now=visit.now,
            )
        ),
        "despite",
    )
    typed |= {"annual_meeting": annual_meeting, "despite": despite, "chosen": " ".join(vacancy)}
    return _page(visit, typed, fault) if fault else see_other(address_of(made[0]))


def _voting(visit: Visit, opens: date, closes: date) -> VotingTimes:
    """A vote on these days at the usual hours, by the first result's record date."""
    zone = ZoneInfo(visit.election.zone)
    ends = datetime.combine(closes, time(CLOSES), zone)
    begins = datetime.combine(opens, time(OPENS), zone)
    return VotingTimes(visit.election.record_date, begins, ends, ends + LAST_CASTS)


def _times(visit: Visit, typed: Mapping[str, str], annual_meeting: str) -> VacancyTimes:
    days = {name: day_typed(typed[name]) for name in DAYS}
    days["term_begins"] = visit.election.term_begins
    meeting = day_typed(annual_meeting) if annual_meeting else None
    return VacancyTimes(at_usual_hours(days, visit.election.zone), meeting)


def _page(visit: Visit, typed: Mapping[str, str], fault: Fault | None = None) -> HTMLResponse:
    places = roster_now(visit.session, visit.election, now=visit.now)
    vacant = [each for place in places for each in place.vacant]
    today = day_of(visit.election, visit.now)
    proposed = {
        name: (today + timedelta(days=after)).isoformat() for name, (_, after) in DAYS.items()
    }
    proposed |= {
        "opens": proposed["voting_opens"],
        "closes": proposed["voting_closes"],
        "annual_meeting": "",
        "despite": "",
        "chosen": "",
    }
    return visit.page(
        "officers/elections.html",
        fault=fault,
        typed=proposed | dict(typed),
        days=[(name, label) for name, (label, _) in DAYS.items()],
        tied=[each for each in vacant if each.way == TIED],
        vacant=[each for each in vacant if each.way == "election"],
    )
