from collections.abc import Iterable

from app.core.apportionment import Share, apportion, apportionment
from app.core.census import Census, with_names_of
from app.core.conditions import condition
from app.core.contest import Contest
from app.core.contest_making import electorate_of, proposed_rule
from app.core.faults import BadInput
from app.core.question_rules import StewardRules
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.templates import Trait

PREFIX = "steward-"


def steward_contests(rules: LocalRules, roll: Iterable[Member]) -> tuple[Contest, ...]:
    """A contest of stewards for each unit of the roll, with the most seats it may have."""
    stewards = rules.stewards
    if stewards is None:
        raise BadInput(f"{rules.name} has no elections of stewards.")
    members = tuple(roll)
    rules = with_names_of(members, rules)
    by = apportionment(rules, stewards.apportioned)
    counts = Census(members, rules).units("", stewards.field)
    return tuple(
        _contest(rules, stewards, unit, apportion(by, size)) for unit, size in counts.items()
    )


def steward_contest_named(rules: LocalRules, name: str) -> Contest | None:
    """The contest of one unit's stewards by its id; its seats stay unknown without the roll."""
    if rules.stewards is None or not name.startswith(PREFIX):
        return None
    return _contest(rules, rules.stewards, name.removeprefix(PREFIX), None)


def _contest(rules: LocalRules, stewards: StewardRules, unit: str, share: Share | None) -> Contest:
    own = Trait(stewards.field, (unit,))
    method = rules.counting.method.value
    seats = share.seats if share else None
    return Contest(
        id=PREFIX + unit,
        title=stewards.title.format(place=rules.units.title(stewards.field, "", unit)),
        office="steward",
        unit=unit,
        chapter="",
        group="steward",
        method=method,
        seats=seats,
        rule=proposed_rule(rules, method, seats),
        electorate=electorate_of(rules, "", (own,), stewards),
        conditions=(condition(own, stewards, rules),),
        guarantees=(),
        cite=stewards.cite,
        working=share.working if share else "",
    )
