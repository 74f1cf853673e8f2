from datetime import date

from app.core.contest import Contest
from app.core.eligibility import may_be_nominated, may_stand
from app.core.facts import Facts
from app.core.faults import BadInput
from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling


def rule_on_nomination(facts: Facts, contest: Contest, rules: LocalRules, *, on: date) -> Ruling:
    """Whether a nomination made on that day stands, whatever other nominations there are."""
    return may_be_nominated(facts, contest, rules, on=on)


def rule_on_acceptance(facts: Facts, contest: Contest, rules: LocalRules, *, on: date) -> Ruling:
    """Whether the nominee may accept; `on` is the day of the nomination."""
    return may_stand(facts, contest, rules, on=on)


def is_uncontested(candidates: int, seats: int | None, rules: LocalRules) -> bool:
    """Whether all candidates are declared elected, by `rules.uncontested`, without a vote."""
    return rules.uncontested.value and seats is not None and candidates <= seats


def least_ranking_limit(candidates: int, seats: int, rules: LocalRules) -> int:
    """The lowest number of ranks the committee may allow; 1 where the bylaws set no bound."""
    ranking = rules.ranking
    if ranking is None:
        return 1
    top = ranking.top.value if candidates >= ranking.top.value else 1
    return max(top, min(seats, candidates) if ranking.seats.value else 1)


def rule_on_ranking_limit(
    limit: int | None, candidates: int, seats: int, rules: LocalRules
) -> Ruling:
    """Whether the committee may limit the ranks so; None, all may be ranked, is always allowed."""
    if limit is not None and limit < 1:
        raise BadInput("A ranking limit is at least 1.")
    ranking = rules.ranking
    if ranking is None:
        return Ruling(())
    least = least_ranking_limit(candidates, seats, rules)
    looked_at = {"limit": limit, "candidates": candidates, "seats": seats, "least": least}
    says = "All candidates may be ranked."
    if limit is not None:
        says = f"Members may rank {limit} of {candidates}; the bylaws want at least {least}."
    met = limit is None or limit >= least
    return Ruling((Finding(ranking.top.rule, met, ranking.top.cite, says, looked_at),))
