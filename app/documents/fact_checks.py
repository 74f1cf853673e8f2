"""What one of the facts of a question says against another, or against the local's bylaws."""

from collections.abc import Iterator, Sequence

from app.core.conditions import unknown_unit
from app.core.facts import Facts
from app.core.faults import BadInput
from app.core.residence import is_out_of_state
from app.core.roll import Employment, Member, OfficeHeld, StandingPeriod
from app.core.rules import LocalRules
from app.core.standing import check_periods
from app.core.teaching import span
from app.core.terms import is_of_local


def check_facts(facts: Facts, rules: LocalRules) -> None:
    """Refuses facts that contradict each other, and units that the local does not have."""
    for place, sentence in _faults_of_member(facts.member, rules):
        raise BadInput(f"facts.member.{place}: {sentence}")
    _check_standing(facts.standing or ())
    for number, held in enumerate(facts.offices or (), 1):
        if fault := fault_of_office(held, rules):
            raise BadInput(f"facts.offices[{number}].unit: {fault}.")
    for number, row in enumerate(facts.employment or (), 1):
        _check_semester(row, rules, f"facts.employment[{number}].semester")


def fault_of_office(held: OfficeHeld, rules: LocalRules) -> str:
    """What is wrong with the unit of an office that every chapter has; "" where nothing is."""
    over = {row.over for row in rules.contests if row.office == held.office}
    if "chapter" not in over or is_of_local(held.unit, rules):
        return ""
    known = rules.units.short("chapter", "", held.unit) in rules.units.chapters
    return "" if known else f"{held.unit!r} is no chapter of this local"


def _faults_of_member(member: Member, rules: LocalRules) -> Iterator[tuple[str, str]]:
    if unknown := unknown_unit(member, rules):
        field, text = unknown
        yield field, f"{text!r} is no {field.replace('_', ' ')} of this local."
    if member.steward_since and not member.steward:
        yield "steward_since", "a day stands here, but steward names no kind."
    districts = rules.districts
    if districts is None:
        return
    numbers = {district.number for district in districts.districts}
    if member.district is not None and member.district not in numbers:
        yield "district", f"there is no District {member.district}."
    if not member.county or is_out_of_state(member.state, districts):
        return
    county = districts.county_named(member.county)
    if county is None:
        yield "county", f"{member.county!r} is not a county of this local."
    else:
        lives = districts.of_county(county)
        if member.district not in (None, lives):
            yield "district", f"{county} is in District {lives}."


def _check_standing(standing: Sequence[StandingPeriod]) -> None:
    try:
        check_periods(standing)
    except BadInput as fault:
        raise BadInput(f"facts.standing: {fault}") from fault


def _check_semester(row: Employment, rules: LocalRules, place: str) -> None:
    if rules.teaching is not None:
        try:
            span(row.semester, rules.teaching.semesters.value)
        except BadInput as fault:
            raise BadInput(f"{place}: {fault}") from fault
