from collections.abc import Sequence
from dataclasses import replace

from app.core.clause import Cited
from app.core.conditions import condition, id_of, listed
from app.core.contest import Condition, Contest, Electorate
from app.core.counting.rule import RUN_OFF
from app.core.rules import LocalRules
from app.core.templates import ContestTemplate, Where

BY_RUN_OFF = {"plurality": "plurality-run-off"}  # the rule whose ties a run-off settles


def make_contest(
    template: ContestTemplate,
    rules: LocalRules,
    *,
    unit: str,
    title: str,
    seats: int | None,
    electorate: Electorate,
    conditions: tuple[Condition, ...],
    chapter: str = "",
    working: str = "",
) -> Contest:
    """A contest of a template with the counting rule that is proposed for it."""
    steward = template.steward
    if steward is not None:
        kinds = listed([kind.replace("_", " ") for kind in steward.value])
        says = f"being a {kinds} steward on the day of nomination"
        conditions += (Condition("steward", steward.value, steward.rule, steward.cite, says),)
    method = (template.method or rules.counting.method).value
    guarantees = template.guarantees.value if template.guarantees else ()
    return Contest(
        id="-".join(filter(None, (chapter, template.office, unit))),
        title=title,
        office=template.office,
        unit=unit,
        chapter=chapter,
        group=template.group,
        method=method,
        seats=seats,
        rule=proposed_rule(rules, method, seats, guaranteed=bool(guarantees)),
        electorate=electorate,
        conditions=conditions,
        guarantees=guarantees,
        cite=template.cite,
        working=working,
    )


def run_off_between(contest: Contest, among: Sequence[str], seats: int, clause: Cited) -> Contest:
    """A second contest of the same voters for those, by member number, whom the first left equal.

    `clause` is the one that wants the run-off, as `TieRules.method` does where it says so.
    """
    place = "a place in the run-off"
    named = Condition("member_number", tuple(among), clause.rule, clause.cite, place)
    return replace(
        contest,
        id=f"{contest.id}-run-off",
        title=f"{contest.title}, run-off",
        seats=seats,
        conditions=(*contest.conditions, named),
        guarantees=(),
        cite=clause.cite,
    )


def for_vacant_seats(contest: Contest, seats: int, rules: LocalRules) -> Contest:
    """The contest for the seats of it that are vacant, counted as so many seats are."""
    rule = proposed_rule(rules, contest.method, seats)
    return replace(contest, seats=seats, rule=rule, guarantees=(), working="")


def proposed_rule(
    rules: LocalRules, method: str, seats: int | None, *, guaranteed: bool = False
) -> str:
    """The name of the counting rule that the profile proposes."""
    counting = rules.counting
    if guaranteed and counting.guaranteed is not None:
        return counting.guaranteed.value
    if method == "plurality":
        usual = counting.plurality.value
        return BY_RUN_OFF.get(usual, usual) if rules.ties.method.value == RUN_OFF else usual
    return counting.one_seat.value if seats == 1 else counting.several_seats.value


def electorate_of(rules: LocalRules, chapter: str, voting: Where, clause: Cited) -> Electorate:
    """The electorate of the members with these traits; equal traits give equal ids."""
    if not voting:
        return Electorate("local", rules.short_title)
    titles = []
    for trait in voting:
        names = [rules.units.title(trait.field, chapter, unit) for unit in trait.values]
        none = "no " if trait.how == "none" else ""
        titles.append(listed(names) or none + trait.field.replace("_", " "))
    conditions = tuple(condition(trait, clause, rules, chapter) for trait in voting)
    prefix = "chapter-" if chapter else ""
    return Electorate(prefix + id_of(voting), ", ".join(titles), conditions)
