from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from app.actions.bylaws import QUESTIONS, rules_in
from app.actions.checklist import Stage, Step, checklist_of, next_step
from app.actions.dates import NOMINATING, Dates
from app.actions.elections import elections_shown_to
from app.actions.progress import acts_done
from app.core.calendar import phase
from app.documents.dates import day_in_words
from app.records.elections import Election, contests_of
from app.records.nominations import nominations_of
from app.records.roll import size_of_roll
from app.web.pages.cookies import check_form
from app.web.pages.visit import Seeing, SignedIn, Visit

router = APIRouter(
    dependencies=[Depends(check_form)], default_response_class=HTMLResponse, include_in_schema=False
)
PAGES = {
    Stage.SET_UP: "set-up",
    Stage.ROLL: "roll",
    Stage.NOMINATIONS: "nominations",
    Stage.QUESTIONS: "questions",
    Stage.BALLOT: "ballot",
    Stage.NOTICES: "notices",
    Stage.VOTING: "voting",
    Stage.OPENING: "opening",
    Stage.COUNT: "count",
    Stage.CERTIFICATE: "certificate",
    Stage.RECORDS: "results",
}


@dataclass(frozen=True)
class StageShown:
    """A stage as the row of stages has it: `state` is "done", "now" or "later"."""

    title: str
    page: str
    state: str


@router.get("/elections")
def list_elections(visitor: SignedIn) -> HTMLResponse:
    """The elections that the visitor may look into, each with its phase."""
    shown = [
        {
            "election": election,
            "local": rules_in(election).title,
            "phase": phase(acts_done(visitor.session, election), visitor.now),
        }
        for election in elections_shown_to(visitor.session, visitor.staff)
    ]
    return visitor.page("elections/list.html", elections=shown)


@router.get("/elections/{election_id}")
def show(visit: Seeing) -> HTMLResponse:
    """One election: its stages, what stands in the way, and the next action."""
    steps = checklist_of(visit.session, visit.election, now=visit.now)
    due = next_step(steps)
    stage = due.stage if due else Stage.RECORDS
    contests = contests_of(visit.session, visit.election.id)
    nominated = nominations_of(visit.session, visit.election.id)
    return visit.page(
        "elections/election.html",
        stages=stages_of(stage, visit.election),
        steps=[step for step in steps if step.stage == stage],
        stage=stage,
        due=due,
        page=PAGES[stage],
        term_begins=day_in_words(visit.election.term_begins),
        contests=len(contests),
        seats=sum(each.seats or 0 for each in contests),
        members=size_of_roll(visit.session, visit.election.id),
        nominated=len(nominated),
        accepted=sum(bool(each.accepted) for each in nominated),
        dates=dates_of(visit.election),
    )


def dates_of(election: Election) -> list[tuple[str, str]]:
    """The election's times by what they are called, without those of nominations if it has none."""
    return [
        (words, name)
        for name, words in Dates.TIMES.items()
        if election.nominates or name not in NOMINATING
    ]


def steps_at(visit: Visit, stage: Stage) -> list[Step]:
    """The steps of one stage."""
    steps = checklist_of(visit.session, visit.election, now=visit.now)
    return [step for step in steps if step.stage == stage]


def stages_of(now: Stage, election: Election) -> Sequence[StageShown]:
    """The row of the election's stages, seen from the one that is due."""
    asks = election.held_for == QUESTIONS
    own = {Stage.NOMINATIONS: election.nominates, Stage.QUESTIONS: asks}
    order = [stage for stage in Stage if own.get(stage, True)]
    place = order.index(now)
    states = ["done"] * place + ["now"] + ["later"] * (len(order) - place - 1)
    return [
        StageShown(stage.value, PAGES[stage], state)
        for stage, state in zip(order, states, strict=True)
    ]
