from collections.abc import Collection

from app.core.clause import Clause
from app.core.counting.rule import Rule, preset
from app.core.faults import BadInput
from app.core.question_rules import QuestionRule
from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling

PRESENT = "members-present"


def question_named(rules: LocalRules, name: str) -> QuestionRule:
    """The question of that id."""
    for row in rules.questions:
        if row.id == name:
            return row
    known = ", ".join(row.id for row in rules.questions) or "none"
    raise BadInput(f"{rules.name} has no question {name!r}; it has: {known}.")


def counting_rule(question: QuestionRule, *, eligible: int, present: int | None = None) -> Rule:
    """The counting rule that carries a question or not, with its threshold, base and quorum.

    `eligible` counts the members who may vote, of one unit where units vote apart; `present`
    those at the meeting, which a vote in a meeting needs.
    """
    if question.in_meeting and present is None:
        raise BadInput(f"{question.title} is voted on in a meeting: say how many are present.")
    settings = {"threshold": question.threshold, "base": question.base}
    if question.quorum:
        settings["quorum"] = question.quorum
    settings["eligible"] = str(eligible)
    if present is not None:
        settings["present"] = str(present)
    return preset("question").with_parameters(settings)


def rule_on_window(
    question: QuestionRule, member: str, present: Collection[str], eligible: Collection[str]
) -> Ruling:
    """Whether a member may vote now: among those eligible, and in a meeting marked present.

    Whoever takes part electronically is marked present too, and keeps the secret ballot.
    """
    among = member in eligible
    says = f"This member {'may' if among else 'may not'} vote on {question.title}."
    findings = [Finding(question.rule, among, question.cite, says, {"voters": question.voters})]
    if question.in_meeting:
        here = member in present
        says = f"This member is {'' if here else 'not '}marked present at the meeting."
        findings.append(Finding(question.rule, here, question.cite, says, {"present": here}))
    return Ruling(tuple(findings))


def rule_on_effect(question: QuestionRule, *, carried: bool, approved: bool) -> Ruling:
    """Whether the outcome takes effect: carried, and approved where the bylaws want that."""
    clause = Clause(carried, question.cite, question.rule)
    says = f"{question.title} was {'' if carried else 'not '}carried."
    findings = [Finding(clause.rule, carried, clause.cite, says, {"carried": carried})]
    if question.approval:
        says = f"{question.approval} has {'' if approved else 'not yet '}approved it."
        facts = {"approval": question.approval, "approved": approved}
        findings.append(Finding(clause.rule, approved, clause.cite, says, facts))
    return Ruling(tuple(findings))
