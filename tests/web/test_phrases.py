from typing import Any

import pytest

from app.web.phrases import counted, figure, listed, sentence_of_round, trimmed
from app.web.tables import rounds_of

# look/results.html: the made-up count that the page was drawn from, its first two rounds.
ROUNDS: list[dict[str, Any]] = [
    {
        "round": 1,
        "tally": {"Chen": "971", "Garza": "1512", "Lopez": "1244", "Osei": "391"},
        "exhausted": "0",
        "threshold": "2060",
        "elected": [],
        "eliminated": ["Osei"],
    },
    {
        "round": 2,
        "tally": {"Chen": "1012", "Garza": "2633", "Lopez": "454"},
        "exhausted": "19",
        "threshold": "2050",
        "elected": ["Garza"],
        "eliminated": [],
    },
]


def test_round_tells_who_left_and_where_the_ballots_went() -> None:
    after = {**ROUNDS[1], "tally": {"Chen": "1012", "Garza": "1633", "Lopez": "1454"}}
    assert sentence_of_round(ROUNDS[0], after) == (
        "Osei had fewest and left; 210 went to Lopez, 121 went to Garza, 41 went to Chen"
        " and 19 had no further choice."
    )


def test_round_tells_who_reached_what_was_needed() -> None:
    assert sentence_of_round(ROUNDS[1], None) == "Garza reached the 2,050 needed and is elected."


def test_round_in_which_nothing_was_decided_says_so() -> None:
    nothing = {**ROUNDS[1], "elected": []}
    assert sentence_of_round(nothing, None) == "Nobody was elected or left."


def test_many_who_are_elected_at_once_are_counted() -> None:
    names = [f"Candidate {number}" for number in range(122)]
    many = {**ROUNDS[1], "tally": dict.fromkeys(names, "1"), "elected": names, "threshold": None}
    assert sentence_of_round(many, None) == "122 candidates are elected."


def test_bars_are_as_long_as_their_votes_and_begin_with_the_most() -> None:
    first, second = rounds_of(ROUNDS)
    assert [bar.name for bar in first.bars] == ["Garza", "Lopez", "Chen", "Osei"]
    assert [(bar.length, bar.had) for bar in second.bars] == [(1000, 574), (384, 368), (172, 172)]
    assert [bar.gone for bar in first.bars] == [False, False, False, True]


def test_contest_without_rounds_has_no_bars() -> None:
    assert rounds_of([]) == []


@pytest.mark.parametrize(
    ("number", "words"), [("1204", "1,204"), ("41.5000", "41.5"), ("1200.0000", "1,200")]
)
def test_figure_has_its_thousands_apart_and_no_idle_zeros(number: str, words: str) -> None:
    assert trimmed(number) == words


def test_words_are_listed_as_a_sentence_lists_them() -> None:
    assert [listed(each) for each in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]
    assert counted(1, "seat") == "1 seat"
    assert counted(0, "seat") == "0 seats"
    assert counted(2, "member is", "members are") == "2 members are"
    assert figure(75_000) == "75,000"
