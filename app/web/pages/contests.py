from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.adoption import adopt_counting_rule, rule_adopted
from app.actions.bylaws import contest_in, contests_in, with_places
from app.core.contest import Contest
from app.core.counting.rule import PRESETS, Rule, preset
from app.core.faults import BadInput
from app.core.roles import Right
from app.errors import NotFound
from app.records.ballots import frozen_ballot
from app.records.elections import ContestRecord, contests_of
from app.web.pages.cookies import check_form
from app.web.pages.numbers import number_within
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/contests",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
MOST_RANKS = 100_000


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """Every contest with its seats and its counting rule in words."""
    records = contests_of(visit.session, visit.election.id)
    by_id = {contest.id: contest for contest in contests_in(visit.session, visit.election)}
    shown = [(by_id[each.contest_id], each, rule_adopted(each)) for each in records]
    return visit.page("contests/list.html", contests=shown)


@router.get("/{contest_id}")
def show_one(visit: Seeing, contest_id: str) -> HTMLResponse:
    """One contest, and the rules that it could be counted by."""
    record = _record(visit, contest_id)
    typed = {"rule": rule_adopted(record).name, "ranking_limit": str(record.ranking_limit or "")}
    return _page(visit, record, typed)


@router.post("/{contest_id}")
def adopt(
    visit: Annotated[Visit, Depends(visiting(Right.RULE))],
    contest_id: str,
    rule: Annotated[str, Form()] = "",
    ranking_limit: Annotated[str, Form()] = "",
) -> Response:
    """Adopts another counting rule, or limits the ranks."""
    record = _record(visit, contest_id)
    fault = visit.attempt(
        lambda: adopt_counting_rule(
            visit.session,
            visit.election,
            contest_id,
            rule=_rule(visit, record, rule).as_data(),
            ranking_limit=_limit(ranking_limit),
            by=visit.actor,
            now=visit.now,
        ),
        "ranking_limit",
    )
    typed = {"rule": rule, "ranking_limit": ranking_limit}
    return _page(visit, record, typed, fault) if fault else visit.go_to(f"contests/{contest_id}")


def _record(visit: Visit, contest_id: str) -> ContestRecord:
    record = visit.session.get(ContestRecord, (visit.election.id, contest_id))
    if record is None:
        raise NotFound(f"This election has no contest {contest_id}.")
    return record


def _rule(visit: Visit, record: ContestRecord, name: str) -> Rule:
    """The rule of that name: as it is if it is in force, with the places that bylaws keep."""
    in_force = rule_adopted(record)
    rule = in_force if name == in_force.name else preset(name)
    contest = contest_in(visit.session, visit.election, record.contest_id)
    return with_places(rule, contest) if rule.method == "guaranteed" else rule


def _limit(text: str) -> int | None:
    if not text.strip():
        return None
    limit = number_within(text.strip(), 1, MOST_RANKS)
    if limit is None:
        raise BadInput(f"The limit is from 1 to {MOST_RANKS:,} ranks, or empty.")
    return limit


def _names_for(contest: Contest) -> list[str]:
    """The rules that count what the bylaws have members mark: ranks, or crosses."""
    ranked = contest.method == "ranked"
    crosses = {"plurality", "guaranteed"}
    return [
        rule.name
        for rule in PRESETS.values()
        if rule.method != "question" and (rule.method not in crosses) == ranked
    ]


def _page(
    visit: Visit, record: ContestRecord, typed: dict[str, str], fault: Fault | None = None
) -> HTMLResponse:
    contest = contest_in(visit.session, visit.election, record.contest_id)
    return visit.page(
        "contests/contest.html",
        fault=fault,
        typed=typed,
        contest=contest,
        record=record,
        adopted=rule_adopted(record),
        choices=[_rule(visit, record, name) for name in _names_for(contest)],
        frozen=frozen_ballot(visit.session, visit.election.id) is not None,
        may_adopt=Right.RULE in visit.rights,
    )
