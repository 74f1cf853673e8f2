"""What a committee may adopt: the channels of a vote, and how a contest is counted."""

from collections.abc import Collection

from app.core.clause import Cited, Clause
from app.core.contest import Contest
from app.core.counting import Rule
from app.core.counting.rule import RUN_OFF
from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling

WAYS = {"mail": "by mail", "electronic": "electronically"}


def rule_on_channels(used: Collection[str], rules: LocalRules) -> Ruling:
    """Whether members may vote by these channels; one that the bylaws do not name is adopted first.

    What a committee has adopted stands in `rules` with its decision (`profiles.adopting`).
    """
    clause = rules.channels
    besides = sorted(set(used) - set(clause.value))
    says = f"Ballots are cast {' or '.join(WAYS[way] for way in clause.value)}."
    if besides:
        says += f" Nobody has adopted voting {' or '.join(WAYS[way] for way in besides)} besides."
    looked_at = {"used": sorted(used), "allowed": list(clause.value)}
    return Ruling((Finding(clause.rule, not besides, clause.cite, says, looked_at),))


def rule_on_counting(contest: Contest, rule: Rule, rules: LocalRules) -> Ruling:
    """Whether a contest may be counted so: ranked, or by most votes, as the bylaws have it.

    The rule must fill several seats where there are several, and keep those that are kept for
    some of the candidates.
    """
    clause = _method(contest, rules)
    if contest.method == "question":
        says = f"{contest.title} is decided by the measure that the bylaws name."
        return Ruling((Finding("", False, contest.cite, says, {"rule": rule.name}),))
    met = rule.is_ranked is (contest.method == "ranked") and rule.method != "question"
    way = "by ranked choice" if contest.method == "ranked" else "for those with most votes"
    says = f"{contest.title} is decided {way}; {rule.name} {'does' if met else 'does not'} that."
    findings = [Finding(clause.rule, met, clause.cite, says, {"rule": rule.name})]
    if contest.method == "ranked" and contest.seats is not None and contest.seats > 1:
        several = rules.counting.several_seats
        fills = rule.method != "irv"
        says = f"{contest.title} has {contest.seats} seats; {rule.name} "
        says += "fills them." if fills else "fills one alone."
        looked_at = {"rule": rule.name, "seats": contest.seats}
        findings.append(Finding(several.rule, fills, several.cite, says, looked_at))
    if rule.method == "plurality":
        findings.append(_settles_ties(rule, rules.ties.method))
    guaranteed = rules.counting.guaranteed
    if contest.guarantees and guaranteed is not None:
        kept = tuple((each.name, each.seats) for each in contest.guarantees)
        keeps = rule.guarantee == kept
        places = ", ".join(f"{name} {seats}" for name, seats in kept)
        says = (
            f"Places are kept: {places}. {rule.name} {'keeps' if keeps else 'does not keep'} them."
        )
        looked_at = {"kept": dict(rule.guarantee), "needed": dict(kept)}
        findings.append(Finding(guaranteed.rule, keeps, guaranteed.cite, says, looked_at))
    return Ruling(tuple(findings))


def _settles_ties(rule: Rule, clause: Clause[str]) -> Finding:
    """Whether a rule leaves ties to a run-off just where that was adopted."""
    wanted, does = clause.value == RUN_OFF, RUN_OFF in rule.ties
    says = f"Ties are settled by {clause.value}; {rule.name} leaves {'them' if does else 'none'} "
    says += "to a run-off."
    facts = {"rule": rule.name, "ties": clause.value}
    return Finding(clause.rule, wanted is does, clause.cite, says, facts)


def _method(contest: Contest, rules: LocalRules) -> Cited:
    """The clause that says how the contest is decided: its own, or the one for all."""
    for template in rules.contests:
        own = (template.office, template.chapter) == (contest.office, contest.chapter)
        if own and template.method is not None:
            return template.method
    return rules.counting.method
