from datetime import date

from app.core.candidacy import (
    has_attested,
    is_exclusive,
    is_not_barred,
    is_off_committee,
    meets_conditions,
)
from app.core.contest import Contest
from app.core.facts import Facts
from app.core.membership import is_candidate_material, is_member
from app.core.rules import LocalRules
from app.core.ruling import Ruling
from app.core.terms import within_term_limit


def may_vote(
    facts: Facts, rules: LocalRules, *, on: date, contest: Contest | None = None
) -> Ruling:
    """Whether a member has a vote on the record date, and in `contest` where one is given."""
    findings = [*is_member(facts, rules, on, rules.membership.voting_kinds)]
    if contest is not None:
        findings += meets_conditions(facts, contest.electorate.conditions, rules, on)
    return Ruling(tuple(findings))


def may_be_nominated(facts: Facts, contest: Contest, rules: LocalRules, *, on: date) -> Ruling:
    """Whether a member may be nominated on a day, whatever other nominations there are."""
    limits = (row for row in rules.term_limits if contest.group in row.groups)
    return Ruling(
        (
            *is_candidate_material(facts, rules, on),
            *meets_conditions(facts, contest.conditions, rules, on),
            *(within_term_limit(facts, limit, rules, on) for limit in limits),
            *is_off_committee(facts, rules),
            *is_not_barred(facts, rules),
        )
    )


def may_stand(facts: Facts, contest: Contest, rules: LocalRules, *, on: date) -> Ruling:
    """Whether a member may be a candidate: be nominated on that day, and accept."""
    nominated = may_be_nominated(facts, contest, rules, on=on)
    exclusive = (
        is_exclusive(facts, contest, row)
        for row in rules.exclusivities
        if row.at == "acceptance" and contest.group in row.groups
    )
    return Ruling((*nominated.findings, *has_attested(facts, rules), *exclusive))
