import pytest

from app.core.faults import BadInput
from app.core.nominations import is_uncontested, least_ranking_limit, rule_on_ranking_limit
from app.profiles import load

RULES = load("homecare_local_99")


# H10, Local 99 Bylaws Art. III s.7: never below five where five or more run, nor below the seats.
@pytest.mark.parametrize(
    ("candidates", "seats", "least"),
    [(12, 1, 5), (12, 7, 7), (5, 1, 5), (4, 1, 1), (4, 3, 3), (4, 7, 4), (6, 7, 6), (1, 1, 1)],
)
def test_least_ranking_limit_follows_candidates_and_seats(
    candidates: int, seats: int, least: int
) -> None:
    assert least_ranking_limit(candidates, seats, RULES) == least
    assert rule_on_ranking_limit(least, candidates, seats, RULES).granted
    if least > 1:
        refused = rule_on_ranking_limit(least - 1, candidates, seats, RULES)
        assert not refused.granted
        assert [(row.rule, row.cite) for row in refused.findings] == [
            ("H10", "Local 99 Bylaws Art. III s.7")
        ]


def test_no_ranking_limit_is_always_allowed() -> None:
    assert rule_on_ranking_limit(None, 12, 7, RULES).granted


def test_ranking_limit_of_nothing_is_refused_as_input() -> None:
    with pytest.raises(BadInput, match="at least 1"):
        rule_on_ranking_limit(0, 12, 7, RULES)


@pytest.mark.parametrize(
    ("candidates", "seats", "uncontested"),
    [(0, 1, True), (1, 1, True), (2, 1, False), (3, 3, True), (4, 3, False), (4, None, False)],
)
def test_candidates_no_more_than_seats_are_declared_elected(
    candidates: int, seats: int | None, uncontested: bool
) -> None:
    assert is_uncontested(candidates, seats, RULES) is uncontested


def test_local_without_a_bound_on_ranks_allows_any_limit() -> None:
    rules = load("local_509")
    assert least_ranking_limit(12, 7, rules) == 1
    assert rule_on_ranking_limit(1, 12, 7, rules).granted
