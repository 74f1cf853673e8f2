from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.core.faults import BadInput
from app.core.rules import (
    Clause,
    ContestTemplate,
    CountySeats,
    DistrictRules,
    GrantedLess,
    LocalRules,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a field of the roll must say of a voter or candidate: one of `values`.

    `says` is what is needed as a noun phrase: "a home in District 3".
    """

    field: str
    values: tuple[str, ...]
    rule: str
    cite: str
    says: str

    def as_json(self) -> dict[str, Any]:
        """The condition as `tellers contests --json` lists it."""
        return {
            "field": self.field,
            "values": list(self.values),
            "rule": self.rule,
            "cite": self.cite,
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class Electorate:
    """The members who vote in a contest: all for whom every condition holds."""

    id: str
    title: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Contest:
    """One contest of an election: its seats, who votes, who may stand, and how it is counted.

    `seats` is None while unknown. `rule` is the counting rule proposed until another is adopted.
    """

    id: str
    title: str
    office: str
    unit: str
    group: str
    method: str
    seats: int | None
    rule: str
    electorate: Electorate
    conditions: tuple[Condition, ...]
    voters: Clause[str]
    cite: str

    def as_json(self) -> dict[str, Any]:
        """The contest as `tellers contests --json` lists it."""
        return {
            "id": self.id,
            "title": self.title,
            "seats": self.seats,
            "rule": self.rule,
            "electorate": self.electorate.id,
            "conditions": [condition.as_json() for condition in self.conditions],
            "cite": self.cite,
        }


def contests_of(rules: LocalRules, *, granted_delegates: int | None = None) -> tuple[Contest, ...]:
    """The contests of a general election, in the profile's order.

    Seats granted from outside stay None until the grant is known; a contest that it leaves without
    a seat is no contest.
    """
    if granted_delegates is not None and granted_delegates < 0:
        raise BadInput("The number of delegates granted cannot be below zero.")
    made = [contest for template in rules.contests for contest in _made_from(template, rules)]
    if granted_delegates is not None:
        less = {row.office: row.seats.value for row in rules.contests}
        made = [_granted(row, less[row.office], made, granted_delegates) for row in made]
    return tuple(contest for contest in made if contest.seats is None or contest.seats > 0)


def _granted(contest: Contest, seats: object, made: Sequence[Contest], granted: int) -> Contest:
    if not isinstance(seats, GrantedLess):
        return contest
    elected = sum(row.seats or 0 for row in made if row.group in seats.groups)
    return replace(contest, seats=granted - elected)


def _made_from(template: ContestTemplate, rules: LocalRules) -> Iterable[Contest]:
    if rules.districts is None or template.over == "local":
        seats = template.seats.value if isinstance(template.seats.value, int) else None
        everyone = Electorate("local", template.voters.value)
        yield _contest(template, rules, "", template.title, seats, everyone, ())
    elif template.over == "district":
        for district in rules.districts.districts:
            yield _of_district(template, rules, rules.districts, district.number)
    else:
        for row in template.seats.value if isinstance(template.seats.value, tuple) else ():
            yield _of_counties(template, rules, rules.districts, row)


def _of_district(
    template: ContestTemplate, rules: LocalRules, districts: DistrictRules, number: int
) -> Contest:
    seats = template.seats.value if isinstance(template.seats.value, int) else None
    resides = Clause(
        number, f"{districts.by_address.cite}; {template.seats.cite}", districts.by_address.rule
    )
    return _contest(
        template,
        rules,
        f"district-{number}",
        template.title.format(place=f"District {number}"),
        seats,
        _electorate(template, number),
        (_in_district(resides),),
    )


def _of_counties(
    template: ContestTemplate, rules: LocalRules, districts: DistrictRules, row: CountySeats
) -> Contest:
    number = districts.of_county(row.counties[0])
    assert number is not None  # noqa: S101  (the loader has seen to it)
    resides = Clause(
        number,
        f"{districts.candidates_reside.cite}; {districts.by_address.cite}",
        districts.candidates_reside.rule,
    )
    places = f"{_listed(row.counties)} County"
    from_county = Condition(
        "county", row.counties, template.seats.rule, template.seats.cite, f"a home in {places}"
    )
    return _contest(
        template,
        rules,
        "-".join(county.lower().replace(" ", "-") for county in row.counties),
        template.title.format(place=places),
        row.seats,
        _electorate(template, number),
        (_in_district(resides), from_county),
    )


def _electorate(template: ContestTemplate, number: int) -> Electorate:
    voters = template.voters
    lives = _in_district(Clause(number, voters.cite, voters.rule))
    return Electorate(f"district-{number}", voters.value.format(district=number), (lives,))


def _in_district(clause: Clause[int]) -> Condition:
    says = f"a home in District {clause.value}"
    return Condition("district", (str(clause.value),), clause.rule, clause.cite, says)


def _contest(
    template: ContestTemplate,
    rules: LocalRules,
    unit: str,
    title: str,
    seats: int | None,
    electorate: Electorate,
    conditions: tuple[Condition, ...],
) -> Contest:
    steward = template.steward
    if steward is not None:
        kinds = _listed([kind.replace("_", " ") for kind in steward.value])
        says = f"being a {kinds} steward on the day of nomination"
        conditions += (Condition("steward", steward.value, steward.rule, steward.cite, says),)
    proposed = rules.counting.plurality
    if template.method.value == "ranked":
        proposed = rules.counting.one_seat if seats == 1 else rules.counting.several_seats
    return Contest(
        id="-".join(filter(None, (template.office, unit))),
        title=title,
        office=template.office,
        unit=unit,
        group=template.group,
        method=template.method.value,
        seats=seats,
        rule=proposed.value,
        electorate=electorate,
        conditions=conditions,
        voters=template.voters,
        cite=template.seats.cite,
    )


def _listed(names: Sequence[str]) -> str:
    if len(names) < 3:
        return " or ".join(names)
    return f"{', '.join(names[:-1])}, or {names[-1]}"
