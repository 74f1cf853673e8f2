from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.counting import Profile, Tabulation, preset, tabulate
from app.core.margins import margin

CANDIDATES = 5
RANKINGS = [ranking for length in range(4) for ranking in permutations(range(CANDIDATES), length)]
Ballots = Sequence[tuple[int, ...]]


def count(rule: str, ballots: Ballots, seats: int = 1) -> Tabulation:
    profile = Profile.from_rankings(CANDIDATES, ballots)
    return tabulate(profile, preset(rule), seats=seats, lots=range(CANDIDATES))


def times(**ballots: int) -> Ballots:
    """Ballots by their letters: times(ab=3) is three of A before B."""
    return [
        tuple("abcde".index(each) for each in name)
        for name in ballots
        for _ in range(ballots[name])
    ]


def test_plurality_margin_is_the_gap_at_the_cut_line() -> None:
    ballots = times(a=9, b=7, c=4)
    assert margin(count("plurality", ballots)) == 2
    assert margin(count("plurality", [*ballots, (0,)])) == 3


def test_plurality_margin_of_a_seat_that_one_mark_would_fill_is_one() -> None:
    assert margin(count("plurality", times(a=9), seats=2)) == 1


def test_plurality_margin_without_a_loser_is_what_the_last_winner_has() -> None:
    assert margin(count("plurality", times(a=9, b=5, c=3, d=2), seats=4)) == 2


def test_tie_that_a_lot_decides_has_no_margin() -> None:
    assert margin(count("plurality", times(a=5, b=5))) == 0
    assert margin(count("irv", times(a=5, b=5))) == 0


def test_irv_margin_of_two_is_their_difference() -> None:
    assert margin(count("irv", times(a=9, b=4))) == 5


def test_close_call_among_the_hopeless_does_not_lower_the_irv_margin() -> None:
    """C and D tie for the last place, and together have not half of what B has."""
    assert margin(count("irv", times(ab=20, b=12, cb=2, db=2))) == 4
    assert count("irv", times(ab=20, b=12, cb=2, db=2)).elected == (0,)


def test_close_elimination_that_decides_the_winner_is_the_irv_margin() -> None:
    """Were B out before C, C's ballots would not elect B: Burlington's shape."""
    ballots = times(a=37, bc=30, cb=29)
    assert count("irv", ballots).elected == (1,)
    assert margin(count("irv", ballots)) == 1


def test_winner_close_to_the_tenth_has_a_smaller_margin_by_irv_ten_percent() -> None:
    """D has ten of a hundred and wins by transfers; with one less D would leave with C."""
    ballots = times(a=37, ed=26, bd=18, d=10, cd=9)
    assert count("irv-ten-percent", ballots).elected == count("irv", ballots).elected == (3,)
    assert margin(count("irv-ten-percent", ballots)) == 0
    assert margin(count("irv", ballots)) == 1


def test_stv_margin_shrinks_by_the_surpluses_moved() -> None:
    clear = count("stv-wigm", times(ab=60, b=20, c=10), seats=2)
    assert clear.elected == (0, 1)
    assert margin(clear) is not None
    assert 0 < (margin(clear) or 0) < 20


def test_rule_without_a_known_bound_has_no_margin() -> None:
    assert margin(count("stv-scottish", times(a=9, b=7), seats=2)) is None


@pytest.mark.parametrize(
    ("rule", "seats"),
    [
        ("plurality", 1),
        ("irv", 1),
        ("irv-ten-percent", 1),
        ("stv-wigm", 2),
        ("sequential-irv", 2),
        ("bottoms-up", 2),
    ],
)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_result_withstands_every_change_of_fewer_votes_than_its_margin(
    rule: str, seats: int, data: st.DataObject
) -> None:
    """Ballots added, taken away or replaced, half as many as the margin, leave the winners."""
    kinds = [each for each in RANKINGS if rule != "plurality" or len(each) <= seats]
    weights = data.draw(st.lists(st.integers(0, 12), min_size=6, max_size=6))
    drawn = data.draw(st.lists(st.sampled_from(kinds), min_size=6, max_size=6))
    ballots = [each for each, weight in zip(drawn, weights, strict=True) for _ in range(weight)]
    counted = count(rule, ballots, seats)
    changes = ((margin(counted) or 0) - 1) // 2
    for _ in range(changes):
        act = data.draw(st.sampled_from(["add", "replace", "take"]))
        if act != "add" and ballots:
            ballots.pop(data.draw(st.integers(0, len(ballots) - 1)))
        if act != "take":
            ballots.append(data.draw(st.sampled_from(kinds)))
    assert sorted(count(rule, ballots, seats).elected) == sorted(counted.elected)
