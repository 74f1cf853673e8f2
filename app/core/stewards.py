from collections.abc import Iterable

from app.core.apportionment import apportion, apportionment
from app.core.census import Census, with_names_of
from app.core.conditions import condition
from app.core.contest import Contest
from app.core.contest_making import electorate_of, proposed_rule
from app.core.faults import BadInput
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.templates import Trait


def steward_contests(rules: LocalRules, roll: Iterable[Member]) -> tuple[Contest, ...]:
    """A contest of stewards for each unit of the roll, with the most seats it may have."""
    stewards = rules.stewards
    if stewards is None:
        raise BadInput(f"{rules.name} has no elections of stewards.")
    members = tuple(roll)
    rules = with_names_of(members, rules)
    by = apportionment(rules, stewards.apportioned)
    method = rules.counting.method.value
    found = []
    for unit, size in Census(members, rules).units("", stewards.field).items():
        own = Trait(stewards.field, (unit,))
        share = apportion(by, size)
        contest = Contest(
            id=f"steward-{unit}",
            title=stewards.title.format(place=rules.units.title(stewards.field, "", unit)),
            office="steward",
            unit=unit,
            chapter="",
            group="steward",
            method=method,
            seats=share.seats,
            rule=proposed_rule(rules, method, share.seats),
            electorate=electorate_of(rules, "", (own,), stewards),
            conditions=(condition(own, stewards, rules),),
            guarantees=(),
            cite=stewards.cite,
            working=share.working,
        )
        found.append(contest)
    return tuple(found)
