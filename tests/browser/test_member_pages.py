"""A member's pages in a real browser: on a phone, without scripts, and by every rule of axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import faults_of, signed_in_page, violations
from tests.election_day import ElectionDay
from tests.registrar import Registrar

PHONE = ViewportSize(width=320, height=640)
LONG = "W" * 60  # as a statement may have it


@pytest.fixture
def phone(browser: Browser, site: Registrar) -> Iterator[Page]:
    """A phone whose browser runs no scripts."""
    context = browser.new_context(
        base_url=site.settings.public_url, java_script_enabled=False, viewport=PHONE
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def member(browser: Browser, site: Registrar) -> Iterator[Page]:
    """The page of member 1001, signed in; with scripts, which axe needs."""
    page = signed_in_page(
        browser, site, site.member("1001"), cookie="tellers-member", viewport=PHONE
    )
    yield page
    page.context.close()


def nominate_oneself(page: Page, contest: str) -> None:
    page.get_by_role("link", name="Nominate", exact=True).first.click()
    page.get_by_label("For").select_option(label=contest)
    page.get_by_label("The member’s number").fill("1001")
    page.get_by_label("The member’s last name").fill("garza")
    page.get_by_role("button", name="Nominate").click()


def test_member_on_a_phone_nominates_is_refused_accepts_writes_and_withdraws(
    site: Registrar, phone: Page
) -> None:
    phone.goto(f"/my/{site.election}")
    phone.get_by_label("Member number").fill("1001")
    phone.get_by_label("Code").fill(site.code_of("1001").lower())
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Nominations are open")

    nominate_oneself(phone, "Director, Lane County")
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "You may not stand for Director, Lane County"
    )
    expect(phone.get_by_text("Needed is a home in District 4.")).to_be_visible()
    expect(phone.get_by_text("Local 99 Bylaws Art. III s.6")).to_be_visible()

    nominate_oneself(phone, "President")
    phone.get_by_role("button", name="Accept").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You stand for President")
    phone.get_by_label("Statement").fill("Ten years of care work.")
    phone.get_by_role("button", name="Save the statement").click()
    expect(phone.get_by_text("5 words.")).to_be_visible()

    phone.get_by_text("Withdraw", exact=True).first.click()
    phone.get_by_role("button", name="Withdraw").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You do not stand for President")
    phone.get_by_role("link", name="Your page").first.click()
    expect(phone.get_by_text("President: you do not stand")).to_be_visible()
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("button", name="Sign in")).to_be_visible()


def test_pages_of_a_member_in_the_days_of_nominations_are_clean(
    site: Registrar, member: Page
) -> None:
    at = f"/my/{site.election}"
    for contest in ("president", "vice-president", "director-lane", "delegates"):
        site.nominate("1001", contest)
    site.answer("1001", 4)
    member.goto(f"{at}/nominate")
    member.get_by_label("The member’s number").fill("1006")
    member.get_by_label("The member’s last name").fill("Chen")
    member.get_by_role("button", name="Nominate").click()
    own = [f"/nominations/{number}" for number in range(1, 6)]
    paths = ["", "/nominate", "/contests/president", "/contests/director-lane", *own]
    assert faults_of(member, [f"{at}/sign-in", *(at + path for path in paths)]) == {}
    member.goto(f"{at}/nominations/1")
    member.get_by_role("button", name="Accept").click()
    member.goto(f"{at}/nominations/2")
    member.get_by_role("button", name="Accept").click()
    expect(member.get_by_role("heading", level=1)).to_contain_text("You could not accept")
    assert violations(member) == []


def test_fault_at_a_members_field_is_clean(site: Registrar, member: Page) -> None:
    member.goto(f"/my/{site.election}/nominate")
    member.get_by_label("The member’s number").fill("9999")
    member.get_by_label("The member’s last name").fill("Nobody")
    member.get_by_role("button", name="Nominate").click()
    expect(member.get_by_role("alert")).to_be_visible()
    assert violations(member) == []


def test_pages_of_a_member_in_voting_and_after_it_are_clean(
    site: Registrar, member: Page, tmp_path: Path
) -> None:
    at = f"/my/{site.election}"
    day = ElectionDay(site.with_candidates(), tmp_path / "box").open()
    expected = [at, f"{at}/contests/president", f"{at}/nominations/1"]
    assert faults_of(member, expected) == {}
    expect(member.get_by_role("heading", level=1)).to_have_text("You stand for President")
    member.goto(at)
    expect(member.get_by_role("heading", level=1)).to_have_text("Voting is open")
    expect(member.get_by_role("link", name="Vote", exact=True)).to_have_attribute(
        "href", f"/vote/{site.election}"
    )
    for number, first in (("1001", 1), ("1002", 2)):
        day.vote(number, {"president": (first,), "delegates": (1, 2)})
    member.reload()
    expect(member.get_by_role("heading", level=1)).to_have_text("A ballot was issued to you")
    digest = day.close().count()
    day.sign("count/acceptance", digest)
    day.sign("certification", digest)
    assert faults_of(member, expected) == {}
    member.goto(f"{at}/contests/president")
    member.get_by_role("link", name="Open the result").click()
    expect(member.get_by_role("heading", level=1)).to_contain_text("President")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_of_a_member_is_wider_than_a_phone(
    site: Registrar, member: Page, direction: str
) -> None:
    at = f"/my/{site.election}"
    for contest in ("president", "director-lane"):
        site.nominate("1001", contest)
    text = {"text": LONG}
    path = "/api/v1/my/nominations/1/statement"
    assert site.http.put(path, json=text, headers=site.member("1001")).is_success
    site.answer("1001", 1)
    wide = []
    paths = ["", "/nominate", "/contests/president", "/nominations/1", "/nominations/2"]
    for moment in ("nominations_open", "acceptance_deadline"):
        site.move_to(site.dates[moment])
        for page in paths:
            member.goto(at + page)
            member.evaluate(f"document.documentElement.dir = '{direction}'")
            if member.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
                wide.append((moment, page))
    assert wide == []
