from typing import Annotated

from fastapi import Form, Path
from fastapi.responses import HTMLResponse, Response

from app.actions.answering import (
    LONGEST_STATEMENT,
    answer_nomination,
    enter_statement,
    withdraw_nomination,
)
from app.actions.exclusive import choice_of
from app.actions.nominations import day_of, nomination_in, own_nomination
from app.core.nominations import rule_on_statement
from app.core.nominee import told_to_others
from app.errors import NotPermitted
from app.records.nominations import Nomination
from app.records.roll import as_periods, standing_of
from app.web.my.nominations_shown import made_by, received_by, unmet_rules
from app.web.my.visit import MemberVisit, Mine, member_router
from app.web.pages.visit import Fault
from app.web.standing_shown import stretches_of

router = member_router()
Typed = Annotated[str, Form()]
NominationId = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("/nominations/{nomination_id}")
def show(visit: Mine, nomination_id: NominationId) -> HTMLResponse:
    """One nomination with its ruling: all of it for its nominee, the refusal for its nominator."""
    nomination = nomination_in(visit.session, visit.election, nomination_id)
    if nomination.member_id == visit.member.id:
        return _own(visit, nomination)
    for made in made_by(visit):
        if made.nomination is nomination:
            told = told_to_others(nomination.ruling["findings"])
            return visit.page("my/nominated.html", made=made, findings=told)
    raise NotPermitted("This nomination is another member's.")


@router.post("/nominations/{nomination_id}/answer")
def answer(
    visit: Mine, nomination_id: NominationId, accept: Typed = "", attested: Typed = ""
) -> Response:
    """Accepts or declines one's own nomination; a refused acceptance says why."""
    nomination = _mine(visit, nomination_id)
    clause = visit.rules.membership.attested
    if accept and clause is not None and clause.value and not attested:
        return _own(visit, nomination, Fault("Sign the statement to accept.", "attested"))
    fault = visit.attempt(
        lambda: answer_nomination(
            visit.session,
            visit.election,
            nomination,
            accept=bool(accept),
            attested=True if accept and attested else None,
            now=visit.now,
        )
    )
    return _done(visit, nomination, fault)


@router.post("/nominations/{nomination_id}/withdrawal")
def withdraw(visit: Mine, nomination_id: NominationId) -> Response:
    """Takes back one's acceptance."""
    nomination = _mine(visit, nomination_id)
    fault = visit.attempt(
        lambda: withdraw_nomination(visit.session, visit.election, nomination, now=visit.now)
    )
    return _done(visit, nomination, fault)


@router.post("/nominations/{nomination_id}/statement")
def state(visit: Mine, nomination_id: NominationId, text: Typed = "") -> Response:
    """Enters one's statement, in place of the one before; one too long comes back as it was."""
    nomination = _mine(visit, nomination_id)
    typed = "\n".join(text.strip().splitlines())
    fault = visit.attempt(
        lambda: enter_statement(visit.session, visit.election, nomination, typed, now=visit.now),
        "text",
    )
    return _own(visit, nomination, fault, typed) if fault else _done(visit, nomination, None)


def _mine(visit: MemberVisit, nomination_id: int) -> Nomination:
    return own_nomination(visit.session, visit.election, visit.member, nomination_id)


def _done(visit: MemberVisit, nomination: Nomination, fault: Fault | None) -> Response:
    return _own(visit, nomination, fault) if fault else visit.go_to(f"/nominations/{nomination.id}")


def _own(
    visit: MemberVisit,
    nomination: Nomination,
    fault: Fault | None = None,
    typed: str | None = None,
) -> HTMLResponse:
    received = next(each for each in received_by(visit) if each.nomination is nomination)
    statement = (nomination.statement or "") if typed is None else typed
    held = as_periods(standing_of(visit.session, visit.member.id))
    good = visit.rules.membership.good_statuses
    on = day_of(visit.election, nomination.nominated_at)
    return visit.page(
        "my/nomination.html",
        fault=fault,
        nomination=nomination,
        title=received.title,
        state=received.state.value,
        helps=visit.what_helps(unmet_rules(nomination.ruling)),
        acceptance_helps=visit.what_helps(unmet_rules(nomination.acceptance_ruling)),
        choice=choice_of(visit.session, visit.election, visit.member.id),
        attested=visit.rules.membership.attested,
        typed=statement,
        words=rule_on_statement(statement, visit.rules).findings,
        longest=LONGEST_STATEMENT,
        standing=stretches_of(held, good.value, on),
        on=on,
    )
