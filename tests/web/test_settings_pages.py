from tests.registrar import Registrar
from tests.web.browser import signed_in

TIES = "settings/ties.eliminations"


def test_open_decisions_are_listed_with_their_record_and_last_moment(registrar: Registrar) -> None:
    registrar.move_to(registrar.dates["nominations_open"].replace(hour=1))
    page = signed_in(registrar).get(f"/elections/{registrar.election}/settings").text
    assert "14 decisions are left open by the bylaws" in page
    assert "Nothing was chosen by the committee" in page
    assert '<a href="/bylaws/decisions/0009">decision 0009</a>' in page
    assert page.count("Choose<span") == 14
    registrar.in_days_of_nominations()
    late = signed_in(registrar).get(f"/elections/{registrar.election}/settings").text
    assert (late.count("Choose<span"), late.count("Read<span")) == (4, 10)


def test_decision_is_chosen_by_its_form_with_a_reason(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    at = f"/elections/{registrar.election}/{TIES}"
    shown = browser.get(at).text
    assert "Why it is open: Ties between equal names, and ties for elimination" in shown
    assert 'value="yes" checked' in shown
    silent = browser.post(at, {"value": "no", "reason": " "})
    assert (silent.status_code, "Say why this is chosen." in silent.text) == (422, True)
    assert 'value="no" checked' in silent.text
    wrong = browser.post(at, {"value": "perhaps", "reason": "So decided."})
    assert (wrong.status_code, "Choose from the list." in wrong.text) == (422, True)
    chosen = browser.post(at, {"value": "no", "reason": "So <b>decided</b>."})
    assert chosen.status_code == 303
    page = browser.get(f"/elections/{registrar.election}/settings").text
    assert "the same settles who leaves a ranked count:</strong> no." in page
    assert "So &lt;b&gt;decided&lt;/b&gt;." in page
    assert "1 is chosen by the committee" in page


def test_numbers_and_lists_are_chosen_before_nominations_open(registrar: Registrar) -> None:
    registrar.move_to(registrar.dates["nominations_open"].replace(hour=1))
    browser = signed_in(registrar)
    at = f"/elections/{registrar.election}/settings"
    browser.get(at)
    months, kinds = f"{at}/membership.months_before_nomination", f"{at}/membership.voting_kinds"
    for typed in ("", "-1", "six", "9" * 400):
        refused = browser.post(months, {"value": typed, "reason": "As others do."})
        assert (refused.status_code, "Give a number from 0" in refused.text) == (422, True)
    assert browser.post(months, {"value": "6", "reason": "As others do."}).status_code == 303
    some = {"value": ["active", "retired"], "reason": "They pay dues."}
    assert browser.post(kinds, some).status_code == 303
    page = browser.get(at).text
    assert "months of good standing before nomination:</strong> 6." in page
    assert "kinds of members who vote:</strong> active, retired." in page


def test_decision_that_comes_too_late_has_no_form_and_is_refused(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    at = f"/elections/{registrar.election}/settings/membership.months_before_nomination"
    assert "<textarea" not in browser.get(at).text
    late = browser.post(at, {"value": "6", "reason": "As others do."})
    assert (late.status_code, "is chosen before that." in late.text) == (409, True)


def test_what_the_bylaws_settle_and_the_dates_are_no_decisions_of_this_page(
    registrar: Registrar,
) -> None:
    browser = signed_in(registrar)
    for path in ("terms.years", "calendar.milestones.voting_opens.days", "ties", "x"):
        assert browser.get(f"/elections/{registrar.election}/settings/{path}").status_code == 404
    form = {"path": "calendar.milestones.voting_opens.days", "value": -30, "reason": "Longer."}
    answer = registrar.http.put(registrar.at("settings"), json=form, headers=registrar.chair)
    assert answer.status_code == 409
