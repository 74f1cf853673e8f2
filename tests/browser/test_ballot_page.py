"""The ballot page with every kind of contest, at a booth and a ballot box of ours."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from rehearsal.ballot_page import (
    at_the_page,
    begin,
    heading,
    press,
    rank,
    receipts,
    said,
    sign_in,
)

from app.core.secrecy.encoding import from_base64url
from tests.browser.booth import CONTESTS, Polls, to_contest


@pytest.fixture
def member(request: pytest.FixtureRequest) -> str:
    """A member of this test's own."""
    return str(abs(hash(request.node.name)))


@pytest.fixture
def ballot(browser: Browser, at: Polls, member: str) -> Iterator[Page]:
    """The first contest, just after the issue."""
    page = at_the_page(browser, at.link(member))
    begin(page)
    heading(page, CONTESTS[0])
    yield page
    page.context.close()


def ranks(page: Page) -> dict[str, str]:
    rows = page.locator("button.candidate[aria-pressed=true]").all()
    return {
        str(row.locator("bdi").text_content()): str(row.locator(".rank").text_content())
        for row in rows
    }


def test_link_signs_in_and_its_code_is_gone_from_the_address(
    browser: Browser, at: Polls, member: str
) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(at.link(member, code="SECRET-CODE"))
    heading(page, "Your ballot is ready")
    assert page.url == at.address
    assert asked
    assert not [url for url in asked if "SECRET" in url]
    page.goto(at.link("another", code="wrong"))  # typed into the same tab, which loads nothing
    heading(page, "Sign in to vote")
    page.close()


def test_wrong_code_is_refused_in_one_sentence_and_the_number_stays(
    browser: Browser, at: Polls
) -> None:
    page = at_the_page(browser, at.address)
    sign_in(page, "77", "wrong")
    expect(page.get_by_role("alert")).to_have_text(
        "This member number and code do not belong together."
    )
    expect(page.get_by_label("Member number")).to_have_value("77")
    page.context.close()


def test_tap_ranks_tap_again_removes_and_the_gap_closes(ballot: Page) -> None:
    order = ballot.locator("button.candidate bdi").all_text_contents()
    rank(ballot, "Lopez, Ana", "Garza, Ana", "Wang, Ana")
    said(ballot, "Wang, Ana is now your choice 3.")
    assert ranks(ballot) == {"Lopez, Ana": "1", "Garza, Ana": "2", "Wang, Ana": "3"}
    rank(ballot, "Garza, Ana")
    assert ranks(ballot) == {"Lopez, Ana": "1", "Wang, Ana": "2"}
    assert ballot.locator("button.candidate bdi").all_text_contents() == order
    expect(ballot.get_by_text("2 of 4 ranked")).to_be_visible()


def test_rows_keep_their_places_under_the_finger(ballot: Page) -> None:
    ballot.set_viewport_size({"width": 320, "height": 3000})
    to_contest(ballot, 2)
    rows = ballot.locator("button.candidate")
    before = [row.bounding_box() for row in rows.all()]
    rank(ballot, "O’Brien, Ana", "Nguyễn, Ana", "Wang, Wei")
    assert [row.bounding_box() for row in rows.all()] == before


def test_up_and_down_move_a_choice_and_focus_stays(ballot: Page) -> None:
    rank(ballot, "Lopez, Ana", "Garza, Ana")
    up = ballot.get_by_role("button", name="Up Garza, Ana")
    up.click()
    said(ballot, "Garza, Ana is now your choice 1.")
    expect(up).to_be_focused()
    expect(up).to_have_attribute("aria-disabled", "true")
    up.click(force=True)
    said(ballot, "Garza, Ana is already your first choice.")
    assert ranks(ballot) == {"Garza, Ana": "1", "Lopez, Ana": "2"}


def test_limit_refuses_a_further_rank_in_words_and_drops_nothing(ballot: Page) -> None:
    to_contest(ballot, 2)
    names = [f"{each}, Ana" for each in ("Garza", "Wang", "Lopez", "Núñez", "O’Brien", "Okafor")]
    rank(ballot, *names)
    rank(ballot, "Смирнова, Ana")
    said(
        ballot,
        "You can rank up to 6. To rank Смирнова, Ana, first remove another choice.",
    )
    assert list(ranks(ballot)) == names


def test_put_in_order_sorts_on_request_alone(ballot: Page) -> None:
    rank(ballot, "Lopez, Ana", "Garza, Ana")
    press(ballot, "Put in order")
    names = ballot.locator("button.candidate bdi").all_text_contents()
    assert names == ["Lopez, Ana", "Garza, Ana", "Wang, Ana", "Núñez, Ana"]


def test_filter_finds_names_without_accents_and_keeps_the_choices(ballot: Page) -> None:
    to_contest(ballot, 2)
    rank(ballot, "Núñez, Ana")
    ballot.get_by_label("Find a name").fill("nunez")
    expect(ballot.locator("button.candidate:visible")).to_have_count(2)
    expect(ballot.get_by_text("2 of 14 names shown.")).to_be_visible()
    ballot.get_by_label("Find a name").fill("")
    assert list(ranks(ballot)) == ["Núñez, Ana"]


def test_one_choice_is_made_by_radio_and_can_be_cleared(ballot: Page) -> None:
    to_contest(ballot, 3)
    ballot.get_by_label("Wang, Ana").check()
    ballot.get_by_label("Lopez, Ana").check()
    expect(ballot.get_by_label("Wang, Ana")).not_to_be_checked()
    press(ballot, "Clear all choices")
    expect(ballot.get_by_text("0 of 1 chosen")).to_be_visible()


def test_hundred_and_twenty_two_of_three_hundred_and_no_more(ballot: Page) -> None:
    to_contest(ballot, 4)
    boxes = ballot.get_by_role("checkbox")
    expect(boxes).to_have_count(300)
    ballot.evaluate(
        "() => [...document.querySelectorAll('input[type=checkbox]')]"
        ".slice(0, 122).forEach(box => box.click())"
    )
    expect(ballot.get_by_text("122 of 122 chosen", exact=True)).to_be_visible()
    ballot.get_by_label("Member, Number 210").click()
    said(
        ballot,
        "You can vote for up to 122. To vote for Member, Number 210, first clear another one.",
    )
    expect(ballot.get_by_label("Member, Number 210")).not_to_be_checked()


def test_ballot_is_reviewed_cast_and_receipted(ballot: Page, at: Polls) -> None:
    rank(ballot, "Lopez, Ana")
    to_contest(ballot, 2)
    press(ballot, "Next")
    ballot.get_by_label("Wang, Ana").check()
    press(ballot, "Next")
    press(ballot, "Review")
    heading(ballot, "Review your ballot")
    expect(ballot.get_by_text("You ranked 1 and left 3. That is allowed.")).to_be_visible()
    cast = ballot.get_by_role("button", name="Cast my ballot")
    cast.click(force=True)
    said(ballot, "First say what to do with each contest that you left empty.")
    press(ballot, "Leave blank Executive Board, At-Large")
    press(ballot, "Go back Convention Delegates")
    heading(ballot, CONTESTS[3])
    press(ballot, "Review")
    press(ballot, "Leave blank Convention Delegates")
    cast.click()
    assert {len(from_base64url(each)) for each in receipts(ballot)} == {96}
    ballot.reload()
    assert len(receipts(ballot)) == 2
    press(ballot, "Forget all of this on this device")
    heading(ballot, "This device has forgotten your ballot")
    assert ballot.evaluate("() => Object.keys(localStorage)") == ["tellers/1|keys"]
    assert ballot.evaluate("() => Object.keys(sessionStorage)") == []


def test_back_of_the_browser_leads_to_the_contest_before_with_its_choices(ballot: Page) -> None:
    rank(ballot, "Lopez, Ana")
    to_contest(ballot, 3)
    ballot.go_back()
    heading(ballot, CONTESTS[1])
    ballot.go_back()
    assert ranks(ballot) == {"Lopez, Ana": "1"}


def test_ballot_by_keyboard_alone(ballot: Page) -> None:
    for title in CONTESTS:
        heading(ballot, title)
        expect(ballot.get_by_role("heading", level=1)).to_be_focused()
        ballot.keyboard.press("Tab")
        if title != CONTESTS[0]:
            ballot.keyboard.press("Tab")  # over "Back"
        if title in (CONTESTS[1], CONTESTS[3]):
            ballot.keyboard.press("Tab")  # over the filter
        ballot.keyboard.press("Space")
        ballot.locator("#foot button").last.focus()
        ballot.keyboard.press("Enter")
    heading(ballot, "Review your ballot")
    ballot.get_by_role("button", name="Cast my ballot").focus()
    ballot.keyboard.press("Enter")
    assert len(receipts(ballot)) == 2


def test_opened_ballot_is_sealed_again_on_a_second_device_and_another_one_is_cast(
    ballot: Page, browser: Browser, at: Polls
) -> None:
    rank(ballot, "Lopez, Ana", "Garza, Ana")
    to_contest(ballot, 4)
    press(ballot, "Review")
    ballot.get_by_text("Check this device before you cast").click()
    codes = ballot.locator("details .digest").all_text_contents()[:2]
    press(ballot, "Open this ballot, do not cast it")
    heading(ballot, "This ballot is opened and will not be cast")
    opened = ballot.get_by_label("opened ballot", exact=True).all_text_contents()
    second = at_the_page(browser, f"{at.address}#check")
    for text, code in zip(opened, codes, strict=True):
        second.get_by_label("The opened ballot").fill(text)
        press(second, "Seal it again")
        expect(second.locator("p.digest")).to_have_text(code)
    second.get_by_label("The opened ballot").fill(opened[0])
    press(second, "Seal it again")
    assert second.locator("main ol li").all_text_contents() == ["Lopez, Ana", "Garza, Ana"]
    second.get_by_label("The opened ballot").fill(opened[0][:-4])
    press(second, "Seal it again")
    expect(second.get_by_role("alert")).to_contain_text("Stop:")
    press(ballot, "Seal my choices anew")
    heading(ballot, "Review your ballot")
    anew = ballot.locator("details .digest").all_text_contents()[:2]
    assert not set(anew) & set(codes)
    second.context.close()
