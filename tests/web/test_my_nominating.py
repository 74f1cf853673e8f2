"""A member nominates online: a motion of the member's own, ruled on at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.core.tries import SLOWED_AFTER, STOPPED_AFTER
from app.records.jobs import Job
from app.records.nominations import Nomination, motions_of, nominations_of
from app.records.sign_in import Tries
from tests.chapters import Chapters
from tests.registrar import Registrar
from tests.web.browser import signed_in
from tests.web.member_browser import MemberBrowser, member_at

NOBODY = "No member of this local has this number together with this last name."


def nominate(browser: MemberBrowser, number: str, last_name: str, contest: str) -> httpx.Response:
    browser.mine("/nominate")
    return browser.send("/nominate", number=number, last_name=last_name, contest=contest)


def verdict(browser: MemberBrowser, number: str, last_name: str, contest: str) -> str:
    answer = nominate(browser, number, last_name, contest)
    assert answer.status_code == 303, answer.text
    return str(browser.get(answer.headers["location"]).text)


def stored(registrar: Registrar) -> list[Nomination]:
    with registrar.database.reading() as session:
        return nominations_of(session, registrar.election)


def test_member_nominates_and_sees_the_verdict_at_once(registrar: Registrar) -> None:
    page = verdict(member_at(registrar, "1001"), "1002", "garcia", "president")
    assert "<h1><bdi>Luis Garcia</bdi> may stand</h1>" in page
    (nomination,) = stored(registrar)
    assert (nomination.contest_id, nomination.nominated_by) == ("president", "Ana Garza")


def test_refused_nomination_names_the_rule_to_the_nominator(registrar: Registrar) -> None:
    page = verdict(member_at(registrar, "1001"), "1006", "Chen", "president")
    assert "<h1><bdi>Wei Chen</bdi> may not stand</h1>" in page
    assert "On 2028-01-15 the member was lapsed." in page
    assert "Local 99 Bylaws Art. II" in page


def test_nominator_is_told_no_more_of_another_than_what_refuses(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    refused = verdict(browser, "1006", "Chen", "president")
    granted = verdict(browser, "1004", "O'Brien", "president")
    assert "bargaining unit" not in refused
    assert "Lane" not in granted
    own = member_at(registrar, "1006").mine("/nominations/1").text
    assert "bargaining unit" in own  # the control: it is there to be told


def test_nominator_is_not_told_of_a_finding_on_convictions(registrar: Registrar) -> None:
    path = registrar.at("bars/1002")
    found = registrar.http.put(path, json={"reason": "a record"}, headers=registrar.chair)
    assert found.status_code == 204
    page = verdict(member_at(registrar, "1001"), "1002", "Garcia", "president")
    assert "may not stand" in page
    assert "some may not be shown to others" in page
    assert "bars" not in page
    own = member_at(registrar, "1002").mine("/nominations/1").text
    assert "the law bars this member from office" in own


def test_member_nominates_oneself_from_the_contests_page(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    link = f"{browser.at}/nominate?contest=president&amp;own=yes"
    assert link in browser.mine("/contests/president").text
    form = browser.mine("/nominate?contest=president&own=yes").text
    assert 'value="1001"' in form
    assert 'value="Garza"' in form
    page = verdict(browser, "1001", "Garza", "president")
    assert "<h1>You may stand for President</h1>" in page


def test_one_member_is_nominated_for_several_contests(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    for contest in ("president", "vice-president", "delegates"):
        verdict(browser, "1002", "Garcia", contest)
    assert len(stored(registrar)) == 3
    assert browser.mine().text.count("<bdi>Luis Garcia</bdi> for") == 3


def test_nomination_that_stands_already_is_not_made_twice(registrar: Registrar) -> None:
    verdict(member_at(registrar, "1001"), "1002", "Garcia", "president")
    again = nominate(member_at(registrar, "1004"), "1002", "Garcia", "president")
    assert again.status_code == 409
    assert "This member is nominated for President already." in again.text
    assert len(stored(registrar)) == 1


def test_member_without_a_vote_may_not_nominate_and_the_motion_is_kept(
    registrar: Registrar,
) -> None:
    browser = member_at(registrar, "1006")
    page = nominate(browser, "1001", "Garza", "president")
    assert "<h1>You may not nominate for this</h1>" in page.text
    assert "the member was lapsed" in page.text
    with registrar.database.reading() as session:
        (motion,) = motions_of(session, registrar.election)
    assert not motion.granted
    assert stored(registrar) == []
    home = browser.mine().text
    assert "not in order" in home
    assert "the member was lapsed" in home


def test_unknown_number_and_wrong_name_get_one_answer(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    wrong_name = nominate(browser, "1002", "Garza", "president")
    unknown = nominate(browser, "9999", "Garza", "president")
    assert wrong_name.status_code == unknown.status_code == 422
    assert NOBODY in unknown.text
    assert wrong_name.text.replace("1002", "9999") == unknown.text
    assert stored(registrar) == []


def tried(registrar: Registrar, failed: int, ago: timedelta) -> None:
    """So many wrong pairs by the one member who tried one, the last of them so long ago."""
    with registrar.database.writing() as session:
        (tries,) = (each for each in session.query(Tries) if each.failed)
        tries.failed, tries.last_at = failed, datetime.now(UTC) - ago


def test_roll_cannot_be_searched_by_trying_numbers(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    assert nominate(browser, "9999", "X", "president").status_code == 422
    tried(registrar, SLOWED_AFTER + 7, ago=timedelta(0))  # which makes two minutes to wait
    slowed = nominate(browser, "1002", "Garcia", "president")
    assert slowed.status_code == 429
    assert "wait a little, longer after each" in slowed.text
    other = member_at(registrar, "1004")
    assert nominate(other, "1002", "Garcia", "president").status_code == 303
    tried(registrar, SLOWED_AFTER + 7, ago=timedelta(minutes=3))
    assert nominate(browser, "1002", "Garcia", "delegates").status_code == 303


def test_wrong_pairs_are_counted_and_a_right_one_takes_none_back(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    for number in ("9999", "1001", "1002"):
        nominate(browser, number, "Garza", f"director-{number}")
    with registrar.database.reading() as session:
        assert [each.failed for each in session.query(Tries) if each.failed] == [2]


def test_after_a_hundred_wrong_pairs_the_committee_is_asked(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    nominate(browser, "9999", "X", "president")
    tried(registrar, STOPPED_AFTER, ago=timedelta(days=30))
    stopped = nominate(browser, "1002", "Garcia", "president")
    assert stopped.status_code == 429
    assert "ask the elections committee to enter the nomination" in stopped.text


@pytest.mark.parametrize(("when", "says"), [("nominations_close", "closed"), ("opens", "closed")])
def test_nomination_after_the_close_is_refused_and_looks_nobody_up(
    registrar: Registrar, when: str, says: str
) -> None:
    browser = member_at(registrar, "1001")
    browser.mine("/nominate")
    registrar.move_to(registrar.dates[when])
    form = {"number": "9999", "last_name": "X", "contest": "president"}
    answer = browser.send("/nominate", **form)
    assert answer.status_code == 409
    assert f"Nominations are {says}" in answer.text
    with registrar.database.reading() as session:
        assert not [each for each in session.query(Tries) if each.failed]
    assert stored(registrar) == []


def test_form_that_lacks_something_comes_back_with_the_rest(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    assert "Give the member’s number." in nominate(browser, " ", "Garza", "president").text
    answer = nominate(browser, "1002", "", "vice-president")
    assert "Give the member’s last name." in answer.text
    assert 'value="1002"' in answer.text
    assert 'value="vice-president" selected' in answer.text


def test_contest_that_is_none_is_refused(registrar: Registrar) -> None:
    answer = nominate(member_at(registrar, "1001"), "1002", "Garcia", "king")
    assert answer.status_code == 404
    assert stored(registrar) == []


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_nomination_with_a_wrong_form_token_is_refused(registrar: Registrar, token: str) -> None:
    browser = member_at(registrar, "1001")
    form: dict[str, Any] = {"number": "1002", "last_name": "Garcia", "contest": "president"}
    assert browser.send("/nominate", form_token=token, **form).status_code == 403
    assert stored(registrar) == []


def test_nominee_is_told_by_letter_and_the_committee_sees_who_nominated(
    registrar: Registrar,
) -> None:
    verdict(member_at(registrar, "1001"), "1002", "Garcia", "president")
    with registrar.database.reading() as session:
        assert [each.kind for each in session.query(Job)] == ["nominated"]
    page = signed_in(registrar).get(f"/elections/{registrar.election}/nominations/1").text
    assert "nominated by <bdi>Ana Garza</bdi>" in page


def test_local_that_nominates_at_a_meeting_takes_none_online(chapters: Chapters) -> None:
    browser = member_at(chapters, "2002")
    page = browser.mine("/nominate").text
    assert "Nominations are not made here" in page
    assert "Local 509 Constitution Art. V s.3" in page
    answer = browser.send("/nominate", number="2003", last_name="Costa", contest="treasurer")
    assert answer.status_code == 403
    assert stored(chapters) == []
