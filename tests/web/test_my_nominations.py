"""A member answers nominations, chooses among them, withdraws, and writes a statement."""

from typing import Any

import httpx
import pytest

from app.actions.answering import LONGEST_STATEMENT
from app.records.nominations import Nomination
from tests.chapters import Chapters
from tests.registrar import Registrar
from tests.web.member_browser import MemberBrowser, member_at

EVERY_ACT = pytest.mark.parametrize(
    ("act", "form"),
    [
        ("answer", {"accept": "yes"}),
        ("answer", {}),
        ("withdrawal", {}),
        ("statement", {"text": "x"}),
    ],
)


def nominated(registrar: Registrar, number: str, contest: str) -> int:
    return int(registrar.nominate(number, contest).json()["id"])


def moved(chapters: Chapters, contest: str, number: str = "2003") -> int:
    return int(chapters.move(number, contest, attested=None).json()["id"])


def send(browser: MemberBrowser, nomination: int, act: str, **form: Any) -> httpx.Response:
    browser.mine()
    return browser.send(f"/nominations/{nomination}/{act}", **form)


def page_of(browser: MemberBrowser, nomination: int) -> str:
    return str(browser.mine(f"/nominations/{nomination}").text)


def kept(registrar: Registrar, nomination: int) -> Nomination:
    with registrar.database.reading() as session:
        return session.get_one(Nomination, nomination)


def test_nominee_is_told_first_what_waits_for_an_answer(registrar: Registrar) -> None:
    nominated(registrar, "1001", "president")
    browser = member_at(registrar, "1001")
    assert "<h1>You are nominated for President</h1>" in browser.mine().text
    nominated(registrar, "1001", "delegates")
    page = browser.mine().text
    assert "<h1>You are nominated for President and General Council delegates</h1>" in page
    registrar.move_to(registrar.dates["acceptance_deadline"])
    assert "<h1>You are nominated" not in browser.mine().text


def test_nominee_accepts_and_withdraws_for_good(registrar: Registrar) -> None:
    nomination = nominated(registrar, "1001", "president")
    browser = member_at(registrar, "1001")
    assert "<h1>You may stand for President</h1>" in page_of(browser, nomination)
    assert send(browser, nomination, "answer", accept="yes").status_code == 303
    assert "<h1>You stand for President</h1>" in page_of(browser, nomination)
    assert send(browser, nomination, "withdrawal").status_code == 303
    assert "<h1>You do not stand for President</h1>" in page_of(browser, nomination)
    again = send(browser, nomination, "answer", accept="yes")
    assert again.status_code == 409
    assert "This nomination has been answered." in again.text
    assert kept(registrar, nomination).accepted is False


def test_nominee_declines(registrar: Registrar) -> None:
    nomination = nominated(registrar, "1001", "president")
    assert send(member_at(registrar, "1001"), nomination, "answer").status_code == 303
    assert kept(registrar, nomination).accepted is False


def test_second_statewide_office_is_refused_with_its_rule_and_what_helps(
    registrar: Registrar,
) -> None:
    first = nominated(registrar, "1001", "president")
    second = nominated(registrar, "1001", "vice-president")
    browser = member_at(registrar, "1001")
    send(browser, first, "answer", accept="yes")
    send(browser, second, "answer", accept="yes")
    page = page_of(browser, second)
    assert "<h1>You could not accept the nomination for Vice President</h1>" in page
    assert "The member accepted the nomination for President" in page
    assert "Local 99 Bylaws Art. III s.8" in page
    assert "Withdraw the nomination you accepted before you accept this one." in page
    send(browser, first, "withdrawal")
    assert send(browser, second, "answer", accept="yes").status_code == 303
    assert kept(registrar, second).accepted is True


def test_refused_nominee_is_told_why_and_what_to_do_until_when(registrar: Registrar) -> None:
    nomination = nominated(registrar, "1006", "president")
    browser = member_at(registrar, "1006")
    page = page_of(browser, nomination)
    assert "<h1>You may not stand for President</h1>" in page
    assert "Your standing in the two years before" in page
    assert "The last day for that is Monday, February 28, 2028." in page
    assert "Accept</button>" not in page
    refused = send(browser, nomination, "answer", accept="yes")
    assert refused.status_code == 403
    assert kept(registrar, nomination).accepted is None


@EVERY_ACT
def test_nomination_of_another_member_is_neither_shown_nor_answered(
    registrar: Registrar, act: str, form: dict[str, str]
) -> None:
    nomination = nominated(registrar, "1001", "president")
    other = member_at(registrar, "1002")
    assert other.mine(f"/nominations/{nomination}").status_code == 403
    assert send(other, nomination, act, **form).status_code == 403
    held = kept(registrar, nomination)
    assert (held.accepted, held.statement) == (None, None)


def test_nominator_sees_the_nomination_and_cannot_answer_it(registrar: Registrar) -> None:
    nominator = member_at(registrar, "1004")
    nominator.mine("/nominate")
    nominator.send("/nominate", contest="president", number="1001", last_name="Garza")
    assert "<bdi>Ana Garza</bdi> may stand" in page_of(nominator, 1)
    assert send(nominator, 1, "answer", accept="yes").status_code == 403
    assert kept(registrar, 1).accepted is None


def test_nominator_learns_the_answer_when_everybody_does(registrar: Registrar) -> None:
    nominator = member_at(registrar, "1004")
    nominator.mine("/nominate")
    nominator.send("/nominate", contest="president", number="1001", last_name="Garza")
    send(member_at(registrar, "1001"), 1, "answer")
    assert "<bdi>Ana Garza</bdi> may stand" in page_of(nominator, 1)
    assert "does not stand" not in nominator.mine().text
    registrar.move_to(registrar.dates["acceptance_deadline"])
    assert "<bdi>Ana Garza</bdi> does not stand" in page_of(nominator, 1)
    assert "does not stand" in nominator.mine().text


@EVERY_ACT
def test_after_the_deadline_nothing_is_answered(
    registrar: Registrar, act: str, form: dict[str, str]
) -> None:
    nomination = nominated(registrar, "1001", "president")
    browser = member_at(registrar, "1001")
    if act == "withdrawal":
        send(browser, nomination, "answer", accept="yes")
    before = kept(registrar, nomination)
    registrar.move_to(registrar.dates["acceptance_deadline"])
    answer = send(browser, nomination, act, **form)
    assert answer.status_code == 409
    assert "The time to accept, decline or withdraw is over." in answer.text
    after = kept(registrar, nomination)
    assert (after.accepted, after.statement) == (before.accepted, before.statement)


@pytest.mark.parametrize("act", ["answer", "withdrawal", "statement"])
def test_form_with_a_wrong_token_changes_nothing(registrar: Registrar, act: str) -> None:
    nomination = nominated(registrar, "1001", "president")
    browser = member_at(registrar, "1001")
    answer = send(browser, nomination, act, form_token="0" * 64, accept="yes", text="x")
    assert answer.status_code == 403
    held = kept(registrar, nomination)
    assert (held.accepted, held.statement) == (None, None)


def test_choice_names_its_default_with_the_clause(chapters: Chapters) -> None:
    first, _ = moved(chapters, "treasurer"), moved(chapters, "dta-president")
    browser = member_at(chapters, "2003")
    page = browser.mine().text
    assert "You may accept only one of these." in page
    assert "If you do not choose, you stand for Treasurer, the highest of them." in page
    assert "Local 509 Constitution Art. V s.3; " in page
    send(browser, first, "answer", accept="yes", attested="yes")
    assert "You may accept only one of these." not in browser.mine().text


def test_choice_without_a_default_says_so(registrar: Registrar) -> None:
    nominated(registrar, "1001", "president")
    nominated(registrar, "1001", "vice-president")
    assert "you stand for none of them" in member_at(registrar, "1001").mine().text


def test_statement_on_convictions_is_signed_to_accept(chapters: Chapters) -> None:
    nomination = moved(chapters, "treasurer")
    browser = member_at(chapters, "2003")
    unsigned = send(browser, nomination, "answer", accept="yes")
    assert unsigned.status_code == 422
    assert "Sign the statement to accept." in unsigned.text
    assert kept(chapters, nomination).acceptance_ruling is None
    assert send(browser, nomination, "answer", accept="yes", attested="yes").status_code == 303
    assert kept(chapters, nomination).accepted is True


def test_statement_keeps_to_the_words_of_all_and_comes_back_when_too_long(
    chapters: Chapters,
) -> None:
    nomination = moved(chapters, "treasurer")
    browser = member_at(chapters, "2003")
    assert send(browser, nomination, "statement", text="Vote.\r\nThanks.").status_code == 303
    page = page_of(browser, nomination)
    assert "The statement has 2 words; 300 are allowed." in page
    assert "Vote.\nThanks.</textarea>" in page
    long = send(browser, nomination, "statement", text="word " * 301)
    assert long.status_code == 403
    assert "The statement has 301 words; 300 are allowed." in long.text
    assert long.text.count("word word") > 100
    assert kept(chapters, nomination).statement == "Vote.\nThanks."
    assert (
        "Write the statement, in at most 20,000 letters."
        in send(browser, nomination, "statement", text=" ").text
    )


def test_statement_where_no_words_are_counted_has_the_same_limit_for_all(
    registrar: Registrar,
) -> None:
    nomination = nominated(registrar, "1001", "president")
    browser = member_at(registrar, "1001")
    assert "20,000 letters are allowed." in page_of(browser, nomination)
    long = send(browser, nomination, "statement", text="x" * (LONGEST_STATEMENT + 1))
    assert long.status_code == 422
    assert "Write the statement, in at most 20,000 letters." in long.text
    assert kept(registrar, nomination).statement is None


def test_candidates_and_statements_are_shown_when_nominees_have_answered(
    registrar: Registrar,
) -> None:
    nomination = nominated(registrar, "1001", "president")
    browser = member_at(registrar, "1001")
    send(browser, nomination, "answer", accept="yes")
    send(browser, nomination, "statement", text="<b>Vote</b> for me")
    other = member_at(registrar, "1004")
    assert "The candidates are not known yet" in other.mine("/contests/president").text
    assert "for me" not in other.mine("/contests/president").text
    registrar.move_to(registrar.dates["acceptance_deadline"])
    page = other.mine("/contests/president").text
    assert "<bdi>Garza, Ana</bdi>" in page
    assert "&lt;b&gt;Vote&lt;/b&gt; for me" in page
    assert "for me" not in other.mine("/contests/delegates").text
