import pytest
from hypothesis import given

from app.core.counting import Profile
from app.core.faults import BadInput
from tests.core.counting.elections import profile
from tests.core.counting.strategies import Election, elections


def test_profile_counts_distinct_rankings_and_blanks() -> None:
    counted = profile("3 A>B; 2 B; 1 -", "AB")
    assert dict(counted.items()) == {(0, 1): 3, (1,): 2}
    assert (counted.valid, counted.blanks, counted.total) == (5, 1, 6)


def test_ranking_cast_no_times_is_left_out() -> None:
    packed = Profile.from_packed(2, ["\0", "\1", "\0", ""], [1, 0, 2, 4])
    assert packed == Profile(2, {"\0": 3}, 4)

    assert Profile.from_packed(2, ["\0", "\1"], [3, 0]) == Profile(2, {"\0": 3})


def test_rankings_without_their_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Profile.from_packed(2, ["\0", "\1"], [3])
    with pytest.raises(ValueError, match="longer"):
        Profile.from_packed(2, ["\0"], [3, 4])


def test_profile_among_some_takes_their_order() -> None:
    assert dict(profile("3 A>B; 2 C>A", "ABC").among([2, 0]).items()) == {(1,): 3, (0, 1): 2}


def test_profile_of_300_candidates_keeps_a_ranking_of_300() -> None:
    ranking = tuple(reversed(range(300)))
    assert [*Profile.from_rankings(300, [ranking]).items()] == [(ranking, 1)]


def test_profile_without_some_closes_up_and_counts_emptied_ballots_blank() -> None:
    left = profile("3 A>B; 2 C>A; 1 B; 4 -", "ABC").without([1])
    assert dict(left.items()) == {(0,): 3, (1, 0): 2}
    assert (left.candidates, left.blanks) == (2, 5)


def test_profile_limited_drops_what_stands_beyond() -> None:
    assert dict(profile("3 A>B; 2 A>C", "ABC").limited(1).items()) == {(0,): 5}


@pytest.mark.parametrize(
    ("ranking", "says"),
    [
        ([0, 2], "ballot 1: there is no candidate 3 among 2"),
        ([-1], "ballot 1: there is no candidate 0 among 2"),
        ([1, 0, 0], "ballot 1: candidate 1 is named twice"),
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
