import pytest

from app import profiles
from app.profiles.showing import decision_numbers
from app.web.citations import cited
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


def test_decision_in_a_citation_leads_to_the_records_text(registrar: Registrar) -> None:
    shown = str(cited("Local 99 <b> Art. II; decision 0001; decision 9999"))
    assert shown == (
        '<cite class="rule">Local 99 &lt;b&gt; Art. II; '
        '<a href="/bylaws/decisions/0001">decision 0001</a>; decision 9999</cite>'
    )
    page = registrar.http.get("/bylaws/decisions/0001")
    assert "<h1>Who is an active member of Local 99</h1>" in page.text
    assert "<strong>Whoever is active or on leave" in page.text


def test_every_decision_is_shown_and_no_other(registrar: Registrar) -> None:
    for number in decision_numbers():
        assert registrar.http.get(f"/bylaws/decisions/{number}").status_code == 200
    for number in ("9999", "0001-who-is-an-active-member", "*"):
        assert registrar.http.get(f"/bylaws/decisions/{number}").status_code == 404
