import pytest
from hypothesis import given

from app.core.counting import Profile, preset, tabulate
from app.core.faults import BadInput
from tests.core.counting.elections import profile
from tests.core.counting.strategies import RANKED, Election, elections


def test_profile_counts_distinct_rankings_and_blanks() -> None:
    counted = profile("3 A>B; 2 B; 1 -", "AB")
    assert dict(counted.items()) == {(0, 1): 3, (1,): 2}
    assert (counted.valid, counted.blanks, counted.total) == (5, 1, 6)


def test_profile_of_300_candidates_keeps_a_ranking_of_300() -> None:
    ranking = tuple(reversed(range(300)))
    assert [*Profile.from_rankings(300, [ranking]).items()] == [(ranking, 1)]


def test_profile_without_some_closes_up_and_counts_emptied_ballots_blank() -> None:
    left = profile("3 A>B; 2 C>A; 1 B", "ABC").without([1])
    assert dict(left.items()) == {(0,): 3, (1, 0): 2}
    assert (left.candidates, left.blanks) == (2, 1)


def test_profile_limited_drops_what_stands_beyond() -> None:
    assert dict(profile("3 A>B; 2 A>C", "ABC").limited(1).items()) == {(0,): 5}


@pytest.mark.parametrize(
    ("ranking", "says"),
    [
        ([0, 2], "ballot 1: there is no candidate 3 among 2"),
        ([-1], "ballot 1: there is no candidate 0 among 2"),
        ([0, 1, 0], "ballot 1: candidate 1 is named twice"),
    ],
)
def test_ranking_that_cannot_be_is_refused(ranking: list[int], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        Profile.from_rankings(2, [ranking])


def test_profiles_of_different_contests_do_not_join() -> None:
    with pytest.raises(BadInput, match="the contests differ"):
        profile("1 A", "A") + profile("1 A", "AB")


@given(elections())
def test_parts_counted_apart_join_to_the_count_of_all(election: Election) -> None:
    half = len(election.rankings) // 2
    parts = [
        Profile.from_rankings(election.candidates, election.rankings[:half]),
        Profile.from_rankings(election.candidates, election.rankings[half:]),
    ]
    assert parts[0] + parts[1] == election.profile


@given(elections())
def test_every_rounds_votes_add_up_to_the_ballots(election: Election) -> None:
    for name in RANKED:
        rule = preset(name)
        seats = 1 if rule.method == "irv" else election.seats
        tabulation = tabulate(election.profile, rule, seats=seats, lots=election.lots)
        for round_ in tabulation.rounds:
            votes = sum(round_.tally.values()) + round_.exhausted + round_.residual
            assert votes == election.profile.valid * rule.unit
        assert len(tabulation.elected) == min(seats, election.candidates)
