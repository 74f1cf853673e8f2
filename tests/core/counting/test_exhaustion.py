from app.core.counting import preset, tabulate
from app.core.counting.exhaustion import Exhaustion, exhaustion
from tests.core.counting.elections import profile


def test_exhausted_ballots_are_told_apart_by_reason() -> None:
    rule = preset("irv").with_parameters({"limit": "2"})
    ballots = profile("7 A; 6 B; 3 C; 1 D>C; 1 D>C>B; 1 C>A; 2 -", "ABCD")
    tabulation = tabulate(ballots, rule, seats=1, lots=[0, 1, 2, 3])
    assert {*tabulation.rounds[-1].tally} == {0, 1}
    # Four named nobody of A and B; one named B, but third where two ranks count.
    assert exhaustion(ballots, tabulation) == Exhaustion(no_further_choice=4, beyond_limit=1)
    assert tabulation.rounds[-1].exhausted == 5


def test_count_without_a_round_exhausts_nothing() -> None:
    ballots = profile("2 -", "")
    tabulation = tabulate(ballots, preset("irv"), seats=1, lots=None)
    assert exhaustion(ballots, tabulation) == Exhaustion(0, 0)
