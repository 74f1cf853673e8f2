from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, UploadFile
from pydantic import AwareDatetime, BaseModel, Field, Json

from app.actions import adoption, choosing, committee, deciding, elections, rolls
from app.actions.bylaws import GENERAL, QUESTIONS, STEWARDS
from app.actions.committee import Actor
from app.actions.dates import Dates, Plan, VotingTimes, plan_between, plan_dates, plan_vote
from app.actions.progress import progress_of
from app.core.faults import BadInput
from app.core.roles import Right, Role
from app.documents.columns import with_columns
from app.documents.rolls import COLUMNS
from app.errors import NotPermitted
from app.web.body_sizes import MOST_UPLOADED
from app.web.depends import Administrator, InElection, InHouse, Now, Transaction, holding
from app.web.house import House
from app.web.sign_in import Email, Name

router = APIRouter(prefix="/api/v1/elections")


class NewDates(BaseModel):
    """All dates of an election; each time names its zone."""

    term_begins: date
    record_date: date
    nominations_open: AwareDatetime
    nominations_close: AwareDatetime
    acceptance_deadline: AwareDatetime
    opens: AwareDatetime
    closes_issue: AwareDatetime
    closes_cast: AwareDatetime


class NewVote(BaseModel):
    """The dates of a vote without nominations; each time names its zone."""

    record_date: date
    opens: AwareDatetime
    closes_issue: AwareDatetime
    closes_cast: AwareDatetime


class NewElection(BaseModel):
    """An election to set up; without dates, those of the profile's calendar.

    `anchor` is the day it counts from, where no term's beginning gives one; `despite` the reason
    for which dates stand that break a rule. `vote` are the dates where nobody is nominated.
    """

    profile: str
    title: Name
    purpose: str
    zone: str
    held_for: str = GENERAL
    dates: NewDates | None = None
    vote: NewVote | None = None
    anchor: date | None = None
    despite: Annotated[str, Field(max_length=2000)] = ""
    granted_delegates: Annotated[int | None, Field(ge=0, le=100_000)] = None


class NewAppointment(BaseModel):
    """Who joins the committee, and who appointed them when."""

    email: Email
    role: Role
    member_number: str | None = None
    appointed_by: Name
    appointed_on: date


class AdoptedRule(BaseModel):
    """A counting rule as data, and the most ranks a ballot may give."""

    rule: dict[str, Any]
    ranking_limit: Annotated[int | None, Field(ge=1, le=100_000)] = None


class NewSetting(BaseModel):
    """A value that the bylaws leave open: where the profile holds it, the value, and why."""

    path: Annotated[str, Field(max_length=200)]
    value: bool | int | str | list[str]
    reason: Annotated[str, Field(max_length=2000)]


class NewSeatDecision(BaseModel):
    """How many seats a chapter's board gives to a unit, on which day and why; 0 takes it back."""

    chapter: str
    unit: str
    seats: Annotated[int, Field(ge=0, le=1000)]
    decided_on: date
    reason: Name


class NewAlphabet(BaseModel):
    """The randomized alphabet of an election, with its source."""

    letters: str
    held_on: date
    source: Name


class NewDrawnLot(BaseModel):
    """Member numbers in the order drawn, best first, and who saw it."""

    member_numbers: list[str]
    witnesses: Name


def check_purpose(house: House, purpose: str) -> None:
    """Refuses an election of consequence where the clock is made up."""
    if house.settings.clock_file and purpose != "rehearsal":
        raise NotPermitted("This service runs on a made-up clock, which is for rehearsals alone.")


@router.post("", status_code=201)
def create(
    form: NewElection, session: Transaction, house: InHouse, now: Now, by: Administrator
) -> dict[str, str]:
    """Sets up an election from a profile."""
    check_purpose(house, form.purpose)
    election = elections.create_election(
        session,
        profile=form.profile,
        title=form.title,
        purpose=form.purpose,
        held_for=form.held_for,
        zone=form.zone,
        plan=_plan(form, now),
        despite=form.despite,
        granted_delegates=form.granted_delegates,
        by=by,
        now=now,
    )
    return {"id": election.id}


def _plan(form: NewElection, now: datetime) -> Plan:
    if form.held_for == QUESTIONS:
        if form.vote is None or form.dates or form.anchor:
            raise BadInput(
                "vote: give the dates of a vote on questions here, for it has no nominations."
            )
        return plan_vote(form.zone, VotingTimes(**form.vote.model_dump()), now=now)
    if form.vote:
        raise BadInput("vote: these dates are for a vote on questions.")
    given = Dates(**form.dates.model_dump()) if form.dates else None
    if form.held_for == STEWARDS:
        if given is None:
            raise BadInput("dates: give the dates of the stewards' election here.")
        return plan_between(form.profile, form.zone, given)
    return plan_dates(form.profile, form.zone, anchor=form.anchor, dates=given, now=now)


@router.get("/{election_id}")
def show(election: InElection, session: Transaction, now: Now) -> dict[str, Any]:
    """An election's phase, dates, contests and what was done so far; public."""
    return progress_of(session, election, now=now)


@router.post("/{election_id}/appointments", status_code=201)
def appoint(
    form: NewAppointment,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Administrator,
) -> dict[str, str]:
    """Puts a person on the committee."""
    appointment = committee.appoint(session, election, **form.model_dump(), by=by, now=now)
    return {"role": appointment.role, "email": form.email}


@router.post("/{election_id}/roll", status_code=201, max_body_size=MOST_UPLOADED)
def import_roll(
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.IMPORT_ROLL))],
    roll: UploadFile,
    standing: UploadFile,
    offices: UploadFile | None = None,
    employment: UploadFile | None = None,
    columns: Annotated[Json[dict[str, dict[str, str]]], Form()] = {},  # noqa: B006,
) -> dict[str, int]:
    """Brings in the roll's files, CSV or XLSX, all or nothing.

    `columns` names columns that the roll does not know, by file: {"roll": {"surname":
    "last_name", "shoe_size": "-"}}; "-" leaves one out.
    """

    def content(name: str, file: UploadFile) -> bytes:
        raw = file.file.read()
        chosen = columns.get(name, {})
        return with_columns(raw, chosen, COLUMNS[name]) if chosen else raw

    imported = rolls.import_roll(
        session,
        election,
        roll=content("roll", roll),
        standing=content("standing", standing),
        offices=content("offices", offices) if offices else None,
        employment=content("employment", employment) if employment else None,
        by=by,
        now=now,
    )
    return vars(imported)


@router.put("/{election_id}/contests/{contest_id}/counting-rule")
def adopt_counting_rule(
    contest_id: str,
    form: AdoptedRule,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.RULE))],
) -> dict[str, Any]:
    """Adopts the counting rule of a contest."""
    rule = adoption.adopt_counting_rule(
        session,
        election,
        contest_id,
        rule=form.rule,
        ranking_limit=form.ranking_limit,
        by=by,
        now=now,
    )
    return {"rule": rule.as_data(), "text": rule.text}


@router.put("/{election_id}/settings")
def adopt_setting(
    form: NewSetting,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.RULE))],
) -> list[dict[str, Any]]:
    """Chooses a value that the bylaws leave open; gives all that were chosen."""
    adopted = choosing.adopt_setting(session, election, **form.model_dump(), by=by, now=now)
    return adopted.settings


@router.put("/{election_id}/seat-decisions")
def decide_seats(
    form: NewSeatDecision,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.RULE))],
) -> dict[str, Any]:
    """Enters a chapter board's decision on the seats left to it."""
    deciding.decide_seats(session, election, **form.model_dump(), by=by, now=now)
    return {"chapter": form.chapter, "unit": form.unit, "seats": form.seats}


@router.put("/{election_id}/alphabet")
def enter_alphabet(
    form: NewAlphabet,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.RULE))],
) -> dict[str, str]:
    """Enters the alphabet that settles ties."""
    adoption.enter_alphabet(session, election, **form.model_dump(), by=by, now=now)
    return {"letters": form.letters}


@router.put("/{election_id}/contests/{contest_id}/drawn-lot")
def enter_drawn_lot(
    contest_id: str,
    form: NewDrawnLot,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Annotated[Actor, Depends(holding(Right.RULE))],
) -> dict[str, str]:
    """Enters a lot drawn in the open between candidates of one name."""
    adoption.enter_drawn_lot(session, election, contest_id, **form.model_dump(), by=by, now=now)
    return {"contest": contest_id}
