import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.clause import Clause
from app.core.contest import Condition, Contest, Electorate
from app.core.contest_making import electorate_of
from app.core.counting.rule import Rule, preset
from app.core.date_checks import keeps
from app.core.faults import BadInput
from app.core.question_rules import BODY, ENTERED, MEMBERS, QuestionRule
from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling
from app.core.templates import Trait

QUESTION = "question"  # how such a contest is decided, and the counting rule of that name
YES_NO_ABSTAIN = ("Yes", "No", "Abstain")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a committee puts it: what is asked, and who of the bylaws' voters is asked.

    `name` begins the ids of its contests. `units` are short names of the rule's field, `named`
    the member numbers of a body, `present` those at the meeting, None outside one. Without
    `options` the answers are yes, no and abstain.
    """

    name: str
    title: str
    text: str
    arguments_for: str = ""
    arguments_against: str = ""
    options: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    present: tuple[str, ...] | None = None

    @property
    def answers(self) -> tuple[str, ...]:
        """What a member chooses among, in the order of the ballot."""
        return self.options or YES_NO_ABSTAIN


def question_named(rules: LocalRules, name: str) -> QuestionRule:
    """The question of that id."""
    for row in rules.questions:
        if row.id == name:
            return row
    known = ", ".join(row.id for row in rules.questions) or "none"
    raise BadInput(f"{rules.name} has no question {name!r}; it has: {known}.")


def check_question(question: Question, rule: QuestionRule) -> None:
    """Refuses a question that its rule cannot decide; BadInput says what is missing or too much."""
    if rule.arguments and not (question.arguments_for and question.arguments_against):
        raise BadInput(f"Arguments for and against go with the ballot ({rule.cite}): give both.")
    if bool(question.units) is (rule.among in (MEMBERS, BODY)):
        field = rule.among.replace("_", " ")
        needed = "names no units" if question.units else f"needs each {field} whose members vote"
        raise BadInput(f"{rule.title} {needed}: the voters are {rule.voters} ({rule.cite}).")
    if bool(question.named) is not (rule.among == BODY):
        needed = "names no members" if question.named else "needs its voters by name"
        raise BadInput(f"{rule.title} {needed}: the voters are {rule.voters} ({rule.cite}).")
    if question.options and (
        rule.by_unit or len({*question.options}) < max(2, len(question.options))
    ):
        raise BadInput(
            f"{rule.title}: options are two or more that differ, where one contest decides."
        )


def contests_of_question(
    question: Question, rule: QuestionRule, rules: LocalRules
) -> tuple[Contest, ...]:
    """The contests that put a question: one, or one for each unit where units vote apart."""
    apart = [(unit,) for unit in question.units] if rule.by_unit else [question.units]
    return tuple(_contest(question, rule, rules, units) for units in apart)


def _contest(
    question: Question, rule: QuestionRule, rules: LocalRules, units: tuple[str, ...]
) -> Contest:
    voting = (Trait(rule.among, units),) if units else ()
    electorate = electorate_of(rules, "", voting, rule)
    if question.named:
        electorate = _named(electorate, question.named, rule, f"a place among {rule.voters}")
    if question.present is not None:
        here = "a mark of presence at the meeting"
        electorate = _named(electorate, question.present, rule, here)
    unit = units[0] if rule.by_unit else ""
    of_unit = f": {electorate.title}" if unit else ""
    return Contest(
        id="-".join(filter(None, (question.name, unit))),
        title=f"{question.title}{of_unit}",
        office=question.name,
        unit=unit,
        chapter="",
        group=QUESTION,
        method=QUESTION,
        seats=1,
        rule=QUESTION,
        electorate=electorate,
        conditions=(),
        guarantees=(),
        cite=rule.cite,
    )


def _named(
    electorate: Electorate, numbers: Sequence[str], rule: QuestionRule, place: str
) -> Electorate:
    """Those of an electorate who are on a list; equal lists give equal ids."""
    listed = tuple(sorted(numbers))
    digest = hashlib.sha256("\n".join(listed).encode()).hexdigest()[:12]
    condition = Condition("member_number", listed, rule.rule, rule.cite, place)
    return replace(
        electorate,
        id=f"{electorate.id}-{digest}",
        title=f"{electorate.title}, those with {place}",
        conditions=(*electorate.conditions, condition),
    )


def body_of(contest: Contest, question: Question) -> Electorate:
    """All who belong to a contest's voters, whether or not they are at the meeting."""
    if question.present is None:
        return contest.electorate
    return replace(contest.electorate, conditions=contest.electorate.conditions[:-1])


def with_measure(contest: Contest, rule: Rule) -> Contest:
    """The contest with the measure that decides it, on the figures of the record date."""
    return replace(contest, parameters=tuple(sorted(rule.parameters.items())))


def counting_rule(
    question: QuestionRule, *, eligible: int, present: int | None = None, options: bool = False
) -> Rule:
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
    if options:
        settings["form"] = "options"
    return preset(QUESTION).with_parameters(settings)


def rule_on_days(question: QuestionRule, rules: LocalRules, days: Mapping[str, date]) -> Ruling:
    """Whether notice, meeting and vote keep the days that the bylaws put between them.

    `days` goes by what brings a date: those in ENTERED, VOTE and PETITION.
    """
    missing = [
        Finding(question.rule, False, question.cite, f"No day is on record for {ENTERED[source]}.")
        for _, source in question.dates
        if source in ENTERED and source not in days
    ]
    dates = {name: days[source] for name, source in question.dates if source in days}
    found = (keeps(gap, dates) for gap in rules.calendar.gaps if {gap.first, gap.then} <= {*dates})
    return Ruling((*missing, *(each for each in found if each is not None)))


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
