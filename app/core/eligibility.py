from collections.abc import Iterator
from datetime import date

from app.core.contests import Condition, Contest
from app.core.facts import Facts
from app.core.residence import residence_of
from app.core.rules import Cited, Clause, Exclusivity, LocalRules
from app.core.ruling import Finding, Ruling
from app.core.standing import good_since, months_before, status_on

A_PLACE = frozenset({"district", "county"})


def may_vote(
    facts: Facts, rules: LocalRules, *, on: date, contest: Contest | None = None
) -> Ruling:
    """Whether a member has a vote on the record date, and in `contest` where one is given."""
    findings = [*_membership(facts, rules, on, rules.membership.voting_kinds)]
    if contest is not None:
        findings += _conditions(facts, contest.electorate.conditions, rules, on)
    return Ruling(tuple(findings))


def may_be_nominated(facts: Facts, contest: Contest, rules: LocalRules, *, on: date) -> Ruling:
    """Whether a member may be nominated on a day, whatever other nominations there are."""
    return Ruling(
        (
            *_membership(facts, rules, on, rules.membership.standing_kinds),
            *_time_of_membership(facts, rules, on),
            *_conditions(facts, contest.conditions, rules, on),
            *_not_on_committee(facts, rules),
        )
    )


def may_stand(facts: Facts, contest: Contest, rules: LocalRules, *, on: date) -> Ruling:
    """Whether a member may be a candidate: be nominated on that day, and accept."""
    nominated = may_be_nominated(facts, contest, rules, on=on)
    exclusive = (
        _exclusive(facts, contest, row)
        for row in rules.exclusivities
        if row.at == "acceptance" and contest.group in row.groups
    )
    return Ruling((*nominated.findings, *exclusive))


def missing(clause: Cited, fact: str) -> Finding:
    """The finding where a rule needs a fact that nobody has stated."""
    says = f"We cannot tell: {fact.replace('_', ' ')} is not on record."
    return Finding(clause.rule, False, clause.cite, says, {"missing": fact})


def _membership(
    facts: Facts, rules: LocalRules, on: date, kinds: Clause[tuple[str, ...]]
) -> Iterator[Finding]:
    kind = facts.member.kind
    if kind is None:
        yield missing(kinds, "kind")
    else:
        said = kind.replace("_", " ")
        yield Finding(
            kinds.rule,
            kind in kinds.value,
            kinds.cite,
            f"The roll lists this person as {said}.",
            {"kind": kind.value, "needed": list(kinds.value)},
        )
    unit = rules.membership.bargaining_unit_only
    if unit is not None and unit.value:
        yield _in_unit(facts, unit)
    if rules.membership.good_standing.value:
        yield _in_good_standing(facts, rules, on)


def _in_unit(facts: Facts, clause: Clause[bool]) -> Finding:
    inside = facts.member.in_bargaining_unit
    if inside is None:
        return missing(clause, "in_bargaining_unit")
    says = f"This person is {'' if inside else 'not '}in the bargaining unit."
    return Finding(clause.rule, inside, clause.cite, says, {"in_bargaining_unit": inside})


def _in_good_standing(facts: Facts, rules: LocalRules, on: date) -> Finding:
    clause = rules.membership.good_standing
    if facts.standing is None:
        return missing(clause, "standing")
    period = status_on(facts.standing, on)
    looked_at = {"on": on.isoformat(), "status": period.status.value if period else None}
    good = rules.membership.good_statuses
    if period is None:
        says = f"No record shows good standing on {on}."
        return Finding(clause.rule, False, clause.cite, says, looked_at)
    if period.status == "employer_delay" and "employer_delay" in good.value:
        says = f"On {on} dues were held by the employer; that counts as good standing."
        return Finding(clause.rule, True, f"{clause.cite}; {good.cite}", says, looked_at)
    met = period.status in good.value
    said = "in good standing" if met else period.status.replace("_", " ")
    return Finding(clause.rule, met, clause.cite, f"On {on} the member was {said}.", looked_at)


def _time_of_membership(facts: Facts, rules: LocalRules, on: date) -> Iterator[Finding]:
    clause = rules.membership.months_before_nomination
    if clause.value == 0:
        return
    if facts.standing is None:
        yield missing(clause, "standing")
        return
    since = good_since(facts.standing, rules.membership.good_statuses.value, on)
    needed = months_before(on, clause.value)
    met = since is not None and since <= needed
    looked_at = {"good_since": since and since.isoformat(), "needed_since": needed.isoformat()}
    says = f"Good standing is needed without a break since {needed}; it runs since {since}."
    if since is None:
        says = f"Good standing is needed without a break since {needed}; on {on} there is none."
    yield Finding(clause.rule, met, clause.cite, says, looked_at)


def _conditions(
    facts: Facts, conditions: tuple[Condition, ...], rules: LocalRules, on: date
) -> Iterator[Finding]:
    for condition in conditions:
        finding = (
            _lives(facts, condition, rules)
            if condition.field in A_PLACE
            else _steward(facts, condition, on)
        )
        yield finding
        if not finding.met:  # who lives in another district is not told of its counties too
            return


def _lives(facts: Facts, condition: Condition, rules: LocalRules) -> Finding:
    residence = residence_of(facts.member, rules, facts.nearest_county)
    known = residence.district if condition.field == "district" else residence.county
    needed = list(condition.values)
    looked_at = {condition.field: known, "needed": needed}
    if known is None:
        looked_at["missing"] = condition.field
        says = f"{residence.because} We cannot tell the {condition.field}."
        return Finding(condition.rule, False, condition.cite, says, looked_at)
    met = str(known) in condition.values
    says = residence.because if met else f"{residence.because} Needed is {condition.says}."
    return Finding(condition.rule, met, condition.cite, says, looked_at)


def _steward(facts: Facts, condition: Condition, on: date) -> Finding:
    kinds = [kind for kind in facts.member.steward if kind in condition.values]
    since = facts.member.steward_since
    looked_at = {
        "steward": list(facts.member.steward),
        "steward_since": since and since.isoformat(),
        "on": on.isoformat(),
    }
    if kinds and since is None:
        return missing(condition, "steward_since")
    met = bool(kinds) and since is not None and since <= on
    says = f"The member is no such steward. Needed is {condition.says}."
    if kinds:
        says = f"The member is a steward since {since}; nomination was on {on}."
    return Finding(condition.rule, met, condition.cite, says, looked_at)


def _not_on_committee(facts: Facts, rules: LocalRules) -> Iterator[Finding]:
    clause = rules.committee.candidates_barred
    if not clause.value:
        return
    if facts.committee is None:
        yield missing(clause, "committee")
        return
    says = "The member is not on the elections committee."
    if facts.committee:
        says = "The member is on the elections committee and may not be a candidate."
    yield Finding(
        clause.rule, not facts.committee, clause.cite, says, {"committee": facts.committee}
    )


def _exclusive(facts: Facts, contest: Contest, row: Exclusivity) -> Finding:
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
