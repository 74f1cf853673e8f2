from collections.abc import Mapping
from typing import Annotated

from fastapi import Form
from fastapi.responses import HTMLResponse, Response

from app.actions.bylaws import contests_in
from app.actions.finding_nominees import find_nominee
from app.actions.nominations import made_elsewhere, nominate_as_member
from app.records.nominations import Motion, Nomination
from app.records.roll import MemberRecord
from app.settings import raw
from app.web.my.visit import MemberVisit, Mine, member_router
from app.web.pages.visit import Fault

router = member_router()
Typed = Annotated[str, Form()]
EMPTY = dict.fromkeys(("contest", "number", "last_name"), "")
NOBODY = (
    "No member of this local has this number together with this last name. "
    "Ask the person whom you nominate for both."
)


@router.get("/nominate")
def show(visit: Mine, contest: str = "", own: bool = False) -> HTMLResponse:
    """The form to nominate somebody, or oneself: then one's own number and name stand in it."""
    typed = EMPTY | {"contest": contest}
    if own:
        me = visit.member
        typed |= {"number": me.member_number, "last_name": me.last_name}
    return _page(visit, typed)


@router.post("/nominate")
def nominate(
    visit: Mine, contest: Typed = "", number: Typed = "", last_name: Typed = ""
) -> Response:
    """Rules on a nomination at once, and shows the verdict."""
    values = (contest, number, last_name)
    typed = {name: value.strip() for name, value in zip(EMPTY, values, strict=True)}
    if not typed["number"]:
        return _page(visit, typed, Fault("Give the member’s number.", "number"))
    if not typed["last_name"]:
        return _page(visit, typed, Fault("Give the member’s last name.", "last_name"))
    found: list[MemberRecord | None] = []
    fault = visit.attempt(lambda: found.append(_find(visit, typed)), "number")
    if fault or found[0] is None:
        return _page(visit, typed, fault or Fault(NOBODY, "number"))
    nominee = found[0]
    made: list[tuple[Motion, Nomination | None]] = []
    fault = visit.attempt(lambda: made.append(_nominate(visit, typed, nominee)), "contest")
    if fault:
        return _page(visit, typed, fault)
    motion, nomination = made[0]
    if nomination is None:
        return _page(visit, typed, motion=motion)
    return visit.go_to(f"/nominations/{nomination.id}")


def _find(visit: MemberVisit, typed: Mapping[str, str]) -> MemberRecord | None:
    return find_nominee(
        visit.session,
        visit.election,
        typed["number"],
        typed["last_name"],
        asker=visit.member,
        key=raw(visit.house.settings.code_key),
        now=visit.now,
        wall=visit.house.wall_clock(),
    )


def _nominate(
    visit: MemberVisit, typed: Mapping[str, str], nominee: MemberRecord
) -> tuple[Motion, Nomination | None]:
    return nominate_as_member(
        visit.session,
        visit.election,
        typed["contest"],
        nominee,
        nominator=visit.member,
        now=visit.now,
    )


def _page(
    visit: MemberVisit,
    typed: Mapping[str, str],
    fault: Fault | None = None,
    motion: Motion | None = None,
) -> HTMLResponse:
    return visit.page(
        "my/nominate.html",
        fault=fault,
        typed=typed,
        motion=motion,
        made_elsewhere=made_elsewhere(visit.election),
        contests=[(each.id, each.title) for each in contests_in(visit.session, visit.election)],
    )
