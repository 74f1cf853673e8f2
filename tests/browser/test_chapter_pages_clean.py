"""The committee's pages that only bylaws with chapters fill, with every rule of axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from rehearsal.ports import free_port

from app.main import create_app
from app.settings import Settings
from tests.browser.axe import faults_of, signed_in_page
from tests.browser.conftest import places
from tests.browser.serving import serving
from tests.chapters import Chapters
from tests.web.test_seats_decided import decide, with_large_roll


@pytest.fixture
def large_site(settings: Settings) -> Iterator[Chapters]:
    """A registrar of Local 509 in the set-up of an election, whose pages a browser can open."""
    port = free_port()
    own = settings.model_copy(update=places(port))
    with serving(create_app(own), port):
        chapters = Chapters(own)
        with chapters.http:
            yield with_large_roll(chapters)


def test_page_of_seat_decisions_is_clean(large_site: Chapters, browser: Browser) -> None:
    assert decide(large_site, seats=1).status_code == 200
    page = signed_in_page(browser, large_site)
    assert faults_of(page, [f"/elections/{large_site.election}/seat-decisions"]) == {}
    page.context.close()
