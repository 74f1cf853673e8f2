from app.core.counting import preset, tabulate
from app.core.counting.rounds import Transfer
from tests.core.counting.elections import count, letters, profile


def test_wigm_moves_each_ballot_at_the_truncated_share_of_the_surplus() -> None:
    # By hand: 10 ballots, 2 seats, quota 10 // 3 + 1 = 4. A has 7, surplus 3;
    # f = trunc4(3/7) = 0.4285. 4 ballots go to B (1.7140), 3 to C (1.2855); 0.0005 is lost.
    tabulation = count("4 A>B; 3 A>C; 2 C; 1 B", "ABC", "stv-wigm", seats=2)
    first, second = tabulation.rounds[:2]
    assert (first.threshold, letters(first.elected), first.eliminated) == (40000, "A", ())
    assert second.tally == {0: 40000, 1: 27140, 2: 32855}
    assert (second.exhausted, second.residual) == (0, 5)
    assert first.transfers == (Transfer(0, 1, 17140), Transfer(0, 2, 12855))
    assert letters(tabulation.elected) == "AC"


def test_wigm_truncates_the_value_again_when_a_ballot_moves_twice() -> None:
    # Quota 12 // 4 + 1 = 4. A 9, f = trunc4(5/9) = 0.5555, so B has 2 + 9 x 0.5555 = 6.9995,
    # f = trunc4(2.9995/6.9995) = 0.4285; 0.5555 x 0.4285 = 0.23803... truncates to 0.2380.
    tabulation = count("9 A>B>C; 2 B>D; 1 D", "ABCD", "stv-wigm", seats=3)
    third = tabulation.rounds[2]
    assert tabulation.rounds[1].tally[1] == 69995
    assert third.tally == {0: 40000, 1: 40000, 2: 9 * 2380, 3: 10000 + 2 * 4285}
    assert third.residual == 120000 - sum(third.tally.values())


def test_wigm_elects_all_over_the_quota_together_before_any_ballot_moves() -> None:
    tabulation = count("4 A>B>C; 4 B>A>C; 2 C; 1 D", "ABCD", "stv-wigm", seats=3)
    # Quota 11 // 4 + 1 = 3: A and B are both out, so their surpluses meet at C.
    assert letters(tabulation.rounds[0].elected) == "AB"
    assert tabulation.rounds[1].tally == {0: 30000, 1: 30000, 2: 40000, 3: 10000}


def test_wigm_with_the_quota_met_exactly_moves_ballots_at_no_value() -> None:
    tabulation = count("4 A>B; 3 B; 2 C; 1 D", "ABCD", "stv-wigm", seats=2)
    assert letters(tabulation.rounds[0].elected) == "A"
    assert tabulation.rounds[0].eliminated == ()
    assert tabulation.rounds[1].tally == {0: 40000, 1: 30000, 2: 20000, 3: 10000}
    assert letters(tabulation.rounds[1].eliminated) == "D"


def test_wigm_with_no_more_candidates_than_seats_elects_all_without_votes_too() -> None:
    tabulation = count("2 A", "ABC", "stv-wigm", seats=5)
    assert letters(tabulation.elected) == "ABC"
    assert len(tabulation.rounds) == 1


def test_wigm_with_candidates_without_votes_drops_one_a_round_last_in_the_lots_first() -> None:
    tabulation = count("5 A; 1 B", "ABCD", "stv-wigm", seats=2, lots="DCBA")
    eliminated = [letters(round_.eliminated) for round_ in tabulation.rounds]
    assert eliminated == ["", "C", "D", ""]
    assert letters(tabulation.elected) == "AB"


def test_scottish_moves_the_largest_surplus_first_and_one_at_a_stage() -> None:
    # Quota 20 // 4 + 1 = 6: A 9, B 7. A's surplus moves first, B's waits in full view.
    tabulation = count("9 A>C; 7 B>D; 2 C; 2 D", "ABCD", "stv-scottish", seats=3)
    second, third = tabulation.rounds[1:3]
    assert second.tally == {0: 600000, 1: 700000, 2: 200000 + 9 * 33333, 3: 200000}
    assert third.tally[1] == 600000
    assert third.tally[3] == 200000 + 7 * 14285


def test_largest_surplus_moves_first_whatever_the_lots_say() -> None:
    rule = preset("stv-wigm").with_parameters({"surplus": "largest-first"})
    ballots = profile("9 A>C; 7 B>D; 2 C; 2 D", "ABCD")
    first = tabulate(ballots, rule, seats=3, lots=[1, 0, 2, 3]).rounds[0]
    assert (letters(first.elected), first.transfers[0].source) == ("AB", 0)


def test_scottish_gives_no_stage_to_a_surplus_of_zero() -> None:
    tabulation = count("4 A>B; 3 B; 2 C; 1 D", "ABCD", "stv-scottish", seats=2)
    assert letters(tabulation.rounds[0].elected) == "A"
    assert letters(tabulation.rounds[0].eliminated) == "D"


def test_scottish_tie_goes_to_the_latest_earlier_stage_that_differs() -> None:
    # B and C are equal at stage 2; at stage 1 B had fewer, so B leaves without a lot.
    tabulation = count("5 E; 4 D; 3 C; 2 B; 1 A>B", "ABCDE", "stv-scottish", seats=2)
    (tie,) = [tie for tie in tabulation.ties if tie.round == 2]
    assert (letters(tie.tied), tie.settled_by, letters([tie.chosen])) == (
        "BC",
        "earlier-round",
        "B",
    )


def test_scottish_tie_of_surpluses_never_apart_awaits_a_lot() -> None:
    tabulation = count("8 A>C; 8 B>D; 2 C; 2 D", "ABCD", "stv-scottish", seats=3)
    assert tabulation.awaiting is not None
    assert (tabulation.awaiting.kind, letters(tabulation.awaiting.tied)) == ("surplus", "AB")
    assert letters(tabulation.elected) == "AB"


def test_precision_set_higher_loses_less() -> None:
    ballots = profile("4 A>B; 3 A>C; 2 C; 1 B", "ABC")
    finer = preset("stv-wigm").with_parameters({"precision": "6"})
    tabulation = tabulate(ballots, finer, seats=2, lots=None)
    assert tabulation.rounds[1].tally[1] == 1000000 + 4 * 428571
    assert tabulation.as_json("ABC")["parameters"] == {"precision": "6"}
