from dataclasses import replace

import pytest

from app.core.cascade import Won, settle
from app.core.contests import contests_of
from app.core.counting import Profile, preset, tabulate
from app.core.successors import Counted, successor_by
from app.profiles import load

RULES = load("homecare_local_99")
CONTESTS = {row.id: row for row in contests_of(RULES, granted_delegates=47)}
NAMES = "ABCD"


def counted(rule: str, seats: int, ballots: dict[str, int]) -> Counted:
    rankings = [
        [*map(NAMES.index, names)] for names, times in ballots.items() for _ in range(times)
    ]
    profile = Profile.from_rankings(4, rankings)
    lots = (0, 1, 2, 3)
    found = tabulate(profile, preset(rule), seats=seats, lots=lots)
    return Counted(profile, found, NAMES, lots)


# A beats B by C's ballots; without A they would elect C, though B was the last eliminated.
DIRECTOR = counted("irv", 1, {"AC": 8, "B": 6, "CA": 4})
DELEGATES = counted("plurality", 2, {"A": 9, "B": 8, "C": 7, "D": 6})


@pytest.mark.parametrize(("way", "follower"), [("recount", "C"), ("last eliminated", "B")])
def test_h21_seat_of_a_ranked_contest_goes_by_the_rule_adopted(way: str, follower: str) -> None:
    ranked = replace(RULES.succession.ranked, value=way)
    rules = replace(RULES, succession=replace(RULES.succession, ranked=ranked))
    follows = successor_by({"director-benton": DIRECTOR}, rules)
    assert follows(CONTESTS["director-benton"], frozenset("A"))[0] == follower


def test_h21_delegates_are_followed_by_the_next_highest() -> None:
    follows = successor_by({"delegates": DELEGATES}, RULES)
    assert follows(CONTESTS["delegates"], frozenset("A")) == ["C", "D"]
    assert follows(CONTESTS["delegates"], frozenset("AC")) == ["D"]


def test_contest_without_a_count_has_no_followers() -> None:
    assert successor_by({}, RULES)(CONTESTS["president"], frozenset("A")) == []


def test_h12_chain_from_the_ballots_to_the_seats() -> None:
    won = [
        Won(CONTESTS["president"], ("A",)),
        Won(CONTESTS["director-benton"], ("A",)),
        Won(CONTESTS["delegates"], ("A", "B")),
    ]
    by_count = {"director-benton": DIRECTOR, "delegates": DELEGATES}
    found = settle(won, RULES, successor_by(by_count, RULES), choices={})
    seats = [(seat.contest, seat.member, seat.how) for seat in found.seats]
    assert seats == [
        ("president", "A", "elected"),
        ("director-benton", "C", "succession"),
        ("delegates", "B", "elected"),
        ("delegates", "D", "succession"),  # C follows A, and leaves for the director's seat
    ]
