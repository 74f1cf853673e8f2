from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.choosing import Choice, adopt_setting, choices_in
from app.core.allotments import BY_DECISION
from app.core.faults import BadInput
from app.core.roles import Right
from app.errors import NotFound
from app.profiles.open_decisions import OpenDecision, Value
from app.profiles.showing import decision, plain
from app.web.pages.cookies import check_form
from app.web.pages.numbers import number_within
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/settings",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
LARGEST = 9999


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """Every decision that the bylaws leave open, with its value in force and until when."""
    choices = choices_in(visit.session, visit.election, now=visit.now)
    return visit.page(
        "settings/list.html",
        before_nominations=[each for each in choices if not each.until_frozen],
        before_freeze=[each for each in choices if each.until_frozen],
        chosen=sum(each.chosen is not None for each in choices),
        boards_decide=any(row.rest == BY_DECISION for row in visit.rules.allotments),
        plain=plain,
    )


@router.get("/{path}")
def show_one(visit: Seeing, path: str) -> HTMLResponse:
    """One decision with the text of its record, its options and the form to choose."""
    choice = _choice(visit, path)
    return _page(visit, choice, _typed(choice.value), "")


@router.post("/{path}")
def adopt(
    visit: Annotated[Visit, Depends(visiting(Right.RULE))],
    path: str,
    value: Annotated[list[str], Form()] = [],  # noqa: B006 (FastAPI copies it)
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Chooses a value, with the reason."""
    choice = _choice(visit, path)
    if not reason.strip():
        return _page(visit, choice, value, reason, Fault("Say why this is chosen.", "reason"))
    fault = visit.attempt(
        lambda: adopt_setting(
            visit.session,
            visit.election,
            path,
            _value(choice.decision, value),
            reason=reason.strip(),
            by=visit.actor,
            now=visit.now,
        ),
        "value",
    )
    return _page(visit, choice, value, reason, fault) if fault else visit.go_to("settings")


def _choice(visit: Visit, path: str) -> Choice:
    for choice in choices_in(visit.session, visit.election, now=visit.now):
        if choice.decision.path == path:
            return choice
    raise NotFound("The bylaws leave no such decision open.")


def _value(open_to: OpenDecision, typed: list[str]) -> Value:
    """What the form names, as a value of the decision's kind."""
    if not open_to.options:
        number = number_within(typed[0].strip() if typed else "", 0, LARGEST)
        if number is None:
            raise BadInput(f"Give a number from 0 to {LARGEST}.")
        return number
    if not typed or not set(typed) <= set(open_to.options):
        raise BadInput("Choose from the list.")
    if open_to.is_list:
        return typed
    return typed[0] == "yes" if isinstance(open_to.default, bool) else typed[0]


def _typed(value: object) -> list[str]:
    """A value as its form would send it."""
    if isinstance(value, list):
        return [str(each) for each in value]
    return [("no", "yes")[value] if isinstance(value, bool) else str(value)]


def _page(
    visit: Visit, choice: Choice, typed: list[str], reason: str, fault: Fault | None = None
) -> HTMLResponse:
    return visit.page(
        "settings/decision.html",
        fault=fault,
        choice=choice,
        typed=typed,
        reason=reason,
        records=[(number, *decision(number)) for number in choice.decision.decisions],
        may_choose=Right.RULE in visit.rights and choice.finding.met,
        plain=plain,
    )
