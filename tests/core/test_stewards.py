from datetime import date

import pytest

from app.core.contests import contest_named, contests_of
from app.core.eligibility import may_stand
from app.core.facts import Facts
from app.core.faults import BadInput
from app.core.roll import Kind, Member, StandingPeriod, Status
from app.core.standing import suspended_from
from app.core.stewards import steward_contests
from app.profiles import load


def test_m23_work_locations_elect_one_steward_for_each_ten_members() -> None:
    roll = [
        Member(f"{place} {number}", kind=Kind.ACTIVE, work_location=place)
        for place, size in [("Salem Office", 9), ("Lynn Office", 25)]
        for number in range(size)
    ]
    found = steward_contests(load("local_509"), [*roll, Member("x", kind=Kind.ACTIVE)])
    assert [(row.id, row.title, row.seats) for row in found] == [
        ("steward-lynn-office", "Stewards, Lynn Office", 2),
        ("steward-salem-office", "Stewards, Salem Office", 1),
    ]
    assert found[0].electorate.id == "lynn-office"
    assert [row.rule for row in found[0].conditions] == ["M23"]


def test_local_without_steward_elections_refuses_them() -> None:
    with pytest.raises(BadInput, match="no elections of stewards"):
        steward_contests(load("homecare_local_99"), [])


# M3: Art. X s.3 by default, Art. VIII s.2 with two months.
@pytest.mark.parametrize(
    ("months", "day"), [(1, date(2028, 3, 1)), (2, date(2028, 4, 1)), (11, date(2029, 1, 1))]
)
def test_m3_unpaid_dues_suspend_after_the_months_end(months: int, day: date) -> None:
    assert suspended_from(date(2028, 2, 15), months) == day


def test_m23_stewards_are_of_the_work_location() -> None:
    rules = load("local_509")
    contest = contest_named(rules, "steward-lynn-office", contests_of(rules))
    assert contest is not None
    assert contest.seats is None
    standing = (StandingPeriod(date(2020, 1, 1), None, Status.GOOD),)
    for place, granted in [("Lynn Office", True), ("Salem Office", False)]:
        member = Member("7", kind=Kind.ACTIVE, work_location=place)
        facts = Facts(member, standing, committee=False, attested=True)
        assert may_stand(facts, contest, rules, on=date(2028, 3, 1)).granted is granted
