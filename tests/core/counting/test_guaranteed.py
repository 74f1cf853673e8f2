import pytest

from app.core.counting import Tabulation, preset, tabulate
from app.core.faults import BadInput
from tests.core.counting.elections import letters, profile

# M21: four members of a region's board, at least one from Worcester and one from Boston.
WORCESTER_AND_BOSTON = {"guarantee": "worcester:1,boston:1"}


def count(text: str, groups: dict[int, str], seats: int, lots: str | None = None) -> Tabulation:
    candidates = "ABCDEF"
    return tabulate(
        profile(text, candidates),
        preset("plurality-guaranteed").with_parameters(WORCESTER_AND_BOSTON),
        seats=seats,
        lots=None if lots is None else [candidates.index(letter) for letter in lots],
        groups=groups,
    )


def test_guaranteed_places_go_to_the_best_of_each_group_and_the_rest_by_votes() -> None:
    # By votes alone A, B, C and D would sit; E is the best of Boston, A of Worcester anyway.
    ballots = "6 A; 5 B; 4 C; 3 D; 2 E; 1 F"
    tabulation = count(ballots, {0: "worcester", 4: "boston", 5: "boston"}, seats=4)
    assert letters(tabulation.elected) == "AEBC"
    assert tabulation.guaranteed == {0: "worcester", 4: "boston"}
    assert letters(tabulation.alternates or ()) == "DF"


def test_guaranteed_place_with_nobody_voted_for_stays_vacant() -> None:
    tabulation = count("6 A; 5 B", {0: "worcester", 4: "boston"}, seats=3)
    assert letters(tabulation.elected) == "AB"
    assert tabulation.guaranteed == {0: "worcester"}


def test_tie_for_a_guaranteed_place_is_settled_within_the_group() -> None:
    ballots, groups = "6 A; 2 B; 2 C; 2 D", {0: "worcester", 1: "boston", 2: "boston"}
    awaiting = count(ballots, groups, seats=2).awaiting
    assert awaiting is not None
    assert letters(awaiting.tied) == "BC"
    assert letters(count(ballots, groups, seats=2, lots="DCBAEF").elected) == "AC"


def test_guarantee_beyond_the_seats_or_missing_is_refused() -> None:
    with pytest.raises(BadInput, match="2 places are guaranteed, and there are 1 seats"):
        count("1 A", {}, seats=1)
    with pytest.raises(BadInput, match="without one it is plurality"):
        tabulate(profile("1 A", "A"), preset("plurality-guaranteed"), seats=1, lots=None)


def test_guaranteed_seats_are_marked_in_the_answer() -> None:
    groups = {0: "worcester", 1: "boston"}
    answer = count("2 A; 1 B", groups, seats=2).as_json(["Ana", "Bo", "C", "D", "E", "F"])
    assert answer["guaranteed"] == {"Ana": "worcester", "Bo": "boston"}
    assert answer["parameters"] == WORCESTER_AND_BOSTON
