from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from app.actions import filling, following, run_offs, vacancies
from app.actions.committee import Actor
from app.actions.dates import Dates, VotingTimes
from app.actions.following import VacancyTimes
from app.actions.rolls import fellow_named
from app.actions.roster import OpenSeat, roster_now
from app.core.roles import Right
from app.web.depends import InElection, Now, Transaction, holding
from app.web.elections import NewDates, NewVote
from app.web.sign_in import Name

router = APIRouter(prefix="/api/v1/elections/{election_id}")
Id = Annotated[int, Field(ge=1, lt=2**31)]
Ruling = Annotated[Actor, Depends(holding(Right.RULE))]


class NewVacancy(BaseModel):
    """An officer whose seat is vacant from a day on, why, and the paper that it rests on."""

    officer: Id
    reason: str
    since: date
    document: Name


class NewFilling(BaseModel):
    """Who fills a vacancy from a day on, and by whose decision."""

    vacancy: Id
    member_number: str
    on: date
    said: Name


class NewVacancyElection(BaseModel):
    """The vacant seats to vote on, when, and the annual meeting that bylaws may keep apart from it.

    `despite` is the reason for which dates stand that break a rule.
    """

    title: Name
    vacancies: Annotated[list[Id], Field(max_length=1000)]
    dates: NewDates
    annual_meeting: date | None = None
    despite: Annotated[str, Field(max_length=2000)] = ""


class NewRunOff(BaseModel):
    """When the run-off is voted on, by the voters of the first result."""

    title: Name
    vote: NewVote


class NewRequest(BaseModel):
    """The seat that its former holder asks back, and the day of the reinstatement."""

    vacancy: Id
    reinstated_on: date


@router.get("/officers")
def show(
    election: InElection,
    session: Transaction,
    now: Now,
    _: Annotated[Actor, Depends(holding(Right.OBSERVE))],
) -> list[dict[str, Any]]:
    """Who holds which office now, which seats are vacant, and what may happen with them next."""
    return [
        {
            "title": place.title,
            "holders": [
                {
                    "id": each.record.id,
                    "name": each.name,
                    "since": each.record.since,
                    "how": each.record.how,
                    "cite": each.record.cite,
                    "with_it": [seat.as_json() for seat in each.with_it],
                }
                for each in place.holders
            ],
            "vacant": [_vacant(each) for each in place.vacant],
        }
        for place in roster_now(session, election, now=now)
    ]


@router.post("/vacancies", status_code=201)
def enter(
    form: NewVacancy, election: InElection, session: Transaction, now: Now, by: Ruling
) -> dict[str, Any]:
    """Enters that an officer's seat is vacant."""
    vacancy = vacancies.enter_vacancy(
        session,
        election,
        form.officer,
        reason=form.reason,
        since=form.since,
        document=form.document,
        by=by,
        now=now,
    )
    return {"id": vacancy.id, "ruling": vacancy.ruling}


@router.post("/vacancies/filling", status_code=201)
def fill(
    form: NewFilling, election: InElection, session: Transaction, now: Now, by: Ruling
) -> dict[str, Any]:
    """Enters who fills a vacancy."""
    officer = filling.fill_vacancy(
        session,
        election,
        form.vacancy,
        fellow_named(session, election, form.member_number),
        on=form.on,
        said=form.said,
        by=by,
        now=now,
    )
    return {"id": officer.id, "how": officer.how, "cite": officer.cite}


@router.post("/vacancies/request-back", status_code=201)
def ask_back(
    form: NewRequest, election: InElection, session: Transaction, now: Now, by: Ruling
) -> dict[str, Any]:
    """Enters the request of who lost a seat by a lapse that is cured; gives the ruling."""
    request = vacancies.ask_back(
        session, election, form.vacancy, reinstated_on=form.reinstated_on, by=by, now=now
    )
    return request.ruling


@router.post("/vacancy-elections", status_code=201)
def hold_election(
    form: NewVacancyElection, election: InElection, session: Transaction, now: Now, by: Ruling
) -> dict[str, str]:
    """Sets up an election for vacant seats; it needs a roll, and nominations in writing."""
    times = VacancyTimes(Dates(**form.dates.model_dump()), form.annual_meeting)
    made = following.hold_vacancy_election(
        session,
        election,
        form.vacancies,
        times,
        title=form.title,
        despite=form.despite,
        by=by,
        now=now,
    )
    return {"id": made.id}


@router.post("/run-offs", status_code=201)
def hold_run_off(
    form: NewRunOff, election: InElection, session: Transaction, now: Now, by: Ruling
) -> dict[str, str]:
    """Sets up the run-off that the certified result asks for, with its candidates and voters."""
    times = VotingTimes(**form.vote.model_dump())
    made = run_offs.hold_run_off(session, election, times, title=form.title, by=by, now=now)
    return {"id": made.id}


def _vacant(seat: OpenSeat) -> dict[str, Any]:
    clock = seat.clock
    return {
        "id": seat.record.id,
        "contest": seat.contest.id,
        "left": seat.left,
        "since": seat.record.since,
        "reason": seat.record.reason,
        "way": seat.way,
        "filled_by": clock.filled_by if clock else "",
        "open_from": clock.open_from if clock else None,
        "due": clock.due if clock else None,
        "afterwards": clock.afterwards if clock else "",
        "meanwhile": clock.meanwhile if clock else "",
        "cite": clock.cite if clock else "",
        "may_be_filled": seat.ruling.as_json(),
        "at_large": seat.at_large,
        "following": seat.following,
        "requests": [each.ruling for each in seat.requests],
    }
