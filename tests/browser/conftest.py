from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from rehearsal.browser import launch
from rehearsal.ports import free_port

from app.main import create_app
from app.settings import Settings
from tests.browser.booth import Polls, polls
from tests.browser.serving import serving
from tests.questions import Asking
from tests.registrar import Registrar

expect.set_options(timeout=30_000)  # a page may be slow on a busy machine, and none is that slow


@pytest.fixture
def kind() -> str:
    """SQLite alone: tests/web has every page's answers from both kinds of database."""
    return "sqlite"


def places(port: int) -> dict[str, str]:
    """Where a registrar answers, and where its box will."""
    own, box = (f"http://127.0.0.1:{each}" for each in (port, free_port()))
    return {"public_url": own, "box_url": box}


@pytest.fixture
def site(registrar: Registrar) -> Iterator[Registrar]:
    """A registrar in the days of nominations, for a browser, and a place for its box."""
    port = free_port()
    own = registrar.settings.model_copy(update=places(port))
    with serving(create_app(own), port):
        yield registrar.moved_to(own)


@pytest.fixture
def asking_site(asking: Asking) -> Iterator[Asking]:
    """A registrar for a vote on questions, whose pages a browser can open."""
    port = free_port()
    own = asking.settings.model_copy(update={"public_url": f"http://127.0.0.1:{port}"})
    with serving(create_app(own), port):
        yield asking.moved_to(own)


@pytest.fixture
def new_site(settings: Settings) -> Iterator[Registrar]:
    """A registrar whose election has its committee and nothing else, and a place for its box."""
    port = free_port()
    own = settings.model_copy(update=places(port))
    with serving(create_app(own), port):
        registrar = Registrar(own)
        with registrar.http:
            yield registrar.create()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """What starts browsers and drives them."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    opened = launch(playwright)
    yield opened
    opened.close()


@pytest.fixture
def page(browser: Browser, site: Registrar) -> Iterator[Page]:
    """A fresh browser profile's only page; scripts are off, since no page here needs them."""
    context = browser.new_context(base_url=site.settings.public_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Polls]:
    """A booth with every kind of contest, and its open ballot box."""
    with polls(tmp_path_factory.mktemp("box") / "box") as opened:
        yield opened
