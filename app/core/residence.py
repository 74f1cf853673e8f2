from dataclasses import dataclass

from app.core.district_rules import DistrictRules
from app.core.faults import BadInput
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling


@dataclass(frozen=True, slots=True)
class Residence:
    """The district and the county a member counts to, None where unknown, and why in a sentence.

    `missing` is the field of the roll that says too little, or "".
    """

    district: int | None
    county: str | None
    because: str
    missing: str = ""


def residence_of(member: Member, rules: LocalRules, nearest_county: str | None = None) -> Residence:
    """Where a member belongs by home address; from out of state, where the committee assigned.

    `nearest_county` is the county that the committee named for a member from out of state.
    """
    if rules.districts is None:
        return Residence(None, None, "This local has no districts.")
    if is_out_of_state(member.state, rules.districts):
        return _assigned(member, rules.districts, nearest_county)
    if not member.county:
        return Residence(None, None, "The roll names no county.", "county")
    county = rules.districts.county_named(member.county)
    if county is None:
        return Residence(None, None, f"{member.county} is not a county of this local.")
    district = rules.districts.of_county(county)
    because = f"The home address is in {county} County, District {district}."
    return Residence(district, county, because)


def district_of(member: Member, rules: LocalRules) -> int | None:
    """The number of the member's district, None while nobody can say."""
    return residence_of(member, rules).district


def proposed_district(member: Member, rules: LocalRules) -> int | None:
    """The district that lies nearest to a county of another state; the committee decides."""
    districts = rules.districts
    if districts is None or districts.nearest is None:
        return None
    home = f"{member.state} {member.county}".casefold().removesuffix(" county")
    for place, number in districts.nearest.value.items():
        if place.casefold() == home:
            return number
    return None


def rule_on_assignment(
    member: Member, district: int, county: str | None, rules: LocalRules
) -> Ruling:
    """Whether the committee may give this member that district, and name that county of it (H7)."""
    if rules.districts is None:
        raise BadInput(f"{rules.name} has no districts.")
    found, by_address = rules.districts, rules.districts.by_address
    abroad = is_out_of_state(member.state, found)
    says = f"The home address is {'out of' if abroad else 'in the local’s own'} state."
    if not abroad:
        says += " A district follows the address; correct the address where it is wrong."
    findings = [Finding(by_address.rule, abroad, by_address.cite, says, {"state": member.state})]
    given = found.assigned_from_abroad
    known = district in {each.number for each in found.districts}
    says = f"The committee assigns District {district}."
    if not known:
        says = f"There is no District {district}."
    elif not given.value:
        says = "Members from out of state are given no district."
    looked_at = {"district": district}
    findings.append(Finding(given.rule, known and given.value, given.cite, says, looked_at))
    if county:
        named = found.county_named(county)
        inside = named is not None and found.of_county(named) == district
        clause = found.county_from_abroad
        of = "the nearest county of" if inside else "no county of"
        says = f"{county} is {of} District {district}."
        findings.append(Finding(clause.rule, inside, clause.cite, says, {"county": county}))
    return Ruling(tuple(findings))


def is_out_of_state(state: str, districts: DistrictRules) -> bool:
    """Whether an address names a state that is not the local's own."""
    names = {state.casefold() for state in districts.states.value}
    return bool(state) and state.casefold() not in names


def _assigned(member: Member, districts: DistrictRules, nearest: str | None) -> Residence:
    if not districts.assigned_from_abroad.value:
        return Residence(None, None, "The home is out of state, and districts are of this state.")
    if member.district is None:
        because = "The home is out of state and no district has been assigned."
        return Residence(None, None, because, "district")
    names_counties = districts.county_from_abroad.value
    county = districts.county_named(nearest) if nearest and names_counties else None
    if county is not None and districts.of_county(county) != member.district:
        county = None
    because = f"The home is out of state; the committee assigned District {member.district}."
    return Residence(member.district, county, because)
