from collections.abc import Sequence
from datetime import date

from app.core.candidacy import meets_conditions
from app.core.clause import Cited
from app.core.contest import Contest
from app.core.eligibility import may_be_nominated, may_stand, may_vote
from app.core.facts import Facts
from app.core.faults import BadInput
from app.core.rules import Exclusivity, LocalRules
from app.core.ruling import Finding, Ruling


def rule_on_nomination(facts: Facts, contest: Contest, rules: LocalRules, *, on: date) -> Ruling:
    """Whether a nomination made on that day stands, whatever other nominations there are."""
    return may_be_nominated(facts, contest, rules, on=on)


def rule_on_acceptance(facts: Facts, contest: Contest, rules: LocalRules, *, on: date) -> Ruling:
    """Whether the nominee may accept; `on` is the day of the nomination."""
    return may_stand(facts, contest, rules, on=on)


def rule_on_floor(
    mover: Facts, seconder: Facts | None, contest: Contest, rules: LocalRules, *, on: date
) -> Ruling:
    """Whether a nomination may come from this mover and seconder, members of the contest's unit.

    Where the bylaws want no second, as for nominations in writing, `seconder` is not asked for.
    """
    findings = [*_may_nominate(mover, contest, rules, on)]
    clause = rules.nominations.seconded
    if clause is not None and clause.value:
        findings.append(_seconded(mover, seconder, clause))
        if seconder is not None:
            findings += _may_nominate(seconder, contest, rules, on)
    return Ruling(tuple(findings))


def rule_on_written(nominator: Facts, contest: Contest, rules: LocalRules, *, on: date) -> Ruling:
    """Whether a nomination in writing, for a vacancy, may come from this member; no second."""
    return Ruling(tuple(_may_nominate(nominator, contest, rules, on)))


def _may_nominate(facts: Facts, contest: Contest, rules: LocalRules, on: date) -> list[Finding]:
    """Findings on a mover: a member with a vote, and of the chapter where it is the chapter's."""
    findings = list(may_vote(facts, rules, on=on).findings)
    by_unit = rules.nominations.by_unit
    if by_unit is not None and by_unit.value:
        chapter = tuple(row for row in contest.conditions if row.field == "chapter")
        findings += meets_conditions(facts, chapter, rules, on)
    return findings


def _seconded(mover: Facts, seconder: Facts | None, clause: Cited) -> Finding:
    if seconder is None:
        return Finding(clause.rule, False, clause.cite, "Nobody has seconded the nomination.")
    other = seconder.member.member_number != mover.member.member_number
    says = f"The nomination is {'' if other else 'not '}seconded by another member."
    return Finding(clause.rule, other, clause.cite, says)


def choice_needed(
    contests: Sequence[Contest], rules: LocalRules
) -> tuple[Exclusivity, Contest] | None:
    """The rule that makes a nominee of several contests choose, and the one that stands if not.

    `contests` are in the profile's order, which decides between offices of one rank.
    """
    for row in rules.exclusivities:
        among = [contest for contest in contests if contest.group in row.groups]
        if row.at == "acceptance" and row.by_choice and len(among) > 1:
            return row, min(among, key=lambda contest: row.groups.index(contest.group))
    return None


def rule_on_statement(statement: str, rules: LocalRules) -> Ruling:
    """Whether a candidate's statement keeps to the number of words that is the same for all."""
    clause = rules.nominations.statement_words
    if clause is None:
        return Ruling(())
    words = len(statement.split())
    says = f"The statement has {words} words; {clause.value} are allowed."
    facts = {"words": words, "allowed": clause.value}
    return Ruling((Finding(clause.rule, words <= clause.value, clause.cite, says, facts),))


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
