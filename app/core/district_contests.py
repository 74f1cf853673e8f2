from collections.abc import Iterator

from app.core.clause import Cited, Clause
from app.core.conditions import condition, listed
from app.core.contest import Condition, Contest, Electorate
from app.core.contest_making import make_contest
from app.core.district_rules import DistrictRules
from app.core.faults import BadInput
from app.core.rules import LocalRules
from app.core.templates import ContestTemplate, CountySeats, Trait


def contests_of_districts(
    template: ContestTemplate, rules: LocalRules, districts: DistrictRules
) -> Iterator[Contest]:
    """A template's contests by district or by counties, each voted on by a whole district."""
    if isinstance(template.seats, tuple):
        for row in template.seats:
            yield _of_counties(template, rules, districts, row)
        return
    seats = template.seats if isinstance(template.seats, int) else None
    cite = f"{districts.by_address.cite}; {template.cite}"
    for district in districts.districts:
        resides = Clause(True, cite, districts.by_address.rule)
        yield make_contest(
            template,
            rules,
            unit=f"district-{district.number}",
            title=template.title.format(place=f"District {district.number}"),
            seats=seats,
            electorate=_of_district(template, rules, district.number),
            conditions=(_lives_in(district.number, resides, rules),),
        )


def _of_counties(
    template: ContestTemplate, rules: LocalRules, districts: DistrictRules, row: CountySeats
) -> Contest:
    number = districts.of_county(row.counties[0])
    if number is None:
        raise BadInput(f"{rules.name}: {row.counties[0]} is in no district.")
    cite = f"{districts.candidates_reside.cite}; {districts.by_address.cite}"
    resides = Clause(True, cite, districts.candidates_reside.rule)
    return make_contest(
        template,
        rules,
        unit="-".join(county.lower().replace(" ", "-") for county in row.counties),
        title=template.title.format(place=f"{listed(row.counties)} County"),
        seats=row.seats,
        electorate=_of_district(template, rules, number),
        conditions=(
            _lives_in(number, resides, rules),
            condition(Trait("county", row.counties), template, rules),
        ),
    )


def _of_district(template: ContestTemplate, rules: LocalRules, number: int) -> Electorate:
    lives = _lives_in(number, template, rules)
    return Electorate(f"district-{number}", f"District {number}", (lives,))


def _lives_in(number: int, clause: Cited, rules: LocalRules) -> Condition:
    return condition(Trait("district", (str(number),)), clause, rules)
