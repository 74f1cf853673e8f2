from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from app.core.cascade import Filling, Following, Settled, Step, Successor, Won, settle
from app.core.contests import contests_of
from app.core.derived_seats import (
    BoardMember,
    Elected,
    convention_delegates,
    ex_officio_seats,
    seats_by_unit,
)
from app.core.faults import BadInput
from app.core.roll import OfficeHeld
from app.core.seat import HeldBefore
from app.core.seat_rules import SeatRules
from app.core.terms import holders_before
from app.profiles import load

LOCAL_99, LOCAL_509 = load("homecare_local_99"), load("local_509")
SEATS = SeatRules.of(LOCAL_99)
CONTESTS = {
    row.id: Filling(row.id, row.title, row.group, row.method, row.seats, row.cite)
    for row in contests_of(LOCAL_99, granted_delegates=47)
}


def lines(following: Mapping[str, str]) -> Successor:
    """Successors by contest, written as letters: "BC" is B, and C after B."""

    def follows(contest: Filling, left: frozenset[str], sitting: Sequence[str]) -> Following:
        out = {*left, *sitting}
        return Following(
            next((each for each in following.get(contest.id, "") if each not in out), None)
        )

    return follows


def settled(won: Mapping[str, str], following: Mapping[str, str], **choices: str) -> Settled:
    rows = [Won(CONTESTS[name], tuple(members)) for name, members in won.items()]
    return settle(rows, SEATS, lines(following), choices=choices)


def sitting(found: Settled) -> dict[str, str]:
    seats: dict[str, str] = {}
    for seat in found.seats:
        seats[seat.contest] = seats.get(seat.contest, "") + seat.member
    return seats


def test_winners_of_one_seat_each_stay_where_they_are() -> None:
    found = settled({"president": "A", "director-lane": "BCD"}, {})
    assert sitting(found) == {"president": "A", "director-lane": "BCD"}
    assert (found.steps, found.vacant) == ((), {})


# H12 and decision 0007.
def test_h12_winner_of_two_council_positions_keeps_the_statewide_one() -> None:
    found = settled({"president": "A", "director-benton": "A"}, {"director-benton": "B"})
    assert sitting(found) == {"president": "A", "director-benton": "B"}
    assert found.steps == (
        Step(
            "A",
            "director-benton",
            "B",
            "Local 99 Bylaws Art. III s.8; decision 0007",
            "H12",
            "A holds President, and one position on the Homecare Council is allowed (Local 99 "
            "Bylaws Art. III s.8; decision 0007), so A leaves Director, Benton County, "
            "as no choice was made.",
            kept="president",
            open=True,
        ),
    )
    (seat,) = (seat for seat in found.seats if seat.member == "B")
    assert seat.how == "succession"


def test_h12_winner_of_two_may_choose_the_other() -> None:
    found = settled(
        {"president": "A", "director-benton": "A"}, {"president": "C"}, A="director-benton"
    )
    assert sitting(found) == {"president": "C", "director-benton": "A"}


def test_h16_district_winner_leaves_the_alternates() -> None:
    found = settled(
        {"bargaining-district-1": "A", "bargaining-alternates": "AB"},
        {"bargaining-alternates": "C"},
        A="bargaining-alternates",  # the bylaws leave no choice here
    )
    assert sitting(found) == {"bargaining-district-1": "A", "bargaining-alternates": "BC"}


def test_h17_statewide_officer_leaves_bargaining_and_delegate_seats() -> None:
    found = settled(
        {"president": "A", "bargaining-district-1": "A", "delegates": "AB"},
        {"bargaining-district-1": "B", "delegates": "CD"},
    )
    assert sitting(found) == {"president": "A", "bargaining-district-1": "B", "delegates": "BC"}


def test_cascade_goes_on_until_nobody_holds_two_seats() -> None:
    found = settled(
        {"president": "A", "director-benton": "A", "bargaining-district-4": "C", "delegates": "BC"},
        {"director-benton": "B", "delegates": "DE"},
    )
    assert sitting(found)["director-benton"] == "B"
    assert sitting(found)["delegates"] == "CD"
    assert [step.left for step in found.steps] == ["director-benton", "delegates"]


def test_seat_without_a_successor_is_vacant() -> None:
    found = settled({"president": "A", "director-benton": "A"}, {})
    assert found.vacant == {"director-benton": 1}
    assert found.steps[0].follower is None


def test_h21_seat_that_was_not_accepted_goes_to_the_next_in_votes() -> None:
    rows = [Won(CONTESTS["delegates"], ("A", "B"))]
    found = settle(
        rows, SEATS, lines({"delegates": "CD"}), choices={}, declined=[("A", "delegates")]
    )
    assert sitting(found) == {"delegates": "BC"}
    assert found.steps[0].cite == "Local 99 Bylaws Art. X"


def test_each_of_two_who_leave_one_contest_is_followed_by_another() -> None:
    found = settled(
        {"president": "A", "vice-president": "B", "delegates": "AB"}, {"delegates": "CD"}
    )
    assert sitting(found)["delegates"] == "CD"


def test_declared_winners_stay_declared() -> None:
    found = settle([Won(CONTESTS["president"], ("A",), True)], SEATS, lines({}), choices={})
    assert (found.seats[0].how, found.seats[0].cite) == ("declared", "decision 0010")


def before(people: str) -> list[HeldBefore]:
    return [HeldBefore("president", person, person) for person in people]


def test_h17_officers_and_directors_sit_ex_officio() -> None:
    seats = settled({"president": "A", "director-lane": "B", "delegates": "C"}, {}).seats
    found = ex_officio_seats(seats, CONTESTS, LOCAL_99.ex_officio, before("P"))
    assert [(seat.contest, seat.member) for seat in found] == [
        ("general-council", "A"),
        ("general-council", "B"),
        ("bargaining-team", "A"),
        ("executive-committee", "A"),
        ("homecare-council", "P"),
        ("executive-committee", "P"),
    ]
    assert "without a vote" in found[-1].because
    again = ex_officio_seats(seats, CONTESTS, LOCAL_99.ex_officio, before("A"))
    assert "homecare-council" not in {seat.contest for seat in again}


def test_h17_president_elected_again_leaves_the_seat_to_the_one_before() -> None:
    seats = settled({"president": "A"}, {}).seats
    found = ex_officio_seats(seats, CONTESTS, LOCAL_99.ex_officio, before("AP"))
    assert [seat.member for seat in found if seat.contest == "homecare-council"] == ["P"]


def term(start: int, office: str = "president", unit: str = "") -> OfficeHeld:
    return OfficeHeld(office, unit, date(start, 5, 1), date(start + 2, 4, 30), True, "elected")


def test_h17_holders_of_an_office_are_read_from_the_roll_latest_first() -> None:
    held = {
        "1": [term(2022), term(2024)],
        "2": [term(2026, unit="Local 99")],
        "3": [term(2026, "vice-president")],
        "4": [term(2030)],
        "5": [term(2026, unit="District 4")],
    }
    assert holders_before(held, "president", LOCAL_99, on=date(2028, 4, 20)) == ("2", "1")
    assert holders_before(held, "treasurer", LOCAL_99, on=date(2028, 4, 20)) == ()


# M22, App. A s.16: first seats by institution, then one further member of each in turn.
@pytest.mark.parametrize(("seats", "order"), [(1, "t"), (2, "tl"), (3, "tlT"), (5, "tlTLU")])
def test_m22_board_members_sit_by_the_size_of_their_unit(seats: int, order: str) -> None:
    members = [
        BoardMember("l", "lesley", True, 9),
        BoardMember("L", "lesley", False, 5),
        BoardMember("t", "tufts", True, 1),
        BoardMember("U", "tufts", False, 2),
        BoardMember("T", "tufts", False, 3),
    ]
    found = seats_by_unit(members, {"tufts": 900, "lesley": 400}, seats)
    assert "".join(row.member for row in found) == order


OFFICERS = [
    Elected("J1", "jeb", 40),
    Elected("J2", "jeb", None),
    Elected("J3", "jeb", 90),
    Elected("P", "president", 500),
    Elected("B", "board", 900),
    Elected("J4", "jeb", 40),
]


# M17, Art. V s.13 and the decision that those declared elected follow those with votes.
@pytest.mark.parametrize(
    ("places", "going"),
    [(0, ""), (1, "P"), (3, "P J3 J4"), (5, "P J3 J4 J1 J2"), (9, "P J3 J4 J1 J2")],
)
def test_m17_delegates_go_by_office_then_votes(places: int, going: str) -> None:
    lots = ["J4", "J1", "J2", "J3", "P", "B"]
    found = convention_delegates(OFFICERS, places, lots, LOCAL_509)
    assert " ".join(row.member for row in found) == going


def test_m17_faults_are_refused() -> None:
    with pytest.raises(BadInput, match="lacks member J1"):
        convention_delegates(OFFICERS[:1], 3, [], LOCAL_509)
    with pytest.raises(BadInput, match="below zero"):
        convention_delegates(OFFICERS, -1, [], LOCAL_509)
    with pytest.raises(BadInput, match="sends no officers"):
        convention_delegates(OFFICERS, 1, [], LOCAL_99)
