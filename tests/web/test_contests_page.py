import pytest

from app.actions.adoption import rule_adopted
from app.core.counting import Rule
from app.records.elections import ContestRecord
from tests.chapters import Chapters
from tests.registrar import Registrar
from tests.web.browser import signed_in

KEPT = "rehabilitation-board-disability-determination"


def in_force(registrar: Registrar, contest: str) -> tuple[Rule, int | None]:
    with registrar.database.reading() as session:
        record = session.get_one(ContestRecord, (registrar.election, contest))
        return rule_adopted(record), record.ranking_limit


def test_limit_of_ranks_leaves_the_adopted_parameters(registrar: Registrar) -> None:
    at = f"/elections/{registrar.election}/contests/president"
    chair = signed_in(registrar)
    form = {"rule": {"rule": "irv", "parameters": {"ties": "earlier-round,lots"}}}
    answer = registrar.http.put(
        registrar.at("contests/president/counting-rule"), json=form, headers=registrar.chair
    )
    assert answer.status_code == 200, answer.text
    adopted, _ = in_force(registrar, "president")
    assert adopted.changes
    assert chair.post(at, {"rule": "irv", "ranking_limit": "3"}).status_code == 303
    assert in_force(registrar, "president") == (adopted, 3)


def test_another_rule_has_its_usual_parameters(registrar: Registrar) -> None:
    at = f"/elections/{registrar.election}/contests/president"
    form = {"rule": "irv-ten-percent", "ranking_limit": ""}
    assert signed_in(registrar).post(at, form).status_code == 303
    rule, limit = in_force(registrar, "president")
    assert (rule.name, rule.changes, limit) == ("irv-ten-percent", {}, None)


@pytest.mark.parametrize("limit", ["0", "00000012", "0" * 7 + "9" * 5000, "100001", "few"])
def test_limit_that_is_no_number_of_ranks_is_refused(registrar: Registrar, limit: str) -> None:
    before = in_force(registrar, "president")
    at = f"/elections/{registrar.election}/contests/president"
    answer = signed_in(registrar).post(at, {"rule": "irv", "ranking_limit": limit})
    assert answer.status_code == 422
    assert "The limit is from 1 to 100,000 ranks, or empty." in answer.text
    assert in_force(registrar, "president") == before


def test_contest_with_guaranteed_places_is_adopted_with_them(chapters: Chapters) -> None:
    at = f"/elections/{chapters.election}/contests/{KEPT}"
    chair = signed_in(chapters)
    assert chair.get(at).text.count("Worcester office") >= 2  # the rule in force, and the choice
    assert chair.post(at, {"rule": "plurality"}).status_code == 422
    assert chair.post(at, {"rule": "plurality-guaranteed"}).status_code == 303
    rule, _ = in_force(chapters, KEPT)
    assert rule.guarantee == (("Worcester office", 1), ("Boston office", 1))
