import pytest

from app.core.counting import Tabulation, preset, tabulate
from app.core.counting.succession import alternates, countback, last_eliminated, recount
from app.core.faults import BadInput
from app.core.ties import Draw
from tests.core.counting.elections import letters, profile


def counted(text: str, candidates: str, rule: str, seats: int = 1) -> Tabulation:
    order = range(len(candidates))
    return tabulate(profile(text, candidates), preset(rule), seats=seats, lots=order)


def test_next_highest_succeeds_under_plurality() -> None:
    tabulation = counted("5 A; 4 B; 3 C; 2 D", "ABCD", "plurality", seats=2)
    assert letters(alternates(tabulation, [0])) == "CD"
    assert letters(alternates(tabulation, [0, 2])) == "D"


def test_ranked_contest_has_no_alternates_and_plurality_no_recount() -> None:
    ballots = profile("2 A; 1 B", "AB")
    with pytest.raises(BadInput, match="a ranked vacancy is recounted"):
        alternates(counted("2 A; 1 B", "AB", "irv"), [0])
    with pytest.raises(BadInput, match="plurality is not ranked"):
        recount(ballots, counted("2 A; 1 B", "AB", "plurality"), [0], lots=None)


def test_recount_of_a_single_seat_elects_whom_the_ballots_prefer_next() -> None:
    text = "4 A>C; 3 B; 2 C"
    found = recount(profile(text, "ABC"), counted(text, "ABC", "irv"), [0], lots=None)
    assert letters(found.successors) == "C"
    assert found.candidates == (1, 2)
    assert found.tabulation.rounds[0].tally == {0: 3, 1: 6}


def test_recount_keeps_the_seats_of_the_others_elected() -> None:
    # A and B sit. Without A, C and D both pass B, who keeps the seat all the same.
    text = "9 A>C; 5 B; 4 C; 6 D; 5 A>D"
    tabulation = counted(text, "ABCD", "stv-wigm", seats=2)
    assert letters(tabulation.elected) == "AD"
    found = recount(profile(text, "ABCD"), tabulation, [0], lots=None)
    assert letters(found.successors) == "C"
    assert 2 in found.tabulation.elected


def test_recount_fills_one_vacancy_when_two_newcomers_reach_the_quota() -> None:
    text = "8 A>B; 8 A>C; 3 D; 1 B"
    tabulation = counted(text, "ABCD", "stv-wigm", seats=2)
    assert letters(tabulation.elected) == "AB"
    # Without A: B 9, C 8, D 3, quota 7; both B and C reach it and B keeps a seat.
    assert letters(recount(profile(text, "ABCD"), tabulation, [0], lots=None).successors) == "C"
    # Were D the one who keeps a seat, only the better of B and C could come in.
    by_hand = tabulate(
        profile(text, "ABCD").without([0]), preset("stv-wigm"), seats=2, lots=None, kept=[2]
    )
    assert by_hand.elected == (0, 2)


def test_recount_with_more_newcomers_over_the_quota_than_vacancies_takes_the_best() -> None:
    # Quota 22 // 4 + 1 = 6: A, B and C reach it, and D and E keep two of the three seats.
    for text, elected in (("7 A; 8 B; 6 C; 1 D", "B"), ("7 A; 7 B; 6 C; 2 D", "C")):
        ballots = profile(text, "ABCDE")
        found = tabulate(ballots, preset("stv-wigm"), seats=3, lots=[2, 1, 0, 3, 4], kept=[3, 4])
        first = found.rounds[0]
        assert {*letters(found.elected)} == {"D", "E", "B"}
        assert len(found.rounds) == 1
        assert first.eliminated == ()
        assert (found.ties != ()) == (elected == "C")


def test_recount_never_eliminates_who_keeps_a_seat() -> None:
    # E has fewest from the first round to the last.
    ballots = profile("7 A; 7 B; 3 C>A; 4 D>B; 1 E>D", "ABCDE")
    for rule, gone, elected in (("bottoms-up", "CDA", "BE"), ("stv-wigm", "C", "AE")):
        found = tabulate(ballots, preset(rule), seats=2, lots=None, kept=[4])
        assert "".join(letters(round_.eliminated) for round_ in found.rounds) == gone
        assert letters(found.elected) == elected


def test_recount_moves_the_surplus_of_who_keeps_a_seat() -> None:
    # Quota 15 // 3 + 1 = 6. A keeps a seat and reaches it: 4 votes go on to C, who passes B.
    ballots = profile("10 A>C; 3 B; 2 C", "ABC")
    found = tabulate(ballots, preset("stv-wigm"), seats=2, lots=None, kept=[0])
    assert [letters(round_.elected) for round_ in found.rounds] == ["A", "C"]
    assert found.rounds[1].tally == {0: 60000, 1: 30000, 2: 60000}


def test_recount_seats_who_keeps_a_seat_only_once_the_vacancy_is_filled() -> None:
    ballots = profile("3 A; 3 B; 2 C>A; 1 D", "ABCD")
    found = tabulate(ballots, preset("stv-wigm"), seats=2, lots=None, kept=[3])
    assert [letters(round_.elected) for round_ in found.rounds] == ["", "AD"]


def test_recount_settles_its_ties_by_the_lots_of_the_count() -> None:
    # Without A, who had a majority, B and C are equal.
    text = "5 A; 2 B; 2 C"
    ballots = profile(text, "ABC")
    tabulation = counted(text, "ABC", "irv")
    assert letters(recount(ballots, tabulation, [0], lots=[0, 2, 1]).successors) == "C"
    assert recount(ballots, tabulation, [0], lots=None).tabulation.awaiting is not None


def test_recount_settles_its_ties_by_the_lots_that_were_drawn() -> None:
    # C's lot was drawn among all three of them; A has left since.
    text = "2 A; 2 B; 2 C"
    ballots, draws = profile(text, "ABC"), [Draw((0, 2, 1))]
    tabulation = tabulate(ballots, preset("irv"), seats=1, lots=None, draws=draws)
    assert letters(tabulation.elected) == "A"
    found = recount(ballots, tabulation, [0], lots=None, draws=draws)
    assert letters(found.successors) == "C"
    (tie,) = found.tabulation.ties
    assert (tie.tied, tie.chosen, tie.settled_by) == ((0, 1), 1, "drawn lot")


def test_recount_of_sequential_irv_fills_only_the_vacancy() -> None:
    text = "5 A>B>C; 4 D>E; 2 E"
    tabulation = counted(text, "ABCDE", "sequential-irv", seats=2)
    found = recount(profile(text, "ABCDE"), tabulation, [0], lots=None)
    assert letters(tabulation.elected) == "AB"
    # Without A and B there are C 5, D 4, E 2: E leaves, and C has 5 of 9.
    assert letters(found.successors) == "C"
    assert letters([found.candidates[c] for c in found.tabulation.elected]) == "CB"


def test_recount_with_nobody_left_leaves_the_seat_vacant() -> None:
    found = recount(profile("2 A", "A"), counted("2 A", "A", "irv"), [0], lots=None)
    assert found.successors == ()


def test_last_eliminated_comes_first_and_equals_stand_together() -> None:
    tabulation = counted("9 A; 5 B; 3 C; 2 D>C; 2 E", "ABCDE", "bottoms-up")
    assert [letters(group) for group in last_eliminated(tabulation)] == ["B", "C", "D", "E"]
    # Whoever was still in the race when the seat was won was never eliminated at all.
    decided = counted("9 A; 3 B; 3 C; 1 D", "ABCD", "irv")
    assert [letters(group) for group in last_eliminated(decided)] == ["BC", "D"]
    assert [letters(group) for group in last_eliminated(decided, [1])] == ["C", "D"]


def test_last_eliminated_of_several_passes_is_that_of_the_last() -> None:
    tabulation = counted("5 A>B>C; 4 D>E; 2 E", "ABCDE", "sequential-irv", seats=2)
    assert [letters(group) for group in last_eliminated(tabulation)] == ["D", "E", "C"]


def test_countback_counts_what_stayed_with_the_member_who_left() -> None:
    # Quota 20 // 3 + 1 = 7. A has 12: each ballot moves on at trunc4(5/12) = 0.4166 and
    # 0.5834 of it stays. Of those 12, 8 name C next and 4 name D.
    text = "8 A>C; 4 A>D; 6 B; 2 D"
    tabulation = counted(text, "ABCD", "stv-wigm", seats=2)
    assert letters(tabulation.elected) == "AB"
    found = countback(profile(text, "ABCD"), tabulation, 0, lots=None)
    assert letters(found.successors) == "C"
    assert found.candidates == (2, 3)
    assert found.tabulation.rounds[0].tally == {0: 8 * 5834, 1: 4 * 5834}
    assert found.tabulation.ballots == 12
    barred = countback(profile(text, "ABCD"), tabulation, 0, unavailable=[2], lots=None)
    assert letters(barred.successors) == "D"


def test_countback_of_a_member_without_surplus_uses_whole_ballots() -> None:
    text = "9 A>B; 5 B>C; 4 D; 1 C"
    tabulation = counted(text, "ABCD", "stv-wigm", seats=2)
    assert letters(tabulation.elected) == "AB"
    found = countback(profile(text, "ABCD"), tabulation, 1, lots=None)
    # B holds 5 whole ballots for C and 9 worth 0.2222 that name nobody else.
    assert found.tabulation.rounds[0].tally == {0: 5 * 10000, 1: 0}
    assert letters(found.successors) == "C"


def test_countback_counts_no_ballot_that_came_without_value() -> None:
    # A met the quota of 4 exactly, so her four ballots came to B worth nothing.
    text = "4 A>B>C; 3 B>D; 2 C; 1 E>B>D"
    tabulation = counted(text, "ABCDE", "stv-wigm", seats=2)
    assert letters(tabulation.elected) == "AB"
    found = countback(profile(text, "ABCDE"), tabulation, 1, lots=range(5))
    assert found.tabulation.ballots == 4
    assert letters(found.successors) == "D"


def test_countback_looks_no_further_than_the_ranks_that_counted() -> None:
    text = "6 A>C>B; 3 B; 1 C"
    rule = preset("stv-wigm").with_parameters({"limit": "1"})
    tabulation = tabulate(profile(text, "ABC"), rule, seats=1, lots=None)
    found = countback(profile(text, "ABC"), tabulation, 0, lots=[0, 1, 2])
    assert found.tabulation.rounds[0].tally == {0: 0, 1: 0}
    assert found.tabulation.unvoted


def test_countback_settles_its_ties_by_the_lots_of_the_count() -> None:
    text = "3 A>B; 3 A>C; 1 B"
    tabulation = counted(text, "ABC", "stv-wigm")
    assert letters(tabulation.elected) == "A"
    for lots, successor in (([0, 1, 2], "B"), ([2, 1, 0], "C")):
        found = countback(profile(text, "ABC"), tabulation, 0, lots=lots)
        assert letters(found.successors) == successor


@pytest.mark.parametrize(
    ("rule", "departed", "says"),
    [
        ("irv", 0, "a countback is for a transferable vote, and this was irv"),
        ("stv-wigm", 1, "a vacancy is that of a member who was elected"),
    ],
)
def test_countback_that_cannot_be_is_refused(rule: str, departed: int, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        countback(profile("2 A; 1 B", "AB"), counted("2 A; 1 B", "AB", rule), departed, lots=None)


def test_nobody_succeeds_while_a_lot_is_awaited() -> None:
    ballots = profile("1 A; 1 B", "AB")
    awaiting = tabulate(ballots, preset("irv"), seats=1, lots=None)
    with pytest.raises(BadInput, match="the count awaits a lot"):
        last_eliminated(awaiting)
    equals = tabulate(profile("2 A; 1 B; 1 C", "ABC"), preset("plurality"), seats=1, lots=None)
    with pytest.raises(BadInput, match="the count awaits a lot"):
        alternates(equals, [0])


def test_countback_needs_the_lots_of_the_count() -> None:
    text = "6 A; 2 B; 2 C"
    tabulation = counted(text, "ABC", "stv-wigm", seats=2)
    assert letters(tabulation.elected) == "AB"
    found = countback(profile(text, "ABC"), tabulation, 0, lots=range(3))
    assert letters(found.successors) == "C"
    with pytest.raises(BadInput, match="the lot order by which the count was made"):
        countback(profile(text, "ABC"), tabulation, 0, lots=None)
