from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import faults_of, signed_in_page, violations
from tests.election_day import ElectionDay
from tests.registrar import Registrar
from tests.web.test_pages_rights import PLACES, RIGHTS

FILES = ("/{name}", ".json")  # what is downloaded is no page


@pytest.fixture
def chair(browser: Browser, site: Registrar) -> Iterator[Page]:
    page = signed_in_page(browser, site)
    yield page
    page.context.close()


def pages_of(site: Registrar, nomination: str = "1", contest: str = "president") -> list[str]:
    """Every page of the election, from the table that has them all with their rights."""
    names = PLACES | {
        "election_id": site.election,
        "nomination_id": nomination,
        "contest_id": contest,
    }
    shown = [path for method, path in RIGHTS if method == "GET" and not path.endswith(FILES)]
    return [path.format(**names) for path in shown]


def test_pages_in_the_days_of_nominations_are_clean(site: Registrar, chair: Page) -> None:
    refused = site.nominate("1006", "president").json()["id"]
    site.with_candidates()
    paths = [
        "/",
        "/sign-in",
        "/security",
        "/elections",
        *pages_of(site, refused, "delegates"),
        "/nowhere",
    ]
    assert faults_of(chair, paths) == {}


def test_pages_of_a_certified_election_are_clean(
    site: Registrar, chair: Page, tmp_path: Path
) -> None:
    day = ElectionDay(site.with_candidates(), tmp_path / "box").open()
    for number, first in (("1001", 1), ("1002", 2)):
        day.vote(number, {"president": (first,), "delegates": (1, 2)})
    digest = day.close().count()
    assert faults_of(chair, [f"/elections/{site.election}/count"]) == {}  # with a choice of seats
    day.sign("count/acceptance", digest)
    day.sign("certification", digest)
    assert faults_of(chair, ["/", *pages_of(site)]) == {}


def test_pages_of_an_administrator_are_clean(site: Registrar, browser: Browser) -> None:
    page = signed_in_page(browser, site, site.admin)
    set_up = f"/elections/{site.election}/set-up"
    founding = ["/elections/new", "/elections/new/stewards"]
    assert faults_of(page, ["/accounts", *founding, set_up]) == {}
    page.goto("/accounts")
    page.get_by_label("Name").fill("Rosa Delgado")
    page.get_by_label("E-mail address").fill("rosa@example.org")
    page.get_by_role("button", name="Make the account").click()
    assert violations(page) == []
    page.context.close()


def test_fault_at_a_field_is_clean(site: Registrar, chair: Page) -> None:
    chair.goto(f"/elections/{site.election}/nominations")
    chair.get_by_role("button", name="Enter and rule").click()
    assert chair.get_by_role("alert").count() == 1
    assert violations(chair) == []


def test_axe_finds_a_fault_where_there_is_one(site: Registrar, chair: Page) -> None:
    chair.goto("/elections")
    chair.evaluate("document.querySelector('h1').innerHTML = '<img src=x>'")
    assert any(fault.startswith("image-alt") for fault in violations(chair))


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_the_screen(site: Registrar, browser: Browser, width: int) -> None:
    site.with_candidates()
    page = signed_in_page(browser, site, viewport={"width": width, "height": 800})
    wide = []
    for path in ["/", "/sign-in", "/security", "/elections", *pages_of(site)]:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
    page.context.close()
    assert wide == []


def test_nomination_is_entered_by_keyboard_alone(site: Registrar, chair: Page) -> None:
    chair.goto(f"/elections/{site.election}/nominations")
    chair.keyboard.press("Tab")
    assert chair.evaluate("document.activeElement.textContent") == "To the content"
    chair.keyboard.press("Enter")
    links = chair.locator("main a").evaluate_all("all => all.map(each => each.textContent)")
    chair.keyboard.press("Tab")
    for cited in links:  # on the way to the form, the clauses that lead to their text
        if chair.evaluate("document.activeElement.textContent") == cited:
            chair.keyboard.press("Tab")
    for typed in ("Vice", "1001", "a member"):  # the contest is found by its first letters
        chair.keyboard.type(typed)
        chair.keyboard.press("Tab")
    chair.keyboard.press("Enter")
    chair.wait_for_url("**/nominations/*")
    assert chair.inner_text("h1") == "Ana Garza may stand"
    assert "Vice President" in chair.inner_text("p.above")
