from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.changing_dates import change_dates, dates_in
from app.actions.dates import Dates
from app.core.faults import BadInput
from app.core.roles import Right
from app.documents.dates import day_in_words, in_words
from app.records.ballots import frozen_ballot
from app.records.date_changes import date_changes_of
from app.records.staff import names_of_staff
from app.web.pages.cookies import check_form
from app.web.pages.elections import dates_of
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/set-up/dates",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Typed = Annotated[str, Form()]
DAYS = {"term_begins": "Terms begin", "record_date": "Record date"}


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change of dates: what moved, each with its name, what it was and what it became."""

    by: str
    at: datetime
    reason: str
    moved: tuple[tuple[str, str, str], ...]


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """The dates that are still to come, and the form to move them."""
    return _page(visit, {})


@router.post("")
def change(
    visit: Annotated[Visit, Depends(visiting(Right.SET_UP))],
    term_begins: Typed = "",
    record_date: Typed = "",
    nominations_open: Typed = "",
    nominations_close: Typed = "",
    acceptance_deadline: Typed = "",
    opens: Typed = "",
    closes_issue: Typed = "",
    closes_cast: Typed = "",
    reason: Typed = "",
    despite: Typed = "",
) -> Response:
    """Moves dates, each in the election's own zone; they are checked against the rules again."""
    typed = {
        "term_begins": term_begins,
        "record_date": record_date,
        "nominations_open": nominations_open,
        "nominations_close": nominations_close,
        "acceptance_deadline": acceptance_deadline,
        "opens": opens,
        "closes_issue": closes_issue,
        "closes_cast": closes_cast,
    }
    words = {"reason": reason.strip(), "despite": despite.strip()}
    fault = visit.attempt(
        lambda: change_dates(
            visit.session,
            visit.election,
            _read(visit, typed),
            **words,
            by=visit.actor,
            now=visit.now,
        ),
        "reason" if not words["reason"] else "",
    )
    return _page(visit, typed | words, fault) if fault else visit.go_to("set-up")


def changes_shown(visit: Visit) -> list[ChangeShown]:
    """Every change of the election's dates in words."""
    changes = date_changes_of(visit.session, visit.election.id)
    names = names_of_staff(visit.session, [each.changed_by for each in changes])
    return [
        ChangeShown(
            names[each.changed_by],
            each.changed_at,
            each.reason,
            tuple(
                (_title(name), _said(visit, before), _said(visit, each.after[name]))
                for name, before in each.before.items()
            ),
        )
        for each in changes
    ]


def _title(name: str) -> str:
    return Dates.TIMES.get(name) or DAYS[name]


def _said(visit: Visit, stored: str) -> str:
    if "T" in stored:
        return in_words(datetime.fromisoformat(stored), visit.election.zone)
    return day_in_words(date.fromisoformat(stored))


def _read(visit: Visit, typed: Mapping[str, str]) -> Dates:
    """The dates of the form; what it leaves out, or shows to the minute, stays as it is."""
    before, shown = dates_in(visit.election), _shown(visit)
    moved: dict[str, Any] = {}
    for name, text in typed.items():
        if text and text != shown.get(name, text):
            moved[name] = _moment(text, name, ZoneInfo(visit.election.zone))
    return replace(before, **moved)


def _moment(text: str, name: str, zone: ZoneInfo) -> date | datetime:
    try:
        if name in DAYS:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError as fault:
        raise BadInput(
            f"{_title(name)}: give a day{'' if name in DAYS else ' and a time'}."
        ) from fault
    if moment.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(fold=0) != moment:
        raise BadInput(f"{_title(name)}: the clocks are put forward over this time.")
    return moment


def _shown(visit: Visit) -> dict[str, str]:
    """The dates as the form has them, times in the election's zone to the minute."""
    election, zone = visit.election, ZoneInfo(visit.election.zone)
    days = {name: getattr(election, name).isoformat() for name in DAYS}
    times = {
        name: getattr(election, name).astimezone(zone).strftime("%Y-%m-%dT%H:%M")
        for _, name in dates_of(election)
    }
    return days | times


def _page(visit: Visit, typed: Mapping[str, str], fault: Fault | None = None) -> HTMLResponse:
    return visit.page(
        "elections/dates.html",
        fault=fault,
        typed={"reason": "", "despite": visit.election.despite, **_shown(visit), **typed},
        days=DAYS.items(),
        times=[(name, title) for title, name in dates_of(visit.election)],
        changes=changes_shown(visit),
        frozen=frozen_ballot(visit.session, visit.election.id) is not None,
        may_change=Right.SET_UP in visit.rights,
    )
