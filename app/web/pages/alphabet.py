from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.adoption import enter_alphabet, enter_drawn_lot
from app.actions.bylaws import contests_in
from app.actions.freezing import draft_ballot
from app.core.counting.rule import RUN_OFF
from app.core.faults import BadInput
from app.core.proof import ProofContest
from app.core.roles import Right
from app.records.ballots import frozen_ballot
from app.records.canvass import CONVENTION
from app.records.elections import Alphabet
from app.web.pages.cookies import check_form
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Ruling = Annotated[Visit, Depends(visiting(Right.RULE))]


@router.get("/alphabet")
def show(visit: Seeing) -> HTMLResponse:
    """The alphabet, and the order of lots that it gives the candidates of each contest."""
    return _page(visit, {})


@router.post("/alphabet")
def enter(
    visit: Ruling,
    letters: Annotated[str, Form()] = "",
    held_on: Annotated[str, Form()] = "",
    source: Annotated[str, Form()] = "",
) -> Response:
    """Enters the alphabet that settles ties."""
    typed = {"letters": letters, "held_on": held_on, "source": source.strip()}
    if not typed["source"]:
        return _page(visit, typed, Fault("Say where the alphabet is published.", "source"))
    try:
        day = date.fromisoformat(held_on)
    except ValueError:
        return _page(visit, typed, Fault("Give the day as year-month-day.", "held_on"))
    fault = visit.attempt(
        lambda: enter_alphabet(
            visit.session,
            visit.election,
            letters=letters,
            held_on=day,
            source=typed["source"],
            by=visit.actor,
            now=visit.now,
        ),
        "letters",
    )
    return _page(visit, typed, fault) if fault else visit.go_to("alphabet")


@router.post("/drawn-lot")
def enter_lot(
    visit: Ruling,
    contest: Annotated[str, Form()] = "",
    member_numbers: Annotated[str, Form()] = "",
    witnesses: Annotated[str, Form()] = "",
) -> Response:
    """Enters a lot drawn in the open between candidates of one name."""
    typed = {"contest": contest, "member_numbers": member_numbers, "witnesses": witnesses.strip()}
    if not typed["witnesses"]:
        return _page(visit, typed, Fault("Say who saw the lot drawn.", "witnesses"))
    fault = visit.attempt(
        lambda: enter_drawn_lot(
            visit.session,
            visit.election,
            contest,
            member_numbers=member_numbers.replace(",", " ").split(),
            witnesses=typed["witnesses"],
            by=visit.actor,
            now=visit.now,
        ),
        "member_numbers",
    )
    return _page(visit, typed, fault) if fault else visit.go_to("alphabet")


def _page(visit: Visit, typed: dict[str, str], fault: Fault | None = None) -> HTMLResponse:
    entered = visit.session.get(Alphabet, visit.election.id)
    empty = dict.fromkeys(
        ("letters", "held_on", "source", "contest", "member_numbers", "witnesses"), ""
    )
    kept = {"letters": entered.letters, "source": entered.source} if entered else {}
    held = {"held_on": entered.held_on.isoformat()} if entered else {}
    contests, missing = _drafted(visit)
    return visit.page(
        "contests/alphabet.html",
        fault=fault,
        typed={**empty, **kept, **held, **typed},
        entered=entered,
        cite=visit.rules.ties.method.cite,
        contests=[each for each in contests if not each.declared],
        missing=missing,
        titles=_titles(visit),
        by_lots=visit.rules.ties.method.value != "alphabet",
        by_run_off=visit.rules.ties.method.value == RUN_OFF,
        frozen=frozen_ballot(visit.session, visit.election.id) is not None,
        may_enter=Right.RULE in visit.rights,
    )


def _titles(visit: Visit) -> list[tuple[str, str]]:
    """What a lot may be drawn for: a contest, or who goes to conventions."""
    titles = [(each.id, each.title) for each in contests_in(visit.session, visit.election)]
    if visit.rules.convention is None:
        return titles
    return [*titles, (CONVENTION, "Who goes to conventions: all who stand")]


def _drafted(visit: Visit) -> tuple[tuple[ProofContest, ...], str]:
    """The contests with their candidates in order, or the sentence that says why not yet."""
    try:
        return draft_ballot(visit.session, visit.election), ""
    except BadInput as fault:
        return (), str(fault)
