"""Where the ballot page stops, and why; each step and each stop held to every rule of axe."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from rehearsal.ballot_page import (
    at_the_page,
    begin,
    heading,
    press,
    rank,
    said,
    sign_in,
)

from app.core.secrecy.encoding import canonical, from_base64url, to_base64url
from tests.browser.axe import violations
from tests.browser.booth import CONTESTS, Polls, polls, to_contest


def test_member_without_a_vote_reads_why_and_whom_to_ask(browser: Browser, at: Polls) -> None:
    at.booth.granted = False
    page = at_the_page(browser, at.link("5001"))
    heading(page, "You cannot vote in this election")
    expect(page.get_by_text("Your dues were not paid on the record date.")).to_be_visible()
    expect(page.get_by_text("Local 99 Bylaws Art. II §4")).to_be_visible()
    at.booth.granted, at.booth.paper = True, True
    page.reload()
    heading(page, "Your paper ballot has come in")
    at.booth.paper = False
    page.context.close()


def test_link_with_another_printed_hash_is_an_alarm(browser: Browser, at: Polls) -> None:
    page = at_the_page(browser, f"{at.link('5002')}&manifest={'0' * 64}")
    heading(page, "Stop: do not vote on this page")
    expect(page.get_by_role("alert")).to_contain_text("printed on your notice")
    page.context.close()
    page = at_the_page(
        browser, f"{at.link('5002')}&manifest={at.booth.election.manifest.hash.hex()}"
    )
    heading(page, "Your ballot is ready")
    page.context.close()


def test_page_without_scripts_says_so_and_offers_paper(browser: Browser, at: Polls) -> None:
    page = at_the_page(browser, at.address, java_script_enabled=False)
    heading(page, "This page needs JavaScript")
    assert "ask the elections committee for a paper ballot" in page.locator("main").inner_text()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_is_clean_by_every_rule_of_axe_and_no_wider_than_a_small_phone(
    browser: Browser, at: Polls, scheme: str
) -> None:
    small = {"width": 320, "height": 640}
    page = at_the_page(browser, at.address, color_scheme=scheme, viewport=small, bypass_csp=True)

    def check(title: str) -> None:
        heading(page, title)
        assert violations(page) == [], title
        assert page.evaluate("document.documentElement.scrollWidth") == 320, title

    check("Sign in to vote")
    sign_in(page, f"88{scheme}", "right")
    check("Your ballot is ready")
    press(page, "Begin")
    check(CONTESTS[0])
    rank(page, "Lopez, Ana", "Garza, Ana")
    check(CONTESTS[0])
    for title in CONTESTS[1:]:
        press(page, "Next")
        check(title)
    press(page, "Review")
    page.get_by_text("Check this device before you cast").click()
    check("Review your ballot")
    press(page, "Open this ballot, do not cast it")
    check("This ballot is opened and will not be cast")
    press(page, "Seal my choices anew")
    for title in CONTESTS[1:]:
        press(page, f"Leave blank {title}")
    press(page, "Cast my ballot")
    check("Your ballot is in the box")
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stop_is_clean_by_every_rule_of_axe(browser: Browser, at: Polls, scheme: str) -> None:
    def check(title: str, address: str) -> None:
        page = at_the_page(browser, address, color_scheme=scheme, bypass_csp=True)
        heading(page, title)
        assert violations(page) == [], title
        page.context.close()

    check("Check another device", f"{at.address}#check")
    check("Sign in to vote", at.link("5003", code="wrong"))
    check("Stop: do not vote on this page", f"{at.link('5003')}&manifest=00")
    at.booth.granted = False
    check("You cannot vote in this election", at.link("5003"))
    at.booth.granted = True
    at.booth.issued[f"5003{scheme}"] = b"by another device"
    check("Your ballot was issued to another device", at.link(f"5003{scheme}"))


def test_page_says_when_it_is_too_early_or_too_late(browser: Browser, at: Polls) -> None:
    begun = at_the_page(browser, at.link("5005"))
    begin(begun)
    usual = at.booth.ahead
    for ahead, title, tells in (
        (timedelta(hours=-1), "Voting has not begun", "Come back then."),
        (timedelta(hours=2), "Voting has closed", "Your ballot is not in the box."),
    ):
        at.booth.ahead = ahead
        new = at_the_page(browser, at.link("5006"))
        heading(new, title)
        expect(new.get_by_text(tells)).to_be_visible()
        new.context.close()
    begun.reload()
    heading(begun, "Voting has closed")
    at.booth.ahead = usual
    begun.context.close()


def test_box_that_is_for_another_page_gives_this_one_no_receipt(
    browser: Browser, tmp_path: Path
) -> None:
    """What the other tests rest on: a browser gives the box's answers to the named origin alone."""
    with polls(tmp_path / "box", page_origin="https://vote.example.org") as elsewhere:
        page = at_the_page(browser, elsewhere.link("1"))
        begin(page)
        to_contest(page, 4)
        press(page, "Review")
        for title in CONTESTS:
            press(page, f"Leave blank {title}")
        press(page, "Cast my ballot")
        said(
            page,
            "No answer yet. This page keeps trying; keep it open. You have no receipt so far.",
        )
        page.context.close()


def with_small_factor(manifest: dict[str, Any]) -> None:
    spki = from_base64url(manifest["groups"][0]["issuer_spki"])
    n = (1 << 3071) // 65521 * 65521
    while not (n % 2 and n.bit_length() == 3072):
        n += 65521
    forged = spki[:33] + n.to_bytes(384, "big") + spki[33 + 384 :]
    manifest["groups"][0]["issuer_spki"] = to_base64url(forged)


def with_another_title(manifest: dict[str, Any]) -> None:
    manifest["title"] = "Another election with the same keys"


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (with_small_factor, "the issuer key has a prime factor below 65537"),
        (with_another_title, "key of this manifest stood in another election's"),
    ],
)
def test_manifest_with_a_bad_or_reused_key_stops_the_page(
    browser: Browser, at: Polls, edit: Callable[[dict[str, Any]], None], says: str
) -> None:
    page = at_the_page(browser, at.address)
    heading(page, "Sign in to vote")
    manifest = json.loads(at.booth.election.manifest.canonical())
    edit(manifest)
    page.route("**/manifest", lambda route: route.fulfill(body=canonical(manifest)))
    page.reload()
    heading(page, "Stop: do not vote on this page")
    expect(page.get_by_role("alert")).to_contain_text(says)
    page.context.close()
