from collections.abc import Iterator
from datetime import date

from app.core.conditions import holds, value_of
from app.core.contest import Condition, Contest
from app.core.facts import Facts
from app.core.membership import missing
from app.core.residence import residence_of
from app.core.rules import Exclusivity, LocalRules
from app.core.ruling import Finding

A_PLACE = frozenset({"district", "county"})


def meets_conditions(
    facts: Facts, conditions: tuple[Condition, ...], rules: LocalRules, on: date
) -> Iterator[Finding]:
    """Each condition in turn up to the first that is not met.

    Who lives in another district is not told of its counties too.
    """
    for condition in conditions:
        if condition.field in A_PLACE:
            finding = _lives(facts, condition, rules)
        elif condition.field == "steward":
            finding = _steward(facts, condition, on)
        elif condition.field == "member_number":
            finding = _is_named(facts, condition)
        else:
            finding = _works(facts, condition, rules)
        yield finding
        if not finding.met:
            return


def _lives(facts: Facts, condition: Condition, rules: LocalRules) -> Finding:
    residence = residence_of(facts.member, rules, facts.nearest_county)
    known = residence.district if condition.field == "district" else residence.county
    looked_at = {condition.field: known, "needed": list(condition.values)}
    if known is None:
        looked_at["missing"] = residence.missing or condition.field
        says = f"{residence.because} We cannot tell the {condition.field}."
        return Finding(condition.rule, False, condition.cite, says, looked_at)
    met = str(known) in condition.values
    says = residence.because if met else f"{residence.because} Needed is {condition.says}."
    return Finding(condition.rule, met, condition.cite, says, looked_at)


def _works(facts: Facts, condition: Condition, rules: LocalRules) -> Finding:
    value = value_of(facts.member, condition.field, rules)
    if not value and condition.how in ("in", "words"):
        return missing(condition, condition.field)
    met = holds(condition, facts.member, rules)
    field = condition.field.replace("_", " ")
    said = str(getattr(facts.member, condition.field)) or "none"
    says = f"The {field} on the roll is {said}."
    if not met:
        says += f" Needed is {condition.says}."
    looked_at = {condition.field: value, "needed": list(condition.values)}
    return Finding(condition.rule, met, condition.cite, says, looked_at)


def _is_named(facts: Facts, condition: Condition) -> Finding:
    """Whether the member is among those listed; who else is on the list, the finding keeps back."""
    met = facts.member.member_number in condition.values
    says = f"The member has {'' if met else 'not '}{condition.says}."
    return Finding(condition.rule, met, condition.cite, says, {"named": met})


def _steward(facts: Facts, condition: Condition, on: date) -> Finding:
    kinds = [kind for kind in facts.member.steward if kind in condition.values]
    since = facts.member.steward_since
    if kinds and since is None:
        return missing(condition, "steward_since")
    looked_at = {
        "steward": list(facts.member.steward),
        "steward_since": since and since.isoformat(),
        "on": on.isoformat(),
    }
    met = bool(kinds) and since is not None and since <= on
    says = f"The member is no such steward. Needed is {condition.says}."
    if kinds:
        says = f"The member is a steward since {since}; nomination was on {on}."
    return Finding(condition.rule, met, condition.cite, says, looked_at)


def is_off_committee(facts: Facts, rules: LocalRules) -> Iterator[Finding]:
    """Whether the member stays out of the committee that conducts the election."""
    clause = rules.committee.candidates_barred
    if not clause.value:
        return
    if facts.committee is None:
        yield missing(clause, "committee")
        return
    says = "The member is not on the elections committee."
    if facts.committee:
        says = "The member is on the elections committee and may not be a candidate."
    looked_at = {"committee": facts.committee}
    yield Finding(clause.rule, not facts.committee, clause.cite, says, looked_at)


def has_attested(facts: Facts, rules: LocalRules) -> Iterator[Finding]:
    """Whether the candidate has signed that no conviction bars from office."""
    clause = rules.membership.attested
    if clause is None or not clause.value:
        return
    if facts.attested is None:
        yield missing(clause, "attested")
        return
    says = "The candidate has signed that no conviction bars from office."
    if not facts.attested:
        says = "The candidate has not signed that no conviction bars from office."
    yield Finding(clause.rule, facts.attested, clause.cite, says, {"attested": facts.attested})


def is_not_barred(facts: Facts, rules: LocalRules) -> Iterator[Finding]:
    """The committee's finding that a conviction bars from office, where it has found so."""
    clause = rules.membership.convictions_bar
    if clause.value and facts.barred:
        cited = rules.membership.attested
        cite = f"{cited.cite}; {clause.cite}" if cited else clause.cite
        says = "The elections committee has found that the law bars this member from office."
        yield Finding(cited.rule if cited else clause.rule, False, cite, says, {"barred": True})


def is_exclusive(facts: Facts, contest: Contest, row: Exclusivity) -> Finding:
    """Whether the nominations accepted so far leave room for this one."""
    if facts.accepted is None:
        return missing(row, "accepted")
    besides = [
        accepted.title
        for accepted in facts.accepted
        if accepted.group in row.groups and accepted.id != contest.id
    ]
    says = f"No other nomination accepted stands against {row.name}."
    if besides:
        others = ", ".join(besides)
        says = f"The member accepted the nomination for {others}; only {row.name} is allowed."
    looked_at = {"accepted": [accepted.id for accepted in facts.accepted]}
    return Finding(row.rule, not besides, row.cite, says, looked_at)
