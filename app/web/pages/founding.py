from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app import profiles
from app.actions.committee import Actor
from app.actions.dates import plan_dates
from app.actions.elections import PURPOSES, create_election
from app.core.faults import BadInput
from app.records.elections import Election
from app.web.elections import check_purpose
from app.web.pages.cookies import check_form
from app.web.pages.numbers import number_within
from app.web.pages.visit import (
    Administering,
    Fault,
    SignedIn,
    Visitor,
    address_of,
    see_other,
)

router = APIRouter(
    prefix="/elections/new",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Typed = Annotated[str, Form()]
FIELDS = ("profile", "title", "purpose", "zone", "anchor", "granted_delegates", "despite")
MOST_DELEGATES = 100_000


@router.get("")
def show(visitor: SignedIn, _: Administering) -> HTMLResponse:
    """The form for an election, filled with what is usual."""
    first = profiles.names()[0]
    usual = {"profile": first, "purpose": "rehearsal"}
    zone = profiles.load(first).calendar.time_zone
    return _page(visitor, dict.fromkeys(FIELDS, "") | usual | {"zone": zone})


@router.post("")
def create(
    visitor: SignedIn,
    by: Administering,
    profile: Typed = "",
    title: Typed = "",
    purpose: Typed = "",
    zone: Typed = "",
    anchor: Typed = "",
    granted_delegates: Typed = "",
    despite: Typed = "",
) -> Response:
    """Sets up an election with the contests and the calendar of the bylaws."""
    values = (profile, title, purpose, zone, anchor, granted_delegates, despite)
    typed = dict(zip(FIELDS, map(str.strip, values), strict=True))
    if not typed["title"]:
        return _page(visitor, typed, Fault("Give the election a name.", "title"))
    made: list[Election] = []
    fault = visitor.attempt(lambda: made.append(_made(visitor, typed, by)))
    return _page(visitor, typed, fault) if fault else see_other(f"{address_of(made[0])}/set-up")


def _made(visitor: Visitor, typed: Mapping[str, str], by: Actor) -> Election:
    check_purpose(visitor.house, typed["purpose"])
    profile, zone, day = typed["profile"], typed["zone"], _day(typed["anchor"])
    return create_election(
        visitor.session,
        profile=profile,
        title=typed["title"],
        purpose=typed["purpose"],
        zone=zone,
        plan=plan_dates(profile, zone, anchor=day, dates=None, now=visitor.now),
        granted_delegates=_number(typed["granted_delegates"]),
        despite=typed["despite"],
        by=by,
        now=visitor.now,
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise BadInput("The day that the calendar counts from is a date, or empty.") from fault


def _number(text: str) -> int | None:
    if not text:
        return None
    number = number_within(text, 0, MOST_DELEGATES)
    if number is None:
        raise BadInput(f"The delegates granted are a number up to {MOST_DELEGATES:,}, or empty.")
    return number


def _page(visitor: Visitor, typed: dict[str, str], fault: Fault | None = None) -> HTMLResponse:
    return visitor.page(
        "elections/new.html",
        fault=fault,
        typed=typed,
        profiles=[(name, profiles.load(name).title) for name in profiles.names()],
        purposes=[(purpose, purpose) for purpose in reversed(PURPOSES)],
    )
