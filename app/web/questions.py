from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from app.actions import effect, questions
from app.actions.bylaws import contests_in, proposed, rules_in
from app.actions.committee import Actor
from app.actions.question_days import days_ruling
from app.actions.wording import Wording
from app.core.questions import question_named
from app.core.roles import Right
from app.records.elections import Election
from app.records.questions import QuestionRecord, present_in, questions_of
from app.web.depends import InElection, Now, Transaction, holding
from app.web.sign_in import Name

router = APIRouter(prefix="/api/v1/elections/{election_id}")
Ruler = Annotated[Actor, Depends(holding(Right.RULE))]
Text = Annotated[str, Field(max_length=20_000)]
Source = Literal["submitted", "notice", "meeting", "expiry"]


class Worded(BaseModel):
    """A question's words, voters and days; texts are plain.

    Voters go by what the bylaws say: nothing for all members, `units` as the roll names them, or
    a body by `member_numbers` and the `offices` that belong to it. `days` go by what they are of.
    """

    title: Name
    text: Text
    arguments_for: Text = ""
    arguments_against: Text = ""
    options: Annotated[list[Name], Field(max_length=10)] = []
    units: Annotated[list[Name], Field(max_length=1000)] = []
    member_numbers: Annotated[list[str], Field(max_length=10_000)] = []
    offices: Annotated[list[str], Field(max_length=1000)] = []
    days: dict[Source, date] = {}
    basis: Text = ""
    petition_id: Annotated[int | None, Field(ge=1, lt=2**31)] = None


class NewQuestion(Worded):
    """One of the bylaws' questions, by its id, put in these words."""

    rule: str


class Present(BaseModel):
    """Everybody who is at the meeting, in the room or from elsewhere."""

    member_numbers: Annotated[list[str], Field(max_length=100_000)]


class NewApproval(BaseModel):
    """When a carried question was approved, and in which document."""

    approved_on: date
    reference: Name


@router.get("/questions")
def list_questions(election: InElection, session: Transaction) -> list[dict[str, Any]]:
    """The questions put to the members, each with what carries it and what its days lack."""
    return [_shown(session, election, each) for each in questions_of(session, election.id)]


@router.post("/questions", status_code=201)
def put_question(
    form: NewQuestion, election: InElection, session: Transaction, now: Now, by: Ruler
) -> dict[str, Any]:
    """Puts a question to the members."""
    wording = Wording(**form.model_dump(exclude={"rule"}))
    record = questions.put_question(session, election, form.rule, wording, by=by, now=now)
    return _shown(session, election, record)


@router.put("/questions/{name}")
def change_question(
    name: str, form: Worded, election: InElection, session: Transaction, now: Now, by: Ruler
) -> dict[str, Any]:
    """Puts a question otherwise."""
    wording = Wording(**form.model_dump())
    record = questions.change_question(session, election, name, wording, by=by, now=now)
    return _shown(session, election, record)


@router.delete("/questions/{name}", status_code=204, response_class=Response)
def withdraw_question(
    name: str, election: InElection, session: Transaction, now: Now, by: Ruler
) -> None:
    """Takes a question back."""
    questions.withdraw_question(session, election, name, by=by, now=now)


@router.put("/attendance")
def mark_present(
    form: Present, election: InElection, session: Transaction, now: Now, by: Ruler
) -> dict[str, int]:
    """Marks exactly these members present at the meeting."""
    numbers = form.member_numbers
    return {"present": questions.mark_present(session, election, numbers, by=by, now=now)}


@router.get("/attendance")
def list_present(
    election: InElection,
    session: Transaction,
    _: Annotated[Actor, Depends(holding(Right.SEE_ROLL))],
) -> list[str]:
    """The members marked present, by number."""
    return present_in(session, election.id)


@router.post("/questions/{name}/approval", status_code=201)
def record_approval(
    name: Annotated[str, Path(max_length=200)],
    form: NewApproval,
    election: InElection,
    session: Transaction,
    now: Now,
    by: Ruler,
) -> dict[str, Any]:
    """Notes that a carried question was approved by whom the bylaws name."""
    ruling = effect.record_approval(session, election, name, **form.model_dump(), by=by, now=now)
    return dict(ruling.as_json())


def _shown(session: Session, election: Election, record: QuestionRecord) -> dict[str, Any]:
    rule = question_named(rules_in(election), record.rule)
    contests = [each for each in contests_in(session, election) if each.office == record.name]
    return {
        "id": record.name,
        "rule": record.rule,
        "title": record.title,
        "text": record.text,
        "arguments_for": record.arguments_for,
        "arguments_against": record.arguments_against,
        "options": record.options,
        "voters": rule.voters,
        "days": record.days,
        "days_ruling": days_ruling(session, election, record).as_json(),
        "basis": record.basis,
        "petition_id": record.petition_id,
        "approval": rule.approval,
        "cite": rule.cite,
        "contests": {each.id: proposed(each).text for each in contests},
    }
