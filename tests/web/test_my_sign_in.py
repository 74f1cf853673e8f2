import pytest

from app.core.tries import STOPPED_AFTER
from app.records.sign_in import MemberSession
from tests.registrar import Registrar
from tests.web.browser import signed_in
from tests.web.member_browser import MemberBrowser, member_at


def is_signed_in(browser: MemberBrowser) -> bool:
    return "Signed in as" in browser.mine().text


def test_member_with_the_mailed_code_is_at_home(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    assert "Signed in as <bdi>Ana Garza</bdi>" in browser.mine().text


def test_page_without_a_sign_in_leads_to_the_form_and_back(registrar: Registrar) -> None:
    browser = MemberBrowser(registrar)
    asked = browser.http.get(browser.at, follow_redirects=False)
    assert asked.headers["location"] == f"{browser.at}/sign-in?then={browser.at}"
    answer = browser.enter("1001", registrar.code_of("1001"), then=browser.at)
    assert answer.headers["location"] == browser.at


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/elections", "x:1"])
def test_sign_in_leads_to_the_members_own_pages_alone(registrar: Registrar, then: str) -> None:
    browser = MemberBrowser(registrar)
    answer = browser.enter("1001", registrar.code_of("1001"), then=then)
    assert answer.headers["location"] == browser.at
    own = browser.enter("1001", registrar.code_of("1001"), then=f"{browser.at}/../x")
    assert own.headers["location"] == browser.at


def test_wrong_code_and_unknown_member_get_one_answer(registrar: Registrar) -> None:
    browser = MemberBrowser(registrar)
    known = browser.enter("1001", "0000-0000-0000-0000")
    unknown = browser.enter("9999", "0000-0000-0000-0000")
    assert known.status_code == unknown.status_code == 401
    assert known.text.replace("1001", "9999") == unknown.text
    assert not is_signed_in(browser)


def test_wrong_codes_of_the_page_are_counted_with_those_of_the_api(registrar: Registrar) -> None:
    browser, code = MemberBrowser(registrar), registrar.code_of("1001")
    for _ in range(STOPPED_AFTER):
        browser.enter("1001", "0000-0000-0000-0000")
    assert browser.enter("1001", code).status_code == 401


def test_sign_in_is_good_for_its_own_election_alone(registrar: Registrar) -> None:
    browser, first = member_at(registrar, "1001"), registrar.election
    registrar.create()
    browser.at = f"/my/{registrar.election}"
    assert not is_signed_in(browser)
    browser.at = f"/my/{first}"
    assert is_signed_in(browser)


def test_session_that_was_signed_out_is_ended_on_the_server(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    token = browser.http.cookies["tellers-member"]
    assert browser.send("/sign-out").status_code == 303
    browser.http.cookies.set("tellers-member", token)
    assert not is_signed_in(browser)


def test_session_planted_before_the_sign_in_is_not_the_one_after_it(registrar: Registrar) -> None:
    browser = MemberBrowser(registrar)
    browser.http.cookies.set("tellers-member", "planted")
    browser.enter("1001", registrar.code_of("1001"))
    assert is_signed_in(browser)
    planted = MemberBrowser(registrar)
    planted.http.cookies.set("tellers-member", "planted")
    assert not is_signed_in(planted)


def test_session_before_a_second_sign_in_is_ended(registrar: Registrar) -> None:
    browser, kept = member_at(registrar, "1001"), MemberBrowser(registrar)
    kept.http.cookies.set("tellers-member", browser.http.cookies["tellers-member"])
    assert is_signed_in(kept)
    browser.enter("1001", registrar.code_of("1001"))
    assert not is_signed_in(kept)


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_form_without_the_sessions_token_is_refused(registrar: Registrar, token: str) -> None:
    browser = member_at(registrar, "1001")
    assert browser.send("/sign-out", form_token=token).status_code == 403
    assert is_signed_in(browser)


def test_form_from_another_site_is_refused(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    browser.http.headers["origin"] = "https://evil.example"
    assert browser.send("/sign-out").status_code == 403
    assert is_signed_in(browser)


def test_committees_sign_in_is_none_of_a_members_pages_nor_the_other_way(
    registrar: Registrar,
) -> None:
    chair = signed_in(registrar)
    asked = chair.http.get(f"/my/{registrar.election}", follow_redirects=False)
    assert asked.headers["location"].startswith(f"/my/{registrar.election}/sign-in")
    member = member_at(registrar, "1001")
    member.http.cookies.set("tellers", member.http.cookies["tellers-member"])
    assert member.get("/elections").url.path == "/sign-in"


def test_form_token_of_the_committees_session_is_none_of_the_members(
    registrar: Registrar,
) -> None:
    """One browser of a person who is signed in as both."""
    chair = signed_in(registrar)
    of_chair = chair.token
    member = member_at(registrar, "1003")
    member.http.cookies.set("tellers", chair.http.cookies["tellers"])
    assert member.send("/sign-out", form_token=of_chair).status_code == 403


def test_session_keeps_no_time_finer_than_a_day(registrar: Registrar) -> None:
    member_at(registrar, "1001")
    columns = {column.name: str(column.type) for column in MemberSession.__table__.columns}
    assert columns == {"token_hash": "VARCHAR(64)", "member_id": "INTEGER", "day": "DATE"}
