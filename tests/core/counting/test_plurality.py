from tests.core.counting.elections import count, letters


def test_plurality_elects_those_with_most_marks_and_orders_the_alternates() -> None:
    tabulation = count("5 AB; 3 AC; 1 D", "ABCD", "plurality", seats=2)
    assert letters(tabulation.elected) == "AB"
    assert tabulation.rounds[0].tally == {0: 8, 1: 5, 2: 3, 3: 1}
    assert letters(tabulation.alternates or ()) == "CD"
    assert tabulation.as_json("ABCD")["alternates"] == ["C", "D"]
    assert tabulation.ties == ()


def test_plurality_leaves_a_seat_vacant_rather_than_elect_without_a_mark() -> None:
    tabulation = count("2 A", "ABC", "plurality", seats=2)
    assert letters(tabulation.elected) == "A"
    assert tabulation.alternates == ()


def test_plurality_voids_a_ballot_with_more_marks_than_seats() -> None:
    tabulation = count("2 A; 3 ABC", "ABC", "plurality", seats=2)
    assert tabulation.rounds[0].tally == {0: 2, 1: 0, 2: 0}
    assert tabulation.as_json("ABC")["void"] == 3


def test_ranked_ballot_is_never_void_however_many_it_ranks() -> None:
    assert "void" not in count("3 A>B>C", "ABC", "irv").as_json("ABC")


def test_plurality_with_a_tie_inside_the_winning_set_needs_no_lot() -> None:
    tabulation = count("2 A; 2 B; 1 C", "ABC", "plurality", seats=2)
    assert letters(tabulation.elected) == "AB"
    assert (tabulation.awaiting, tabulation.ties) == (None, ())


def test_plurality_with_a_tie_at_the_cut_line_elects_the_earlier_in_the_lots() -> None:
    tabulation = count("3 A; 2 B; 2 C; 2 D", "ABCD", "plurality", seats=2, lots="DCBA")
    assert letters(tabulation.elected) == "AD"
    assert letters(tabulation.alternates or ()) == "CB"
    cut, order = tabulation.ties
    assert (cut.kind, letters(cut.tied), letters([cut.chosen])) == ("election", "BCD", "D")
    assert (order.kind, letters(order.tied), letters([order.chosen])) == ("order", "CB", "C")


def test_plurality_with_a_tie_at_the_cut_line_and_no_lots_keeps_the_sure_winners() -> None:
    tabulation = count("3 A; 2 B; 2 C", "ABC", "plurality", seats=2)
    assert letters(tabulation.elected) == "A"
    assert tabulation.awaiting is not None
    assert letters(tabulation.awaiting.tied) == "BC"


def test_plurality_with_tied_alternates_and_no_lots_awaits_their_order() -> None:
    tabulation = count("3 A; 2 B; 2 C", "ABC", "plurality", seats=1)
    assert letters(tabulation.elected) == "A"
    assert tabulation.awaiting is not None
    assert tabulation.awaiting.kind == "order"


def test_plurality_by_run_off_leaves_the_last_seat_open_whatever_the_lots_say() -> None:
    tabulation = count("3 A; 2 B; 2 C; 1 D", "ABCD", "plurality-run-off", seats=2, lots="DCBA")
    assert letters(tabulation.elected) == "A"
    assert (tabulation.ties, tabulation.alternates) == ((), ())
    assert tabulation.as_json("ABCD")["awaiting"] == {
        "round": 1,
        "kind": "election",
        "tied": ["B", "C"],
        "needs": "a run-off between B, C",
    }


def test_plurality_by_run_off_fills_every_seat_where_nobody_ties_for_the_last() -> None:
    tabulation = count("3 A; 3 B; 2 C; 1 D; 1 E", "ABCDE", "plurality-run-off", seats=2)
    assert letters(tabulation.elected) == "AB"
    assert tabulation.awaiting is None


def test_plurality_by_run_off_orders_alternates_up_to_the_first_equals() -> None:
    tabulation = count("4 A; 3 B; 1 C; 1 D", "ABCD", "plurality-run-off", seats=1, lots="DCBA")
    assert letters(tabulation.alternates or ()) == "B"
