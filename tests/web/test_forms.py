import pytest

from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in


def is_signed_in(browser: FormBrowser) -> bool:
    return "Signed in as" in browser.get("/elections").text


def test_form_of_the_session_is_taken(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    assert is_signed_in(browser)
    assert browser.post("/sign-out", {}).status_code == 303
    assert not is_signed_in(browser)


@pytest.mark.parametrize("token", ["", "0" * 64, "é" * 64])
def test_form_without_the_sessions_token_is_refused(registrar: Registrar, token: str) -> None:
    browser = signed_in(registrar)
    assert browser.post("/sign-out", {"form_token": token}).status_code == 403
    assert is_signed_in(browser)


def test_form_with_another_sessions_token_is_refused(registrar: Registrar) -> None:
    other = signed_in(registrar, "committee-1007")
    browser = signed_in(registrar)
    assert browser.post("/sign-out", {"form_token": other.token}).status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver:1", ""])
def test_form_from_another_site_is_refused(registrar: Registrar, origin: str) -> None:
    browser = signed_in(registrar)
    browser.http.headers["origin"] = origin
    answer = browser.post("/sign-out", {})
    assert answer.status_code == 403
    assert "another site" in answer.text


def test_form_without_an_origin_is_refused(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    del browser.http.headers["origin"]
    assert browser.post("/sign-out", {}).status_code == 403


def test_cookie_alone_does_no_act_of_the_api(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    assert browser.http.post(registrar.at("count")).status_code == 401


def test_session_planted_before_the_sign_in_is_not_the_one_after_it(registrar: Registrar) -> None:
    browser = FormBrowser(registrar)
    browser.http.cookies.set("tellers", "planted")
    email = next(each for each in registrar.passwords if each.startswith("chair"))
    browser.sign_in(email, registrar.passwords[email])
    assert is_signed_in(browser)
    planted = FormBrowser(registrar)
    planted.http.cookies.set("tellers", "planted")
    assert not is_signed_in(planted)


def test_session_before_a_second_sign_in_is_ended(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    kept = FormBrowser(registrar)
    kept.http.cookies.set("tellers", browser.http.cookies["tellers"])
    assert is_signed_in(kept)
    email = next(each for each in registrar.passwords if each.startswith("chair"))
    browser.sign_in(email, registrar.passwords[email])
    assert is_signed_in(browser)
    assert not is_signed_in(kept)


def test_session_that_was_signed_out_is_ended_on_the_server(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    token = browser.http.cookies["tellers"]
    browser.post("/sign-out", {})
    browser.http.cookies.set("tellers", token)
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "then",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/elections/../x", "x:1"],
)
def test_sign_in_goes_on_to_no_other_site(registrar: Registrar, then: str) -> None:
    email = next(each for each in registrar.passwords if each.startswith("chair"))
    answer = FormBrowser(registrar).sign_in(email, registrar.passwords[email], then)
    assert answer.headers["location"] == "/elections"


def test_sign_in_goes_on_to_the_page_asked_for(registrar: Registrar) -> None:
    email = next(each for each in registrar.passwords if each.startswith("chair"))
    page = f"/elections/{registrar.election}"
    answer = FormBrowser(registrar).sign_in(email, registrar.passwords[email], page)
    assert answer.headers["location"] == page
    asked = FormBrowser(registrar).http.get(page, follow_redirects=False)
    assert asked.headers["location"] == f"/sign-in?then={page}"
