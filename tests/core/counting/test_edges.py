import pytest

from app.core.counting import Profile, Tabulation, preset, tabulate
from app.core.faults import BadInput
from tests.core.counting.elections import count, letters, profile
from tests.core.counting.strategies import RANKED

SEVERAL = ("stv-wigm", "stv-scottish", "sequential-irv", "bottoms-up")


@pytest.mark.parametrize("name", [*RANKED, "plurality"])
def test_no_candidate_elects_nobody_in_no_round(name: str) -> None:
    tabulation = tabulate(profile("2 -", ""), preset(name), seats=1, lots=None)
    assert (tabulation.elected, tabulation.rounds, tabulation.awaiting) == ((), (), None)


@pytest.mark.parametrize("name", RANKED)
def test_one_candidate_is_elected_with_votes_or_without(name: str) -> None:
    for text in ("3 A", "3 -"):
        tabulation = count(text, "A", name)
        assert (letters(tabulation.elected), tabulation.ties) == ("A", ())


@pytest.mark.parametrize("name", RANKED)
def test_no_ballots_leave_it_to_the_lots(name: str) -> None:
    empty = Profile(3, {})
    tabulation = tabulate(empty, preset(name), seats=1, lots=[1, 2, 0])
    assert (letters(tabulation.elected), tabulation.ballots) == ("B", 0)
    assert not tabulation.unvoted
    awaiting = tabulate(empty, preset(name), seats=1, lots=None).awaiting
    assert awaiting is not None
    assert awaiting.tied == (0, 1, 2)


@pytest.mark.parametrize("name", [*RANKED, "plurality"])
def test_all_blank_ballots_are_counted_and_the_contest_flagged(name: str) -> None:
    tabulation = tabulate(profile("4 -", "AB"), preset(name), seats=1, lots=[1, 0])
    assert (tabulation.ballots, tabulation.unvoted) == (4, True)
    assert tabulation.as_json("AB")["unvoted"] is True
    assert letters(tabulation.elected) == ("" if name == "plurality" else "B")


@pytest.mark.parametrize("name", SEVERAL)
def test_more_seats_than_candidates_elect_all(name: str) -> None:
    assert sorted(count("2 A; 1 B", "ABC", name, seats=7, lots="CBA").elected) == [0, 1, 2]


@pytest.mark.parametrize("name", RANKED)
def test_all_tied_is_settled_by_lots_alone(name: str) -> None:
    text = "1 A>B>C; 1 B>C>A; 1 C>A>B"
    tabulation = count(text, "ABC", name, lots="CAB")
    assert {tie.settled_by for tie in tabulation.ties} == {"lots"}
    assert letters(tabulation.ties[0].tied) in ("ABC", "CAB")


def big(name: str, seats: int, candidates: int = 300) -> Tabulation:
    rankings = [
        [(start * 7 + step * 11) % candidates for step in range(length)]
        for start in range(candidates)
        for length in (1, 13, candidates)
    ]
    ballots = Profile.from_rankings(candidates, rankings)
    return tabulate(ballots, preset(name), seats=seats, lots=range(candidates))


@pytest.mark.parametrize("name", ["stv-wigm", "stv-scottish", "bottoms-up"])
def test_300_candidates_for_122_seats_are_counted(name: str) -> None:
    tabulation = big(name, 122)
    assert len({*tabulation.elected}) == 122
    assert tabulation.awaiting is None


def test_300_marks_on_a_ballot_of_122_seats_void_it() -> None:
    every = Profile.from_rankings(300, [range(300)] * 2 + [range(122)])
    tabulation = tabulate(every, preset("plurality"), seats=122, lots=range(300))
    assert tabulation.elected == tuple(range(122))
    assert tabulation.void == 2


def test_candidates_of_one_name_are_counted_apart() -> None:
    tabulation = count("3 A; 2 B", "AB", "irv")
    assert tabulation.elected == (0,)
    assert tabulation.rounds[0].tally == {0: 3, 1: 2}


@pytest.mark.parametrize("length", [1, 2, 150, 300])
def test_ranking_of_any_length_counts_for_its_first_continuing_candidate(length: int) -> None:
    ranking = [*range(length)]
    ballots = Profile.from_rankings(301, [ranking] + [[300]] * 2)
    tabulation = tabulate(ballots, preset("irv"), seats=1, lots=range(301))
    assert tabulation.elected == (300,)
    assert tabulation.rounds[0].tally[0] == 1


@pytest.mark.parametrize(
    ("form", "valid", "seats", "quota"),
    [
        ("droop", 20, 3, "6"),
        ("droop", 19, 3, "5"),
        ("droop-fraction", 20, 3, "5.0001"),
        ("droop-fraction", 19, 3, "4.7501"),
        ("hare", 20, 3, "7"),
        ("hare", 21, 3, "8"),
    ],
)
def test_quota_in_each_form(form: str, valid: int, seats: int, quota: str) -> None:
    # RCTab 2.0's forms: floor(V/(S+1)) + 1, V/(S+1) + 10^-d, and with V/S instead.
    rule = preset("stv-wigm").with_parameters({"quota": form})
    tabulation = tabulate(profile(f"{valid} A>B", "ABCD"), rule, seats=seats, lots=range(4))
    assert tabulation.as_json("ABCD")["rounds"][0]["threshold"] == quota


def test_ranking_limit_leaves_later_choices_out() -> None:
    rule = preset("irv").with_parameters({"limit": "1"})
    tabulation = tabulate(profile("3 A; 2 B>C; 2 C>B", "ABC"), rule, seats=1, lots=[0, 1, 2])
    assert letters(tabulation.elected) == "A"
    assert tabulation.rounds[1].exhausted == 2


@pytest.mark.parametrize(
    ("lots", "says"),
    [
        ([0, 0], "the lot order is wrong: candidate 1 is named twice"),
        ([0, 5], "the lot order is wrong: there is no candidate 6 among 2"),
    ],
)
def test_lot_order_that_cannot_be_is_refused(lots: list[int], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        tabulate(profile("1 A", "AB"), preset("irv"), seats=1, lots=lots)


def test_no_seats_are_refused() -> None:
    with pytest.raises(BadInput, match="0 seats: a contest fills at least one seat"):
        tabulate(profile("1 A", "AB"), preset("plurality"), seats=0, lots=None)


def test_tie_for_two_of_three_places_takes_the_two_best_in_the_lots() -> None:
    tabulation = count("3 A; 2 B; 2 C; 2 D", "ABCD", "plurality", seats=3, lots="DCBA")
    assert letters(tabulation.elected) == "ADC"
    assert [letters(tie.tied) for tie in tabulation.ties] == ["BCD", "BC"]


def test_tie_for_election_is_parted_by_the_earlier_round_with_more_votes() -> None:
    # Round 2 leaves A and B with 4 each; in round 1 A had 4 and B had 3.
    rule = preset("irv").with_parameters({"ties": "earlier-round,lots"})
    tabulation = tabulate(profile("4 A; 3 B; 1 C>B", "ABC"), rule, seats=1, lots=None)
    (tie,) = tabulation.ties
    assert (letters(tabulation.elected), tie.kind, tie.settled_by) == (
        "A",
        "election",
        "earlier-round",
    )
