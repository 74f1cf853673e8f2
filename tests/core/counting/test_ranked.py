import pytest

from app.core.counting import Profile, preset, tabulate
from app.core.faults import BadInput
from tests.core.counting.elections import count, letters, profile


def test_irv_with_a_majority_ends_in_round_one() -> None:
    tabulation = count("3 A; 2 B", "AB", "irv")
    assert letters(tabulation.elected) == "A"
    assert tabulation.rounds[0].threshold == 3
    assert tabulation.rounds[0].tally == {0: 3, 1: 2}


def test_irv_threshold_follows_the_ballots_that_still_count() -> None:
    # 9 ballots, 5 needed; C leaves and 2 ballots name nobody else: of 7 left, 4 are enough.
    tabulation = count("4 A; 3 B; 2 C", "ABC", "irv")
    assert [round_.threshold for round_ in tabulation.rounds] == [5, 4]
    assert tabulation.rounds[1].exhausted == 2
    assert letters(tabulation.elected) == "A"


def test_irv_with_two_left_and_equal_elects_by_lot_and_eliminates_nobody() -> None:
    tabulation = count("2 A; 2 B", "AB", "irv", lots="BA")
    assert letters(tabulation.elected) == "B"
    assert tabulation.rounds[0].eliminated == ()
    (tie,) = tabulation.ties
    assert (tie.kind, tie.chosen, tie.settled_by) == ("election", 1, "lots")


def test_irv_with_the_lowest_equal_eliminates_the_later_in_the_lots() -> None:
    tabulation = count("4 A; 2 B>C; 2 C>B", "ABC", "irv", lots="CBA")
    assert letters(tabulation.rounds[0].eliminated) == "B"


def test_irv_with_a_tie_and_no_lots_awaits_one() -> None:
    tabulation = count("4 A; 2 B>C; 2 C>B", "ABC", "irv")
    assert tabulation.awaiting is not None
    assert (tabulation.awaiting.round, tabulation.awaiting.kind) == (1, "elimination")
    assert letters(tabulation.awaiting.tied) == "BC"
    assert tabulation.elected == ()
    assert tabulation.rounds[0].eliminated == ()


def test_irv_of_blank_ballots_needs_one_vote_and_the_lots_decide() -> None:
    tabulation = count("3 -", "ABC", "irv", lots="BCA")
    assert (letters(tabulation.elected), tabulation.ballots) == ("B", 3)
    assert [round_.threshold for round_ in tabulation.rounds] == [1, 1]


def test_irv_for_two_seats_is_refused() -> None:
    with pytest.raises(BadInput, match="irv fills one seat and 2 are asked for"):
        count("1 A", "AB", "irv", seats=2)


def test_ten_percent_rule_takes_all_below_out_together() -> None:
    # 20 ballots: one tenth is 2, so D and E with 1 leave and C with exactly 2 stays.
    tabulation = count("9 A; 7 B; 2 C>B; 1 D>B; 1 E>B", "ABCDE", "irv-ten-percent")
    assert letters(tabulation.rounds[0].eliminated) == "DE"
    assert letters(tabulation.rounds[1].eliminated) == "C"
    assert letters(tabulation.elected) == "B"


def test_ten_percent_rule_takes_a_batch_out_when_just_two_stay() -> None:
    tabulation = count("46 A; 46 B; 5 C>A; 3 D", "ABCD", "irv-ten-percent")
    assert [letters(round_.eliminated) for round_ in tabulation.rounds] == ["CD", ""]


def test_batch_below_any_share_that_is_set() -> None:
    # Of 100, 3/20 are 15: C with 15 stays and D with 14 leaves.
    rule = preset("irv-ten-percent").with_parameters({"batch": "3/20"})
    tabulation = tabulate(profile("36 A; 35 B; 15 C; 14 D", "ABCD"), rule, seats=1, lots=None)
    assert letters(tabulation.rounds[0].eliminated) == "D"
    tabulation = tabulate(profile("37 A; 35 B; 14 C; 14 D", "ABCD"), rule, seats=1, lots=None)
    assert letters(tabulation.rounds[0].eliminated) == "CD"


def test_ten_percent_rule_with_nobody_below_eliminates_one() -> None:
    tabulation = count("4 A; 3 B; 2 C", "ABC", "irv-ten-percent")
    assert letters(tabulation.rounds[0].eliminated) == "C"


def test_ten_percent_rule_with_fewer_than_two_to_stay_eliminates_one() -> None:
    # 30 candidates of 1 vote each, one of 10: all but one are below a tenth of 40.
    names = 31
    rankings = [[0]] * 10 + [[c] for c in range(1, names)]
    tabulation = tabulate(
        Profile.from_rankings(names, rankings),
        preset("irv-ten-percent"),
        seats=1,
        lots=range(names),
    )
    assert tabulation.rounds[0].eliminated == (30,)


def test_ten_percent_rule_looks_at_round_one_only() -> None:
    tabulation = count("40 A; 37 B; 13 C; 10 D>C", "ABCD", "irv-ten-percent")
    assert [letters(round_.eliminated) for round_ in tabulation.rounds] == ["D", "C", ""]


def test_sequential_irv_counts_all_ballots_again_without_those_elected() -> None:
    # Three of five rank A, B, C: a majority takes every seat.
    tabulation = count("3 A>B>C; 2 D>E", "ABCDE", "sequential-irv", seats=3)
    assert letters(tabulation.elected) == "ABC"
    assert [round_.passage for round_ in tabulation.rounds] == [1, 2, 3]
    assert tabulation.rounds[1].tally == {1: 3, 2: 0, 3: 2, 4: 0}


def test_sequential_irv_with_more_seats_than_candidates_elects_all_in_turn() -> None:
    tabulation = count("2 A; 1 B", "AB", "sequential-irv", seats=4)
    assert letters(tabulation.elected) == "AB"


def test_bottoms_up_elects_the_last_left_together_without_threshold() -> None:
    tabulation = count("5 A; 4 B; 2 C>D; 1 D>C", "ABCD", "bottoms-up", seats=2)
    assert [letters(round_.eliminated) for round_ in tabulation.rounds] == ["D", "C", ""]
    assert letters(tabulation.elected) == "AB"
    assert {round_.threshold for round_ in tabulation.rounds} == {None}


def test_sequential_irv_looks_back_no_further_than_its_own_pass() -> None:
    # In pass 1 C has 2 and D has 1; in pass 2, with a ballot of A's, both have 2 at once.
    ballots = profile("3 A>B; 1 A>D; 2 A>E; 2 B; 2 C; 1 D; 2 E", "ABCDE")
    rule = preset("sequential-irv").with_parameters({"ties": "earlier-round,lots"})
    tabulation = tabulate(ballots, rule, seats=2, lots=[0, 1, 4, 3, 2])
    first = next(round_ for round_ in tabulation.rounds if round_.passage == 2)
    (tie,) = [tie for tie in tabulation.ties if tie.round == first.number]
    assert (letters(tie.tied), tie.settled_by, letters(first.eliminated)) == ("CD", "lots", "C")


def test_tie_of_several_is_narrowed_by_earlier_rounds_and_then_by_lots() -> None:
    # Round 2: B, C and D have 2 each. In round 1 C had 1 and B and D had 2: C leaves.
    text = "5 A; 2 B; 1 C; 2 D; 1 E>C"
    rule = preset("irv").with_parameters({"ties": "earlier-round,lots"})
    lots = [0, 1, 2, 3, 4]
    tabulation = tabulate(profile(text, "ABCDE"), rule, seats=1, lots=lots)
    assert letters(tabulation.rounds[0].eliminated) == "E"
    tie = tabulation.ties[1]
    assert (letters(tie.tied), tie.settled_by, tie.chosen) == ("BCD", "earlier-round", 2)
