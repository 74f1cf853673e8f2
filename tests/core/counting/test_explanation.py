import pytest

from app.core.counting import Tabulation, preset, tabulate
from app.core.counting.closeness import closeness
from app.core.counting.explanation import Explanation
from app.core.counting.explanation import told as told_whole
from app.core.faults import BadInput
from app.core.ties import lot_order, parse_name
from tests.core.counting.elections import count, profile


def told(tabulation: Tabulation, names: str) -> list[str]:
    return [*Explanation(tabulation, names).sentences()]


def why_not(tabulation: Tabulation, names: str, who: str) -> str:
    return Explanation(tabulation, names).why_not(names.index(who))


def test_run_off_is_told_round_by_round() -> None:
    tabulation = count("9 A; 7 B; 2 C>B; 1 D>B; 1 E>B", "ABCDE", "irv-ten-percent")
    assert told(tabulation, "ABCDE") == [
        "Round 1: D (1) and E (1) had less than 1/10 of the first choices and left together;"
        " of the votes of D 1 went to B; of the votes of E 1 went to B.",
        "Round 2: C (2) had fewest and left; 2 went to B.",
        "Round 3: B (11) reached the 11 needed and was elected.",
    ]
    assert why_not(tabulation, "ABCDE", "A") == "A ended with 9, 2 fewer than B."
    assert why_not(tabulation, "ABCDE", "C") == "C left in round 2 with 2, 7 fewer than A."
    assert why_not(tabulation, "ABCDE", "D") == (
        "D had 1 of the first choices, less than 1/10, as all who left in round 1."
    )


def test_ties_are_told_with_what_settled_them() -> None:
    tabulation = count("4 A; 2 B>C; 2 C>B", "ABC", "irv", lots="ABC")
    assert told(tabulation, "ABC") == [
        "Round 1: B and C were equal, and by the lot order C left; C (2) had fewest and left;"
        " 2 went to B.",
        "Round 2: A and B were equal, and by the lot order A was elected; A (4) was elected.",
    ]
    assert why_not(tabulation, "ABC", "B") == (
        "B ended with 4, as many as A; A and B were equal, and by the lot order A was elected."
    )
    scottish = count("5 E; 4 D; 3 C; 2 B; 1 A>B", "ABCDE", "stv-scottish", seats=2)
    assert "B and C were equal, and by an earlier round B left" in told(scottish, "ABCDE")[1]


def test_tie_settled_by_an_alphabet_is_told_by_its_letters() -> None:
    names = ["Garcia, Luis", "Garza, Ana"]
    order = lot_order("EPHDZWATORJFQSCIUMNBXKYLGV", [parse_name(name) for name in names])
    tabulation = tabulate(profile("1 A; 1 B", "AB"), preset("irv"), seats=1, lots=order.lots)
    (sentence,) = Explanation(tabulation, names, order).sentences()
    assert "(Garza before Garcia: 4th letter, Z (5th) before C (15th))" in sentence


def test_surplus_is_told_with_what_truncation_lost() -> None:
    tabulation = count("4 A>B; 3 A>C; 2 C; 1 B", "ABC", "stv-wigm", seats=2)
    assert told(tabulation, "ABC") == [
        "Round 1: A (7) reached the 4 needed and was elected; of the surplus of A 1.714 went to B,"
        " 1.2855 went to C; 0.0005 was lost to truncation.",
        "Round 2: B (2.714) had fewest and left; 2.714 had no further choice.",
        "Round 3: C (3.2855) was elected, with no more candidates left than seats.",
    ]


def test_round_in_which_only_a_surplus_moves_is_told() -> None:
    tabulation = count("9 A>C; 8 B; 1 C; 2 D", "ABCD", "stv-scottish", seats=3)
    assert told(tabulation, "ABCD")[1].startswith(
        "Round 2: nobody was elected or left while a surplus moved; of the surplus of B"
    )


def test_many_targets_are_summed_up() -> None:
    ballots = "; ".join(f"3 A>{letter}" for letter in "BCDEFGHI")
    first = told(count(ballots, "ABCDEFGHI", "stv-wigm", seats=2), "ABCDEFGHI")[0]
    assert first.endswith("1.875 went to F, 1.875 went to G, 3.75 to others.")


def test_exhausted_votes_are_told_by_whom_they_counted_for() -> None:
    tabulation = count("5 A; 4 B; 2 C; 1 D>C", "ABCD", "irv")
    assert Explanation(tabulation, "ABCD").exhausted() == {2: 3}


def test_plurality_is_told_in_one_round() -> None:
    tabulation = count("3 A; 2 B; 2 C; 1 D", "ABCDE", "plurality", seats=2, lots="CBADE")
    assert told(tabulation, "ABCDE") == [
        "Round 1: B and C were equal, and by the lot order C was elected;"
        " A (3) and C (2) were elected."
    ]
    assert why_not(tabulation, "ABCDE", "D") == "D ended with 1, 1 fewer than C."
    assert why_not(tabulation, "ABCDE", "E") == "E had no mark, and who has none is not elected."


def test_guaranteed_seat_is_told_with_its_group() -> None:
    rule = preset("plurality-guaranteed").with_parameters({"guarantee": "boston:1"})
    ballots = profile("5 A; 4 B; 3 C; 2 D", "ABCD")
    tabulation = tabulate(ballots, rule, seats=2, lots=None, groups={3: "boston"})
    assert told(tabulation, "ABCD") == ["Round 1: D (2, for boston) and A (5) were elected."]
    assert why_not(tabulation, "ABCD", "B") == "B ended with 4, 1 fewer than A."
    only = tabulate(ballots, rule, seats=1, lots=None, groups={3: "boston"})
    assert why_not(only, "ABCD", "A") == (
        "A ended with 5, 3 more than D, who holds a place kept for boston."
    )


def test_loser_is_told_only_of_the_ties_that_were_his() -> None:
    tabulation = count("3 A; 2 B; 2 C; 1 D; 1 E", "ABCDE", "plurality", seats=2, lots="CBEDA")
    assert len(tabulation.ties) == 2
    assert why_not(tabulation, "ABCDE", "B") == (
        "B ended with 2, as many as C; B and C were equal, and by the lot order C was elected."
    )


def test_loser_who_left_is_set_beside_the_one_just_above() -> None:
    tabulation = count("20 A; 12 B; 5 C>B; 4 D>B", "ABCD", "irv")
    assert why_not(tabulation, "ABCD", "D") == "D left in round 1 with 4, 1 fewer than C."


def test_truncation_is_told_of_each_round_by_itself() -> None:
    # After A's surplus 0.0005 is lost, and after B's another part.
    tabulation = count("9 A>B>C; 2 B>D; 1 D", "ABCD", "stv-wigm", seats=3)
    lost = [round_.residual for round_ in tabulation.rounds]
    sentences = told(tabulation, "ABCD")
    assert lost[:3] == [0, 5, 10]
    assert sentences[0].endswith("0.0005 was lost to truncation.")
    assert sentences[1].endswith("0.0005 was lost to truncation.")


def test_seat_kept_in_a_recount_is_not_told_as_one_that_reached_the_quota() -> None:
    # Quota 22 // 4 + 1 = 6; D and E keep their seats, which they hold without having reached it.
    ballots = profile("7 A; 8 B; 6 C; 1 D", "ABCDE")
    tabulation = tabulate(ballots, preset("stv-wigm"), seats=3, lots=None, kept=[3, 4])
    assert told(tabulation, "ABCDE") == ["Round 1: B (8), D (1) and E (0) were elected."]


def test_question_is_told_by_its_comparison() -> None:
    lost = tabulate(profile("1 Y; 1 N", "YN"), preset("question"), seats=1, lots=None)
    assert told(lost, "YN") == ["Round 1: 2 x 1 > 1 x 2 does not hold."]
    assert why_not(lost, "YN", "Y") == "Y was not carried: 2 x 1 > 1 x 2 does not hold."
    assert closeness(lost) is None


def test_count_that_awaits_a_lot_says_so_and_nobody_has_lost() -> None:
    tabulation = count("3 A; 2 B; 2 C", "ABC", "plurality", seats=2)
    assert told(tabulation, "ABC") == [
        "Round 1: A (3) was elected; B and C are equal, and a lot is awaited."
    ]
    with pytest.raises(BadInput, match="the count awaits a lot: nobody has lost yet"):
        why_not(tabulation, "ABC", "B")
    assert closeness(tabulation) is None


def test_winner_did_not_lose() -> None:
    with pytest.raises(BadInput, match="A was elected"):
        why_not(count("2 A; 1 B", "AB", "irv"), "AB", "A")


def test_closeness_names_the_last_and_the_closest_decision() -> None:
    tabulation = count("20 A; 12 B; 5 C>B; 4 D>B", "ABCD", "irv")
    found = closeness(tabulation)
    assert found is not None
    # B ends 21 to 20: one changed ballot is enough. D left one behind C.
    assert (found.last.round, found.last.gap, found.last.ballots) == (3, 1, 1)
    assert (found.closest.round, found.closest.ballots) == (1, 1)
    assert found.says(tabulation, "ABCD") == (
        "In the last decision, round 3, B was ahead of A by 1: 1 changed ballot would have been"
        " enough for another result. The closest decision was in round 1, C before D by 1, which"
        " 1 changed ballot could have turned; what would have followed the rounds do not show."
    )


def test_closeness_of_an_even_gap_takes_more_than_half_of_it() -> None:
    found = closeness(count("7 A; 3 B", "AB", "irv"))
    assert found is not None
    assert (found.last.gap, found.last.ballots, found.closest) == (4, 3, found.last)


def test_closeness_of_a_transferable_vote_is_a_least_number() -> None:
    tabulation = count("4 A>B; 3 A>C; 2 C; 1 B", "ABC", "stv-wigm", seats=2)
    found = closeness(tabulation)
    assert found is not None
    assert found.says(tabulation, "ABC") == (
        "In the last decision, round 2, C was ahead of B by 0.5715: it would have taken at least"
        " 1 changed ballot to turn it."
    )


def test_closeness_leaves_out_who_was_elected_before() -> None:
    # Quota 6. A's surplus of 4 brings B to 7; C stays at 4, two changed ballots behind B.
    tabulation = count("10 A>B; 3 B; 4 C", "ABC", "stv-wigm", seats=2)
    found = closeness(tabulation)
    assert found is not None
    assert (found.last.ahead, found.last.behind, found.last.gap) == (1, 2, 30000)
    assert found.last.ballots == 2


def test_closeness_looks_at_no_round_in_which_nobody_lost() -> None:
    # Round 1 elects A and C stays one behind, but nothing was decided between the two.
    found = closeness(count("6 A; 5 C; 3 D; 1 E", "ACDE", "stv-wigm", seats=2))
    assert found is not None
    assert (found.closest.round, found.closest.gap) == (2, 20000)


def test_closeness_of_equals_is_nothing() -> None:
    found = closeness(count("2 A; 2 B", "AB", "irv", lots="AB"))
    assert found is not None
    assert (found.last.gap, found.last.ballots) == (0, 1)


def test_closeness_leaves_out_places_held_by_guarantee() -> None:
    rule = preset("plurality-guaranteed").with_parameters({"guarantee": "boston:1"})
    ballots = profile("9 A; 4 B; 2 D", "ABCD")
    tabulation = tabulate(ballots, rule, seats=2, lots=None, groups={3: "boston"})
    found = closeness(tabulation)
    assert found is not None
    assert (found.last.ahead, found.last.behind, found.last.ballots) == (0, 1, 3)


def test_closeness_is_nothing_where_nobody_lost() -> None:
    assert closeness(count("2 A; 1 B", "AB", "stv-wigm", seats=2)) is None


def test_surplus_of_nothing_is_not_told() -> None:
    tabulation = count("4 A>B; 3 B; 2 C; 1 D", "ABCD", "stv-wigm", seats=2)
    assert told(tabulation, "ABCD")[0] == "Round 1: A (4) reached the 4 needed and was elected."


def test_whole_count_is_told_with_the_losers_and_how_close_it_was() -> None:
    assert [*told_whole(count("3 A; 1 B", "AB", "irv"), "AB")] == [
        "Round 1: A (3) reached the 3 needed and was elected.",
        "B ended with 1, 2 fewer than A.",
        "In the last decision, round 1, A was ahead of B by 2: 2 changed ballots would have been"
        " enough for another result.",
    ]
    assert [*told_whole(count("1 A; 1 B", "AB", "irv"), "AB")] == [
        "Round 1: A and B are equal, and a lot is awaited."
    ]
    assert [*told_whole(count("1 -", "A", "irv"), "A")] == [
        "Round 1: A (0) was elected, with no more candidates left than seats.",
        "No ballot names anybody: this contest is for the committee to look at.",
    ]


def test_alphabet_explains_who_of_three_leaves_and_who_wins() -> None:
    names = ["Garcia, Luis", "Garza, Ana", "Diaz, Eva"]
    order = lot_order("EPHDZWATORJFQSCIUMNBXKYLGV", [parse_name(name) for name in names])
    tabulation = count("2 A; 2 B; 2 C", "ABC", "irv", lots="CBA")
    leaves, wins = tabulation.ties
    assert leaves.reason(order) == "Garza before Garcia: 4th letter, Z (5th) before C (15th)"
    assert wins.reason(order) == "Diaz before Garza: 1st letter, D (4th) before G (25th)"
    assert wins.reason(None) is None
