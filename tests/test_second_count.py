import random

import pytest

from app.core.counting import Profile, preset, tabulate
from app.core.faults import BadInput
from app.second_count import SecondCount, second_count
from tests.core.counting.elections import profile


def repeated(text: str, candidates: str, rule: str, seats: int = 1, lots: str = "") -> SecondCount:
    ballots = profile(text, candidates)
    order = [candidates.index(letter) for letter in lots or candidates]
    tabulation = tabulate(ballots, preset(rule), seats=seats, lots=order)
    return second_count(ballots, preset(rule), seats=seats, lots=order, tabulation=tabulation)


@pytest.mark.parametrize(
    ("rule", "seats"),
    [("irv", 1), ("irv-ten-percent", 1), ("stv-wigm", 2), ("stv-scottish", 2), ("bottoms-up", 2)],
)
def test_count_that_pyrankvote_repeats_agrees(rule: str, seats: int) -> None:
    assert repeated("6 A>B; 4 B>C; 2 C>A; 1 D", "ABCD", rule, seats).word == "agrees"


def test_sequential_count_is_repeated_pass_by_pass() -> None:
    assert repeated("5 A>B; 3 B>C; 1 C", "ABC", "sequential-irv", 2).word == "agrees"


@pytest.mark.parametrize(
    ("text", "candidates", "seats", "lots", "ways"),
    [
        ("4 A; 3 B>C; 1 C>B", "ABC", 1, "BAC", ["drops at once", "even on equality"]),
        ("7 A; 5 B>C; 3 C>B; 2 D>C", "ABCD", 1, "CBAD", ["drops at once"]),
        ("4 A>B; 3 B; 3 C", "ABC", 2, "CBA", ["quota is not rounded"]),
        ("5 D>B>A; 1 C>D>A; 2 B>C>D", "ABCD", 3, "ABCD", ["quota", "not weighted by the value"]),
    ],
)
def test_difference_by_rule_is_named(
    text: str, candidates: str, seats: int, lots: str, ways: list[str]
) -> None:
    repeat = repeated(text, candidates, "irv" if seats == 1 else "stv-wigm", seats, lots)
    assert repeat.word == "differs by rule"
    assert all(way in repeat.because for way in ways)


def test_tie_that_pyrankvote_draws_is_named() -> None:
    repeat = repeated("5 A; 5 B", "AB", "irv")
    assert repeat.word == "differs by rule"
    assert "by second choices or by chance" in repeat.because


def test_wrong_winner_disagrees() -> None:
    ballots = profile("5 A; 3 B; 1 C", "ABC")
    wrong = tabulate(profile("3 A; 5 B; 1 C", "ABC"), preset("irv"), seats=1, lots=None)
    repeat = second_count(ballots, preset("irv"), seats=1, lots=None, tabulation=wrong)
    assert repeat.word == "disagrees"


@pytest.mark.parametrize(
    ("text", "candidates", "seats"), [("3 -", "AB", 1), ("3 A", "A", 1), ("3 A", "AB", 2)]
)
def test_count_that_pyrankvote_cannot_do_never_agrees(
    text: str, candidates: str, seats: int
) -> None:
    repeat = repeated(text, candidates, "stv-wigm", seats)
    assert repeat.word == "differs by rule"
    assert "pyrankvote was not run" in repeat.because


def test_plurality_or_a_count_that_awaits_a_lot_cannot_be_repeated() -> None:
    with pytest.raises(BadInput, match="only a ranked count that came to its end"):
        repeated("3 A", "AB", "plurality")
    ballots = profile("1 A; 1 B", "AB")
    awaiting = tabulate(ballots, preset("irv"), seats=1, lots=None)
    with pytest.raises(BadInput, match="only a ranked count that came to its end"):
        second_count(ballots, preset("irv"), seats=1, lots=None, tabulation=awaiting)


def test_second_count_leaves_the_callers_chance_alone() -> None:
    random.seed(7)
    expected = [random.random() for _ in range(2)]
    random.seed(7)
    first = random.random()
    repeated("5 A; 5 B", "AB", "irv")
    assert [first, random.random()] == expected


@pytest.mark.parametrize(
    ("rule", "seats"),
    [
        ("irv", 1),
        ("irv-ten-percent", 1),
        ("stv-wigm", 3),
        ("stv-scottish", 2),
        ("sequential-irv", 2),
        ("bottoms-up", 2),
    ],
)
def test_random_count_never_disagrees(rule: str, seats: int) -> None:
    for seed in range(60):
        chance = random.Random(seed)
        size = chance.randint(1, 7)
        rankings = [
            chance.sample(range(size), chance.randint(0, size))
            for _ in range(chance.randint(1, 40))
        ]
        ballots, lots = Profile.from_rankings(size, rankings), chance.sample(range(size), size)
        count = tabulate(ballots, preset(rule), seats=seats, lots=lots)
        repeat = second_count(ballots, preset(rule), seats=seats, lots=lots, tabulation=count)
        assert repeat.word != "disagrees", seed
