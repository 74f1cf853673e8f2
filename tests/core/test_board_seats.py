from collections.abc import Mapping
from dataclasses import replace

import pytest

from app.core.allotments import Allotted
from app.core.board_seats import BoardSeats, Officer, seat_board, sizes_of_units
from app.core.contests import contest_named, contests_of
from app.core.roll import Kind, Member
from app.profiles import load

RULES = load("local_509")
STATIC = contests_of(RULES)


def officer(member: str, name: str, votes: int | None = 1, unit: str = "") -> Officer:
    contest = contest_named(RULES, name, STATIC)
    assert contest is not None
    return Officer(member, contest, votes, unit)


def seated(
    row: Allotted, officers: list[Officer], sizes: Mapping[str, Mapping[str, int]] | None = None
) -> BoardSeats:
    return seat_board(RULES, [row], officers, sizes or {})


def sitting(found: BoardSeats) -> str:
    return " ".join(seat.member for seat in found.seats)


def vice_presidents(regions: int) -> list[Officer]:
    return [
        officer(f"V{each}", f"dta-vice-president-region-{each}") for each in range(1, regions + 1)
    ]


# App. A s.1: "If there are fewer Joint Executive Board members than regions" a run-off is held.
def test_m21_regional_vice_presidents_sit_where_there_are_seats_for_all() -> None:
    found = seated(Allotted("dta", 7, holders=6), vice_presidents(6))
    assert sitting(found) == "V1 V2 V3 V4 V5 V6"
    assert found.run_offs == ()
    seat = found.seats[0]
    assert (seat.contest, seat.how) == ("dta-jeb", "ex officio")
    assert seat.cite == "Local 509 Constitution App. A s.1"
    assert seat.because.startswith("Joint Executive Board member, by Regional Vice President, ")


def test_m21_run_off_is_made_from_the_first_result() -> None:
    found = seated(Allotted("dta", 4, run_off=4), vice_presidents(6))
    assert found.seats == ()
    (contest,) = found.run_offs
    assert (contest.id, contest.seats) == ("dta-jeb-run-off", 4)
    assert contest.electorate.id == "chapter-dta"
    assert contest.conditions[-1].values == ("V1", "V2", "V3", "V4", "V5", "V6")


def test_m21_no_run_off_is_held_where_no_more_were_elected_than_seats() -> None:
    found = seated(Allotted("dta", 4, run_off=4), vice_presidents(4))
    assert (sitting(found), found.run_offs) == ("V1 V2 V3 V4", ())


def test_m21_family_child_cares_vice_president_sits_whoever_runs_off() -> None:
    regions = [officer(f"R{each}", f"family-child-care-representative-{each}") for each in range(6)]
    officers = [*regions, officer("V", "family-child-care-vice-president")]
    found = seated(Allotted("family-child-care", 6, holders=1, run_off=5), officers)
    assert sitting(found) == "V"
    assert found.run_offs[0].seats == 5
    assert "V" not in found.run_offs[0].conditions[-1].values


def test_m21_seats_that_a_board_decides_on_are_nobodys_by_office() -> None:
    officers = [officer("V", "dcf-vice-president-western")]
    assert seated(Allotted("dcf", 3, undecided=3), officers).seats == ()


SIZES = {"higher-education": {"tufts": 900, "lesley": 400}}
BOARD = [
    officer("l", "higher-education-board-lesley-unit", 9, "lesley"),
    officer("L", "higher-education-board-additional-lesley-unit", 5, "lesley"),
    officer("t", "higher-education-board-tufts-part-time", None, "tufts"),
    officer("s", "higher-education-board-tufts-full-time", 7, "tufts"),
    officer("T", "higher-education-board-additional-tufts-part-time", 3, "tufts"),
    officer("P", "higher-education-president", 99, "tufts"),
]


# App. A s.16: members elected under A.3 by the size of their institution, then those under A.4.
@pytest.mark.parametrize(("seats", "order"), [(1, "t"), (3, "t s l"), (5, "t s l T L")])
def test_m22_board_members_sit_by_the_size_of_their_institution(seats: int, order: str) -> None:
    found = seated(Allotted("higher-education", seats, derived=seats), BOARD, SIZES)
    assert sitting(found) == order
    assert found.seats[0].cite == "Local 509 Constitution App. A s.16"
    assert "of Tufts, 900 members" in found.seats[0].because


def test_m22_member_of_no_known_institution_has_no_seat_by_its_size() -> None:
    elsewhere = [replace(BOARD[0], unit="")]
    found = seated(Allotted("higher-education", 2, derived=2), elsewhere, SIZES)
    assert found.seats == ()


def test_m22_institutions_are_counted_with_the_members_who_vote() -> None:
    chapter = "Higher Education Chapter"
    roll = [
        Member("1", kind=Kind.ACTIVE, chapter=chapter, institution="Tufts"),
        Member("2", kind=Kind.RETIRED, chapter=chapter, institution="Tufts"),
        Member("3", kind=Kind.AGENCY_FEE, chapter=chapter, institution="Tufts"),
        Member("4", kind=Kind.ACTIVE, chapter="dta", institution="Tufts"),
    ]
    assert sizes_of_units(RULES, roll) == {"higher-education": {"tufts": 2}}
