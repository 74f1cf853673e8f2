from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import STAGES, faults_of, signed_in_page, violations
from tests.election_day import ElectionDay
from tests.registrar import Registrar

SCHEMES = ("light", "dark")


@pytest.fixture(params=SCHEMES)
def chair(request: pytest.FixtureRequest, browser: Browser, site: Registrar) -> Iterator[Page]:
    page = signed_in_page(browser, site, color_scheme=request.param)
    yield page
    page.context.close()


def pages_of(site: Registrar) -> list[str]:
    here = f"/elections/{site.election}"
    return ["/sign-in", "/elections", *(here + stage for stage in STAGES)]


def test_pages_in_the_days_of_nominations_are_clean(site: Registrar, chair: Page) -> None:
    refused = site.nominate("1006", "president").json()["id"]
    site.with_candidates()
    here = f"/elections/{site.election}"
    paths = [*pages_of(site), f"{here}/nominations/{refused}", "/nowhere"]
    assert faults_of(chair, paths) == {}


def test_pages_of_a_certified_election_are_clean(
    site: Registrar, chair: Page, tmp_path: Path
) -> None:
    day = ElectionDay(site.with_candidates(), tmp_path / "box").open()
    for number, first in (("1001", 1), ("1002", 2)):
        day.vote(number, {"president": (first,), "delegates": (1, 2)})
    digest = day.close().count()
    day.sign("count/acceptance", digest)
    day.sign("certification", digest)
    assert faults_of(chair, [*pages_of(site), f"/elections/{site.election}/results"]) == {}


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
    for path in pages_of(site):
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
    page.context.close()
    assert wide == []
