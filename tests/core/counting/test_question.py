import pytest

from app.core.counting import Tabulation, Verdict, carried_by_all, preset, tabulate
from app.core.faults import BadInput
from tests.core.counting.elections import letters, profile


def asked(text: str, options: str = "YNA", lots: str | None = None, **settings: str) -> Tabulation:
    order = None if lots is None else [options.index(letter) for letter in lots]
    rule = preset("question").with_parameters(settings)
    return tabulate(profile(text, options), rule, seats=1, lots=order)


def verdict(text: str, **settings: str) -> Verdict:
    found = asked(text, **settings).verdict
    assert found is not None
    return found


def test_majority_must_be_more_than_half_of_the_votes_for_and_against() -> None:
    # H25, M27: abstentions and blank ballots do not count against.
    assert verdict("3 Y; 2 N; 9 A; 9 -").carried
    assert not verdict("3 Y; 3 N").carried
    assert asked("3 Y; 2 N").elected == (0,)
    assert asked("3 Y; 3 N").elected == ()


def test_two_thirds_are_reached_exactly() -> None:
    # M26: 3 x yes >= 2 x (for and against).
    assert verdict("240 Y; 120 N", threshold="2/3").carried
    assert not verdict("239 Y; 120 N", threshold="2/3").carried
    says = "3 x 240 >= 2 x 360 holds; 363 took part, and the quorum is 360"
    assert verdict("240 Y; 120 N; 3 A", threshold="2/3", quorum="360").says == says


@pytest.mark.parametrize(
    ("base", "of", "carried"),
    [
        ("for-and-against", 5, True),
        ("ballots-cast", 7, False),
        ("members-present", 8, False),
        ("members-eligible", 9, False),
    ],
)
def test_base_decides_of_what_the_threshold_is(base: str, of: int, *, carried: bool) -> None:
    found = verdict("3 Y; 2 N; 1 A; 1 -", base=base, present="8", eligible="9")
    assert (found.base, found.carried) == (of, carried)


def test_one_vote_alone_carries_a_question() -> None:
    assert verdict("1 Y; 3 -").carried


def test_members_present_may_be_as_many_as_the_ballots() -> None:
    assert verdict("1 Y", base="members-present", present="1").carried
    assert verdict("3 Y", present="3").present == 3


def test_no_quorum_is_met_by_nobody() -> None:
    assert verdict("0 Y").quorum_met


def test_quorum_as_a_number_or_a_share_of_the_members() -> None:
    # M25: a strike vote needs ballots of 30 % of the affected members.
    assert verdict("3 Y", quorum="3").quorum_met
    assert not verdict("2 Y", quorum="3").carried
    assert verdict("30 Y", quorum="3/10", eligible="100").carried
    assert not verdict("29 Y", quorum="3/10", eligible="100").carried
    says = "2 x 29 > 1 x 29 holds; 29 took part, and the quorum is 3/10 of 100"
    assert verdict("29 Y", quorum="3/10", eligible="100").says == says


def test_quorum_of_a_meeting_is_of_those_present() -> None:
    # M24: 100 members in good standing at the meeting.
    assert verdict("60 Y; 20 N", quorum="100", present="101").carried
    assert not verdict("60 Y; 20 N", quorum="100", present="99").carried


def test_question_without_votes_is_not_carried() -> None:
    assert not verdict("3 -", threshold="2/3").carried
    assert verdict("3 -").says == "2 x 0 > 1 x 0 does not hold"


def test_ballot_with_two_marks_is_void() -> None:
    found = asked("2 YN; 1 Y")
    assert found.verdict is not None
    assert (found.void, found.verdict.votes) == (2, 1)


def test_option_with_most_votes_is_carried_when_it_passes() -> None:
    settings = {"form": "options", "threshold": "2/5"}
    assert letters(asked("4 A; 3 B; 3 C", "ABC", **settings).elected) == "A"
    assert asked("3 A; 3 B; 2 C; 2 D", "ABCD", **settings).elected == ()
    assert letters(asked("5 A; 5 B", "AB", lots="BA", **settings).elected) == "B"
    tied = asked("5 A; 5 B", "AB", **settings)
    assert tied.awaiting is not None
    assert tied.verdict is None


def test_question_that_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput, match="here are 4: for others set form=options"):
        asked("1 A", "ABCD")
    with pytest.raises(BadInput, match="here are 1"):
        asked("1 A", "A")
    with pytest.raises(BadInput, match="present=2, and 3 ballots were cast"):
        asked("3 Y", present="2")
    with pytest.raises(BadInput, match="eligible=2, and 3 ballots were cast"):
        asked("3 Y", eligible="2")
    with pytest.raises(BadInput, match="a question has one answer and 2 are asked for"):
        tabulate(profile("1 Y", "YN"), preset("question"), seats=2, lots=None)


def test_question_of_several_units_is_carried_only_by_all() -> None:
    # M25: each unit on its own.
    for_it, against = verdict("2 Y; 1 N"), verdict("1 Y; 1 N")
    assert carried_by_all({"Unit 8": for_it, "Unit 10": for_it})[0]
    assert carried_by_all({"Unit 8": for_it, "Unit 10": against}) == (
        False,
        "not carried, for Unit 10 did not carry it",
    )
    with pytest.raises(BadInput, match="at least one"):
        carried_by_all({})


def test_verdict_stands_in_the_answer() -> None:
    assert asked("2 Y; 1 N").as_json(["Yes", "No", "Abstain"])["question"] == {
        "carried": True,
        "votes": 2,
        "base": 3,
        "present": 3,
        "quorum_met": True,
        "says": "2 x 2 > 1 x 3 holds",
    }
