"""Officers at browsers of their own: keys, amendments and paper, and a key back from its sheet."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.axe import signed_in_page, violations
from tests.registrar import Registrar

PASSPHRASE = "four words or more"


class Officer:
    """One officer at one browser; the page may throw nothing."""

    def __init__(self, browser: Browser, site: Registrar, who: dict[str, str]) -> None:
        self.site, self.who, self.browser = site, who, browser
        self.page = signed_in_page(browser, site, who)
        self.thrown: list[str] = []
        self.page.on("pageerror", lambda fault: self.thrown.append(str(fault)))
        self.page.on("console", self._note)

    def _note(self, line: ConsoleMessage) -> None:
        if line.type == "error" and not line.location["url"].endswith("/favicon.ico"):
            self.thrown.append(line.text)

    def go(self, path: str) -> Page:
        self.page.goto(f"/elections/{self.site.election}/{path}")
        return self.page

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def make_key(self) -> str:
        """Makes a key and registers it; gives the code of the sheet."""
        page = self.go("signing-key")
        page.get_by_label("A passphrase for it").fill(PASSPHRASE)
        page.get_by_label("The passphrase again").fill(PASSPHRASE)
        self.press("Make my signing key")
        page.get_by_text("Show it, to be copied by hand").click()
        code = page.locator("#officer p.code").inner_text()
        page.get_by_label("The first four characters").fill(code[:4].lower())
        self.press("Keep the key and register it")
        expect(page.get_by_role("heading", name="Your key is registered")).to_be_visible()
        expect(page.get_by_role("heading", name="kept in this browser")).to_be_visible()
        return code


Office = Callable[[dict[str, str]], Officer]


@pytest.fixture
def office(browser: Browser, site: Registrar) -> Iterator[Office]:
    """Gives officers a browser each, and asks at the end whether a page threw anything."""
    opened: list[Officer] = []

    def sit_down(who: dict[str, str]) -> Officer:
        opened.append(Officer(browser, site, who))
        return opened[-1]

    yield sit_down
    for each in opened:
        each.page.context.close()
        assert each.thrown == []


def test_key_comes_back_from_its_sheet_in_another_browser(site: Registrar, office: Office) -> None:
    chair = office(site.chair)
    page = chair.go("signing-key")
    code = chair.make_key()
    assert violations(page) == []
    elsewhere = office(site.chair)
    page = elsewhere.go("signing-key")
    page.get_by_label("The code on your sheet").fill(("1" if code[0] == "0" else "0") + code[1:])
    page.get_by_label("A passphrase for it").fill(PASSPHRASE)
    page.get_by_label("The passphrase again").fill(PASSPHRASE)
    elsewhere.press("Bring the key back")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("The code on your sheet").fill(code.lower())
    elsewhere.press("Bring the key back")
    expect(page.get_by_role("heading", name="kept in this browser")).to_be_visible()
    assert violations(page) == []
