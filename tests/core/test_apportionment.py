import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.apportionment import apportion, apportionment
from app.core.faults import BadInput
from app.profiles import load

RULES = load("local_509")
JEB = apportionment(RULES, "jeb")


# M19, M20 and M23: Local 509 Constitution Art. VII s.1, App. A s.1 and s.16.A.4, Art. IX s.1.
@pytest.mark.parametrize(
    ("name", "members", "seats"),
    [
        ("jeb", 0, 1),
        ("jeb", 100, 1),
        ("jeb", 299, 1),
        ("jeb", 300, 1),
        ("jeb", 301, 2),
        ("jeb", 400, 2),
        ("jeb", 23_000, 115),
        ("region-board", 0, 1),
        ("region-board", 150, 1),
        ("region-board", 151, 2),
        ("region-board", 200, 2),
        ("region-board", 251, 3),
        ("higher-ed-additional", 100, 0),
        ("higher-ed-additional", 101, 1),
        ("higher-ed-additional", 500, 2),
        ("higher-ed-additional", 501, 3),
        ("stewards", 3, 1),
        ("stewards", 19, 1),
        ("stewards", 20, 2),
    ],
)
def test_members_bring_the_seats_of_the_clause(name: str, members: int, seats: int) -> None:
    share = apportion(apportionment(RULES, name), members)
    assert (share.members, share.seats) == (members, seats)
    assert share.working.endswith(f": {seats}")


def test_working_shows_each_step() -> None:
    assert apportion(JEB, 301).working == (
        "301 members, give 1 for full portions of 200 and 1 for the rest of 101 (more than half of "
        "200): 2"
    )
    assert apportion(apportionment(RULES, "region-board"), 120).working == (
        "120 members, 20 above the first 100, give 1 and 0 for full portions of 100 and 0 for the "
        "rest of 20 (not more than half of 100): 1"
    )


@given(st.integers(0, 100_000))
def test_one_member_more_never_costs_a_seat_nor_brings_two(members: int) -> None:
    before, after = apportion(JEB, members).seats, apportion(JEB, members + 1).seats
    assert before <= after <= before + 1


def test_numbers_below_zero_and_unknown_apportionments_are_refused() -> None:
    with pytest.raises(BadInput, match="below zero"):
        apportion(JEB, -1)
    with pytest.raises(BadInput, match="no apportionment 'dogs'; it has: jeb, region-board"):
        apportionment(RULES, "dogs")
