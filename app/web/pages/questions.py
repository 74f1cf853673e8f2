from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from app.actions.bylaws import contests_in, proposed
from app.actions.certification import certified_at
from app.actions.checklist import Stage
from app.actions.effect import effects_of, record_approval
from app.actions.question_days import days_ruling
from app.actions.questions import (
    change_question,
    mark_present,
    put_question,
    question_of,
    withdraw_question,
)
from app.actions.wording import Wording
from app.core.faults import BadInput
from app.core.question_rules import ENTERED
from app.core.questions import question_named
from app.core.roles import Right
from app.records.ballots import frozen_ballot
from app.records.petitions import petitions_of
from app.records.questions import QuestionRecord, days_of, present_in, questions_of
from app.web.pages.cookies import check_form
from app.web.pages.elections import steps_at
from app.web.pages.numbers import number_within
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Typed = Annotated[str, Form()]
Ruling = Annotated[Visit, Depends(visiting(Right.RULE))]


class QuestionForm(BaseModel):
    """A question as the form has it: lists stand one on a line, days as YYYY-MM-DD."""

    rule: str = ""
    title: str = ""
    text: str = ""
    arguments_for: str = ""
    arguments_against: str = ""
    options: str = ""
    units: str = ""
    member_numbers: str = ""
    offices: str = ""
    submitted: str = ""
    notice: str = ""
    meeting: str = ""
    expiry: str = ""
    basis: str = ""
    petition_id: str = ""

    @classmethod
    def of(cls, record: QuestionRecord) -> "QuestionForm":
        """The form filled with a question as it is put."""
        days = {source: day.isoformat() for source, day in days_of(record).items()}
        return cls(
            rule=record.rule,
            title=record.title,
            text=record.text,
            arguments_for=record.arguments_for,
            arguments_against=record.arguments_against,
            options="\n".join(record.options),
            units="\n".join(record.units),
            member_numbers="\n".join(record.named),
            basis=record.basis,
            petition_id=str(record.petition_id or ""),
            **days,
        )

    @property
    def wording(self) -> Wording:
        """What was typed; BadInput where a day is none."""
        return Wording(
            title=self.title,
            text=self.text,
            arguments_for=self.arguments_for,
            arguments_against=self.arguments_against,
            options=_lines(self.options),
            units=_lines(self.units),
            member_numbers=_lines(self.member_numbers),
            offices=_lines(self.offices),
            days={source: _day(day) for source in ENTERED if (day := getattr(self, source))},
            basis=self.basis,
            petition_id=_petition(self.petition_id),
        )


def _petition(typed: str) -> int | None:
    """The petition chosen, None for none; BadInput for what is no petition's number."""
    number = number_within(typed.strip(), 1, 2**31 - 1)
    if typed.strip() and number is None:
        raise BadInput("petition_id: choose one of the petitions, or none.")
    return number


Asked = Annotated[QuestionForm, Form()]


@router.get("/questions")
def show(visit: Seeing) -> HTMLResponse:
    """The questions put to the members, and the form for another one."""
    return _page(visit, QuestionForm())


@router.post("/questions")
def put(visit: Ruling, form: Asked) -> Response:
    """Puts a question to the members."""
    fault = visit.attempt(
        lambda: put_question(
            visit.session,
            visit.election,
            form.rule,
            form.wording,
            by=visit.actor,
            now=visit.now,
        )
    )
    return _page(visit, form, fault) if fault else visit.go_to("questions")


@router.get("/questions/{name}")
def show_one(visit: Ruling, name: str) -> HTMLResponse:
    """One question in the form that changes it."""
    record = question_of(visit.session, visit.election, name)
    return _page(visit, QuestionForm.of(record), changed=name)


@router.post("/questions/{name}")
def change(visit: Ruling, name: str, form: Asked) -> Response:
    """Puts a question otherwise."""
    fault = visit.attempt(
        lambda: change_question(
            visit.session, visit.election, name, form.wording, by=visit.actor, now=visit.now
        )
    )
    return _page(visit, form, fault, name) if fault else visit.go_to("questions")


@router.post("/questions/{name}/withdrawal")
def withdraw(visit: Ruling, name: str) -> Response:
    """Takes a question back."""
    fault = visit.attempt(
        lambda: withdraw_question(
            visit.session, visit.election, name, by=visit.actor, now=visit.now
        )
    )
    return _page(visit, QuestionForm(), fault) if fault else visit.go_to("questions")


@router.post("/attendance")
def mark(visit: Ruling, present: Typed = "") -> Response:
    """Marks who is at the meeting."""
    fault = visit.attempt(
        lambda: mark_present(
            visit.session, visit.election, _lines(present), by=visit.actor, now=visit.now
        ),
        "present",
    )
    return _page(visit, QuestionForm(), fault) if fault else visit.go_to("questions")


@router.post("/questions/{name}/approval")
def approve(visit: Ruling, name: str, approved_on: Typed = "", reference: Typed = "") -> Response:
    """Notes that a carried question was approved."""
    fault = visit.attempt(
        lambda: record_approval(
            visit.session,
            visit.election,
            name,
            approved_on=_day(approved_on),
            reference=_words(reference),
            by=visit.actor,
            now=visit.now,
        ),
        "approved_on",
    )
    return _page(visit, QuestionForm(), fault) if fault else visit.go_to("questions")


def _lines(text: str) -> list[str]:
    """One entry a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as fault:
        raise BadInput(
            f"{text.strip() or 'Nothing'} is no day: give year, month and day."
        ) from fault


def _words(text: str) -> str:
    if not text.strip():
        raise BadInput("Name the document that tells of the approval.")
    return text.strip()


def _page(
    visit: Visit, typed: QuestionForm, fault: Fault | None = None, changed: str = ""
) -> HTMLResponse:
    certified = certified_at(visit.session, visit.election) is not None
    return visit.page(
        "questions/questions.html",
        fault=fault,
        typed=typed,
        changed=changed,
        steps=steps_at(visit, Stage.QUESTIONS),
        questions=[_shown(visit, each) for each in questions_of(visit.session, visit.election.id)],
        known=visit.rules.questions,
        petitions=[
            (str(each.id), each.title)
            for each in petitions_of(visit.session, visit.election.id)
            if each.ruling and each.ruling["granted"]
        ],
        present=present_in(visit.session, visit.election.id),
        entered=ENTERED,
        frozen=frozen_ballot(visit.session, visit.election.id) is not None,
        effects=effects_of(visit.session, visit.election) if certified else [],
        may_put=Right.RULE in visit.rights and visit.election.held_for == "questions",
    )


def _shown(visit: Visit, record: QuestionRecord) -> dict[str, object]:
    contests = contests_in(visit.session, visit.election)
    return {
        "record": record,
        "rule": question_named(visit.rules, record.rule),
        "ruling": days_ruling(visit.session, visit.election, record),
        "contests": [
            (each, proposed(each).text) for each in contests if each.office == record.name
        ],
    }
