import pytest

from app import profiles
from tests.registrar import Registrar


@pytest.mark.parametrize("name", profiles.names())
def test_anyone_reads_the_rules_in_force_with_their_clauses(
    registrar: Registrar, name: str
) -> None:
    page = registrar.http.get(f"/bylaws/{name}")
    assert page.status_code == 200
    assert "the rules in force here" in page.text
    assert "29 USC 481(e)" in page.text
    assert "Decisions that it rests on" in page.text


@pytest.mark.parametrize("name", ["dog", "lmrda_baseline", "..%2Fsecret"])
def test_rules_of_no_local_are_not_found(registrar: Registrar, name: str) -> None:
    assert registrar.http.get(f"/bylaws/{name}").status_code == 404
