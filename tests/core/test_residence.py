import pytest

from app.core.residence import district_of, proposed_district, residence_of
from app.core.roll import Member
from app.profiles import load

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
