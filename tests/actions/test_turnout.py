from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.actions.turnout import LEAST_SHOWN, hide_small


def test_figures_of_large_districts_are_shown() -> None:
    assert hide_small(Counter({1: 40, 2: 10})) == {1: 40, 2: 10}


def test_small_district_is_hidden_and_the_next_smallest_with_it() -> None:
    assert hide_small(Counter({1: 40, 2: 9, 3: 12})) == {1: 40, 2: None, 3: None}


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 50), min_size=2))
def test_no_figure_is_small_and_none_is_hidden_alone(issued: dict[int, int]) -> None:
    shown = hide_small(Counter(issued))
    assert shown.keys() == issued.keys()
    assert all(figure is None or figure >= LEAST_SHOWN for figure in shown.values())
    assert list(shown.values()).count(None) != 1
