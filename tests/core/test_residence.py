from datetime import date

import pytest

from app.core.faults import BadInput
from app.core.residence import district_of, proposed_district, residence_of, rule_on_assignment
from app.core.roll import Member
from app.core.rules import LocalRules
from app.profiles import load
from app.profiles.adopting import Setting, adopt

RULES = load("homecare_local_99")


@pytest.mark.parametrize(
    ("member", "district", "because"),
    [
        (Member("1", county="Lake", state="OR"), 6, "address is in Lake County, District 6."),
        (Member("1", county="hood river county"), 7, "Hood River County, District 7."),
        (Member("1", county="Lake", state="Oregon"), 6, "Lake County"),
        (Member("1", county="Clark", state="WA"), None, "no district has been assigned"),
        (Member("1", county="Clark", state="WA", district=1), 1, "assigned District 1"),
        (Member("1", state="OR"), None, "The roll names no county."),
        (Member("1", county="Clark", state="OR"), None, "Clark is not a county of this local."),
    ],
)
def test_district_follows_the_home_address_and_says_why(
    member: Member, district: int | None, because: str
) -> None:
    assert district_of(member, RULES) == district
    assert because in residence_of(member, RULES).because


@pytest.mark.parametrize(
    ("state", "county", "district"),
    [("WA", "Clark", 1), ("ca", "SISKIYOU County", 6), ("WA", "King", None), ("OR", "Lane", None)],
)
def test_district_is_proposed_for_bordering_counties_alone(
    state: str, county: str, district: int | None
) -> None:
    assert proposed_district(Member("1", county=county, state=state), RULES) == district


def test_local_without_districts_has_none() -> None:
    rules = load("local_509")
    member = Member("1", county="Lake", state="OR")
    assert district_of(member, rules) is None
    assert proposed_district(member, rules) is None


def chosen(path: str) -> LocalRules:
    choice = Setting(path, False, "So decided.", "the Chair", date(2027, 9, 1))
    return adopt("homecare_local_99", [choice])


# H7, H15 and decision 0003.
@pytest.mark.parametrize(
    ("state", "district", "county", "unmet"),
    [
        ("WA", 1, None, []),
        ("WA", 1, "multnomah county", []),
        ("WA", 2, "Multnomah", ["H15"]),
        ("WA", 1, "Clark", ["H15"]),
        ("WA", 10, None, ["H7"]),
        ("OR", 1, None, ["H7"]),
    ],
)
def test_district_is_assigned_to_members_from_out_of_state_alone(
    state: str, district: int, county: str | None, unmet: list[str]
) -> None:
    member = Member("1", county="Clark", state=state)
    ruling = rule_on_assignment(member, district, county, RULES)
    assert [row.rule for row in ruling.findings if not row.met] == unmet


def test_decisions_on_members_from_out_of_state_are_the_committees() -> None:
    member = Member("1", county="Clark", state="WA", district=1)
    assert residence_of(member, RULES, "Multnomah").county == "Multnomah"
    no_county = chosen("districts.county_from_abroad")
    assert residence_of(member, no_county, "Multnomah").county is None
    none = chosen("districts.assigned_from_abroad")
    assert district_of(member, none) is None
    assert not rule_on_assignment(member, 1, None, none).granted


def test_local_without_districts_assigns_none() -> None:
    with pytest.raises(BadInput, match="local_509 has no districts"):
        rule_on_assignment(Member("1", state="WA"), 1, None, load("local_509"))
