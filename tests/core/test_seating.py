from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.contests import contests_of
from app.core.counting import preset
from app.core.results import count_contest
from app.core.seat_rules import SeatRules
from app.core.seating import Filled, Seating, is_open, seat
from app.core.successors import LAST_ELIMINATED, follower
from app.profiles import load

LOCAL_99 = load("homecare_local_99")
RULES = SeatRules.of(LOCAL_99)
CONTESTS = {row.id: row for row in contests_of(LOCAL_99, granted_delegates=47)}
COUNCIL = "one position on the Homecare Council is allowed"


def filled(contest_id: str, people: str, rule: str = "", seats: int = 1, **cast: int) -> Filled:
    """A contest of candidates a, b, c ... called A, B, C ...; without ballots it is declared."""
    contest = CONTESTS[contest_id]
    names = [letter.upper() for letter in people]
    count = None
    if rule:
        rankings = [
            [*map(people.index, marks)] for marks, times in cast.items() for _ in range(times)
        ]
        lots = range(len(people))
        count = count_contest(
            contest_id, names, seats=seats, rule=preset(rule), lots=lots, rankings=rankings
        )
    return Filled(
        contest_id, contest.title, contest.group, contest.cite, seats, names, [*people], count
    )


# a beats b by c's ballots; without a they would elect c, though b was the last eliminated.
BENTON = filled("director-benton", "abc", "irv", ac=8, b=6, ca=4)
PRESIDENT = filled("president", "ax", "irv", a=9, x=2)
DELEGATES = filled("delegates", "abcd", "plurality", 2, a=9, b=8, c=7, d=6)


def sitting(found: Seating) -> dict[str, str]:
    seats: dict[str, str] = {}
    for row in found.seats:
        seats[row.contest] = seats.get(row.contest, "") + row.member
    return seats


def because(found: Seating, contest: str, member: str) -> str:
    (row,) = (r for r in found.seats if (r.contest, r.member) == (contest, member))
    return row.because


def test_h12_chain_from_the_ballots_to_the_seats() -> None:
    found = seat([PRESIDENT, BENTON, DELEGATES], RULES, {})
    assert [(row.contest, row.member, row.how) for row in found.seats] == [
        ("president", "A", "elected"),
        ("director-benton", "C", "succession"),
        ("delegates", "B", "elected"),
        ("delegates", "D", "succession"),  # C would follow A, and sits by office already
        ("general-council", "A", "ex officio"),
        ("general-council", "C", "ex officio"),
        ("bargaining-team", "A", "ex officio"),
        ("executive-committee", "A", "ex officio"),
    ]
    assert because(found, "director-benton", "C") == (
        f"A holds President, and {COUNCIL} (Local 99 Bylaws Art. III s.8; decision 0007), so A "
        "leaves Director, Benton County, as no choice was made; C follows (recount, Local 99 "
        "Bylaws Art. XI s.1; decision 0008). Counted again without whoever left, and with the "
        "others keeping their seats, the ballots elect C; the last eliminated is B. "
        "C holds Director, Benton County, and one delegate's seat is allowed (Local 99 Bylaws "
        "Art. X), so C leaves General Council delegates."
    )
    assert found.empty == ()
    assert found.open_choices == {"a": ("president", "director-benton")}


def test_h12_winner_may_choose_the_director_seat() -> None:
    found = seat([PRESIDENT, BENTON], RULES, {"a": "director-benton"})
    assert sitting(found)["president"] == "X"
    assert sitting(found)["director-benton"] == "A"
    assert "A leaves President, by choice; X follows" in because(found, "president", "X")
    assert "so A leaves President, by choice." in because(found, "director-benton", "A")


@pytest.mark.parametrize(("person", "contest"), [("a", "delegates"), ("b", "president")])
def test_choice_that_the_bylaws_do_not_leave_is_not_open(person: str, contest: str) -> None:
    assert not is_open([PRESIDENT, BENTON, DELEGATES], RULES, {person: contest}, person)


def test_choice_of_either_seat_is_open() -> None:
    for contest in ("president", "director-benton"):
        assert is_open([PRESIDENT, BENTON], RULES, {"a": contest}, "a")


def test_h21_committee_may_adopt_the_last_eliminated() -> None:
    ranked = replace(RULES.succession.ranked, value=LAST_ELIMINATED)
    rules = replace(RULES, succession=replace(RULES.succession, ranked=ranked))
    found = seat([PRESIDENT, BENTON], rules, {})
    assert sitting(found)["director-benton"] == "B"
    assert "the ballots elect C; the last eliminated is B." in because(
        found, "director-benton", "B"
    )


def test_h12_committee_may_leave_the_freed_seat_to_the_rule_on_vacancies() -> None:
    ranked = replace(RULES.succession.ranked, value="vacant", cite="decision 0008; set by Ana")
    rules = replace(RULES, succession=replace(RULES.succession, ranked=ranked))
    found = seat([PRESIDENT, BENTON, DELEGATES], rules, {})
    assert sitting(found)["president"] == "A"
    assert "director-benton" not in sitting(found)
    (empty,) = found.empty
    assert (empty.contest, empty.seats) == ("director-benton", 1)
    assert empty.because.endswith(
        "as no choice was made; the seat is vacant (decision 0008; set by Ana)."
    )
    assert sitting(found)["delegates"] == "BC"  # who is no Director keeps to the votes


def test_h21_statewide_officers_bargaining_seat_goes_to_the_next_ranked() -> None:
    bargaining = filled("bargaining-district-4", "abc", "irv", ac=8, b=6, ca=4)
    found = seat([PRESIDENT, bargaining], RULES, {})
    assert sitting(found)["bargaining-district-4"] == "C"
    assert found.open_choices == {}


def test_h16_district_winner_leaves_the_alternates() -> None:
    district = filled("bargaining-district-4", "ab", "irv", a=9, b=2)
    alternates = filled("bargaining-alternates", "acd", "stv-wigm", 2, ad=9, c=6, d=2)
    found = seat([district, alternates], RULES, {})
    assert sitting(found) == {"bargaining-district-4": "A", "bargaining-alternates": "CD"}


def test_h21_who_came_in_for_one_keeps_the_seat_when_another_leaves() -> None:
    director = filled("director-multnomah", "abcd", "stv-wigm", 2, ac=10, bd=9, c=4, d=3, cd=1)
    first = filled("president", "ax", "irv", a=9, x=2)
    second = filled("vice-president", "by", "irv", b=9, y=2)
    assert sitting(seat([first, director], RULES, {}))["director-multnomah"] == "BC"
    assert sitting(seat([first, second, director], RULES, {}))["director-multnomah"] == "CD"


def test_seats_that_nobody_is_left_for_stay_empty_with_the_reason() -> None:
    alone = filled("director-benton", "a")
    few = filled("director-lane", "ef", seats=3)
    found = seat([PRESIDENT, alone, few], RULES, {})
    assert "director-benton" not in sitting(found)
    empty = {row.contest: row for row in found.empty}
    assert (empty["director-benton"].seats, empty["director-lane"].seats) == (1, 1)
    assert empty["director-benton"].because.endswith(
        "so A leaves Director, Benton County, as no choice was made; nobody is left to follow."
    )
    assert empty["director-lane"].because == (
        "Director, Lane County had fewer candidates than seats."
    )


def test_seats_are_held_by_people_with_the_votes_they_had() -> None:
    lane = filled("director-lane", "ef", seats=3)
    found = seat([DELEGATES, lane], RULES, {})
    held = [(row.contest, row.member, row.how) for row in found.held]
    assert held == [
        ("delegates", "a", "elected"),
        ("delegates", "b", "elected"),
        ("director-lane", "e", "declared"),
        ("director-lane", "f", "declared"),
    ]
    assert DELEGATES.votes == {"a": 9, "b": 8, "c": 7, "d": 6}
    assert filled("director-multnomah", "abc", "stv-wigm", 2, ab=9, c=4).votes["a"] == 9
    assert lane.votes == {}


def test_h17_directors_by_succession_and_declared_sit_on_the_general_council() -> None:
    found = seat([PRESIDENT, BENTON, filled("director-lane", "ef", seats=3)], RULES, {})
    assert sitting(found)["general-council"] == "ACEF"


def test_person_with_a_namesake_in_one_contest_is_called_there_as_on_its_ballot() -> None:
    numbered = replace(filled("director-lane", "ef", seats=3), names=["E (1)", "E (2)"])
    found = seat([numbered], RULES, {})
    assert sitting(found)["director-lane"] == "E (1)E (2)"


def test_last_eliminated_of_equals_goes_by_the_lot() -> None:
    counted = filled("president", "abcd", "irv", a=9, b=3, c=3).count
    assert counted is not None
    reordered = replace(counted, lots=[0, 2, 1, 3])
    assert follower(counted, [0], [], by=LAST_ELIMINATED)[0] == 1
    assert follower(reordered, [0], [], by=LAST_ELIMINATED)[0] == 2


RANKINGS = st.dictionaries(
    st.permutations("abcd").map(lambda marks: "".join(marks[:3])), st.integers(1, 9), min_size=2
)


@given(RANKINGS, RANKINGS, RANKINGS, st.sampled_from(["", "president", "director-multnomah"]))
def test_seats_settle_so_that_nobody_holds_two_that_exclude_each_other(
    first: Mapping[str, int], second: Mapping[str, int], third: Mapping[str, int], choice: str
) -> None:
    contests = [
        filled("president", "abcd", "irv", **first),
        filled("director-multnomah", "abcd", "stv-wigm", 2, **second),
        filled("bargaining-district-1", "abcd", "irv", **third),
        filled("bargaining-alternates", "abcd", "stv-wigm", 2, **first),
    ]
    choices = {"a": choice} if choice else {}
    found = seat(contests, RULES, choices)
    assert seat(contests, RULES, choices) == found
    own = [(row.contest, row.member) for row in found.seats if row.how != "ex officio"]
    for row in RULES.exclusivities:
        held = [member for contest, member in own if CONTESTS[contest].group in row.groups]
        assert len(held) == len(set(held))
    for contest in contests:
        empty = sum(row.seats for row in found.empty if row.contest == contest.id)
        assert sum(held == contest.id for held, _ in own) + empty == contest.seats
