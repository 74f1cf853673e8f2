"""The ways of pyrankvote that no rule here has, by which a differing second count is explained."""

from dataclasses import replace

from app.core.counting import Tabulation, preset, tabulate
from app.core.counting.rule import Habit
from tests.core.counting.elections import letters, profile


def counted(text: str, candidates: str, rule: str, *habits: Habit, seats: int = 1) -> Tabulation:
    changed = replace(preset(rule), habits=frozenset(habits))
    order = range(len(candidates))
    return tabulate(profile(text, candidates), changed, seats=seats, lots=order)


def eliminated(tabulation: Tabulation) -> list[str]:
    return [letters(round_.eliminated) for round_ in tabulation.rounds]


def test_certain_losers_leave_even_where_together_they_only_equal_the_next_above() -> None:
    # B and C together equal A's 4, so neither can pass A. With one more for B they would.
    found = counted("4 A; 3 B>C; 1 C>B", "ABC", "irv", "certain-losers")
    assert (eliminated(found), letters(found.elected)) == (["BC", ""], "A")
    one_more = counted("4 A; 4 B>C; 1 C>B", "ABC", "irv", "certain-losers")
    assert eliminated(one_more) == ["C", ""]


def test_certain_losers_leave_together() -> None:
    found = counted("7 A; 5 B>C; 3 C>B; 2 D>C", "ABCD", "irv", "certain-losers")
    assert (eliminated(found), letters(found.elected)) == (["CD", ""], "B")


def test_certain_losers_equal_the_next_above_within_a_thousandth_of_a_vote() -> None:
    # A's surplus brings C 6 x 0.333333333333, just under the 2 that B and D have together.
    rule = replace(preset("stv-wigm"), habits=frozenset[Habit](["certain-losers"]), precision=12)
    ballots = profile("6 A>C; 1 B; 1 D; 3 E", "ABCDE")
    found = tabulate(ballots, rule, seats=2, lots=range(5))
    assert found.rounds[1].tally[2] == 1_999_999_999_998
    assert eliminated(found)[1] == "BD"


def test_certain_losers_never_empty_the_open_seats() -> None:
    # A sits; for the seat left B, C and D are equal, and one at a time they leave by lot.
    found = counted("6 A; 2 B; 2 C; 2 D", "ABCD", "stv-wigm", "certain-losers", seats=2)
    assert (eliminated(found), letters(found.elected)) == (["", "D", "C", ""], "AB")
    assert [(letters(tie.tied), tie.kind) for tie in found.ties] == [
        ("BCD", "order"),
        ("BC", "order"),
    ]


def test_certain_losers_that_are_all_the_equals_there_are_need_no_lot() -> None:
    found = counted("9 A; 8 B; 2 C; 2 D", "ABCD", "irv", "certain-losers")
    assert (eliminated(found)[0], found.ties) == ("CD", ())


def test_unrounded_quota_is_a_share_of_the_ballots_that_need_not_be_whole() -> None:
    # 10 ballots and 2 seats: 3.3333 and not 4, so A's surplus of 0.6667 makes B's seat sure.
    found = counted("4 A>B; 3 B; 3 C", "ABC", "stv-wigm", "unrounded-quota", seats=2)
    assert (found.rounds[0].threshold, letters(found.elected)) == (33333, "AB")
    assert found.rounds[1].tally == {0: 33333, 1: 36664, 2: 30000}


def test_unrounded_quota_is_to_be_passed_and_not_only_met() -> None:
    # 9 ballots and 2 seats: A meets 3 exactly, to twelve decimals, and is not yet elected.
    rule = replace(preset("stv-wigm"), habits=frozenset[Habit](["unrounded-quota"]), precision=12)
    ballots = profile("4 A; 3 B; 2 C", "ABC")
    found = tabulate(ballots, rule, seats=2, lots=None)
    assert [letters(round_.elected) for round_ in found.rounds] == ["A", "", "B"]


def test_unrounded_quota_is_passed_by_little() -> None:
    # 299 ballots and 2 seats: 99.6667. A's surplus of 1.3333 brings B 51/101 of it, to 99.6733.
    rule = replace(preset("stv-wigm"), habits=frozenset[Habit](["unrounded-quota"]), precision=12)
    ballots = profile("51 A>B; 50 A; 99 B; 99 C", "ABC")
    found = tabulate(ballots, rule, seats=2, lots=None)
    assert [letters(round_.elected) for round_ in found.rounds] == ["A", "B"]


def test_equal_papers_move_at_one_value_whatever_each_was_worth() -> None:
    # By hand: quota 8 // 4 + 1 = 3. D has 5, two of them surplus: 5 x 0.4 to B, who has 4.
    # By value B's own ballots move at 0.25 and D's at 0.1; as equal papers all seven at 1/7.
    text = "5 D>B>A; 1 C>D>A; 2 B>C>D"
    found = counted(text, "ABCD", "stv-wigm", "equal-papers", seats=3)
    assert found.rounds[2].tally == {0: 5 * 1428, 1: 30000, 2: 10000 + 2 * 1428, 3: 30000}
    by_value = counted(text, "ABCD", "stv-wigm", seats=3)
    assert by_value.rounds[2].tally == {0: 5000, 1: 30000, 2: 15000, 3: 30000}


def test_equal_papers_of_a_loser_move_at_one_value_too() -> None:
    # B leaves with 2.9998 on ten ballots: 0.2999 each, though one was worth a whole vote.
    text = "9 A>B>C; 1 B>D; 6 C; 4 D"
    found = counted(text, "ABCD", "stv-wigm", "equal-papers", seats=2)
    assert found.rounds[2].tally == {0: 70000, 2: 60000 + 9 * 2999, 3: 40000 + 2999}
    by_value = counted(text, "ABCD", "stv-wigm", seats=2)
    assert by_value.rounds[2].tally == {0: 70000, 2: 60000 + 9 * 2222, 3: 50000}
