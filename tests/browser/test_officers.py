"""Officers at browsers of their own: keys, amendments and paper, and a key back from its sheet."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Page, expect

from app.core.secrecy.closed_board import read_entries
from app.core.secrecy.fields import utc
from tests.browser.axe import signed_in_page, violations
from tests.browser.serving import serving
from tests.election_day import ElectionDay
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
        copied = code[:4].lower().replace("0", "o").replace("1", "l")
        page.get_by_label("The first four characters").fill(copied)
        self.press("Keep the key and register it")
        expect(page.get_by_role("heading", name="Your key is registered")).to_be_visible()
        expect(page.get_by_role("heading", name="kept in this browser")).to_be_visible()
        return code

    def sign(self, name: str) -> None:
        """Signs what the page shows, with the key that this browser keeps."""
        self.page.get_by_label("Passphrase of your signing key").fill(PASSPHRASE)
        self.press(name)


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
    page.evaluate("window.print = () => {}")
    chair.sign("Print the sheet again")
    page.emulate_media(media="print")
    sheet = page.locator(".share")
    expect(sheet.get_by_role("img")).to_be_visible()
    assert sheet.locator(".code").inner_text().replace("\n", "-") == code
    expect(page.get_by_role("heading", level=1)).to_be_hidden()
    assert page.pdf().count(b"/Type /Page\n") == 1
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


def box_port(site: Registrar) -> int:
    return int(site.settings.box_url.rpartition(":")[2])


def test_two_officers_read_and_sign_the_same_words_of_a_later_close(
    site: Registrar, office: Office, tmp_path: Path
) -> None:
    chair, second = office(site.chair), office(site.second)
    for each in (chair, second):
        each.make_key()
    day = ElectionDay(site.with_candidates(), tmp_path / "box").open()
    with serving(day.box_app, box_port(site)):
        amend(chair, second)
    later = day.manifest.closes_cast + timedelta(hours=2)
    assert utc(later).encode() in day.box.get("/amendments").content


def amend(chair: Officer, second: Officer) -> None:
    page = chair.go("amendments")
    page.get_by_label("Put the close off by").select_option("2 hours")
    page.get_by_label("Why").first.fill("The “network” failed.")
    chair.press("Propose a later close")
    read = page.locator("#words").inner_text()
    assert "The “network” failed." in read
    assert violations(page) == []
    page.get_by_label("Passphrase of your signing key").fill("another passphrase")
    chair.press("Sign this change")
    expect(page.get_by_role("alert")).to_contain_text("not the one this signing key was sealed")
    chair.sign("Sign this change")
    expect(page.get_by_text("You have signed.")).to_be_visible()
    page = second.go("amendments")
    assert page.locator("#words").inner_text() == read
    second.sign("Sign this change")
    expect(page.get_by_role("heading", name="Change 1", exact=True)).to_be_visible()
    assert violations(page) == []


def keyed(*rows: dict[str, object]) -> FilePayload:
    raw = "".join(json.dumps(row) + "\n" for row in rows).encode()
    return {"name": "keyed.jsonl", "mimeType": "application/octet-stream", "buffer": raw}


def saved(officer: Officer, batch: int) -> FilePayload:
    """The batch that the page offers, as the other clerk is given it on a stick."""
    name = f"batch-{batch}.json"
    with officer.page.expect_download() as download:
        officer.press(f"Save {name}")
    raw = Path(download.value.path()).read_bytes()
    return {"name": name, "mimeType": "application/json", "buffer": raw}


def seal(chair: Officer, batch: int, group: int, blank: dict[str, list[int]]) -> FilePayload:
    """The Chair keys a blank and a torn ballot, whose second keying is wrong at first."""
    page = chair.go("paper-batches")
    chair.press("Seal a batch")
    page.get_by_label("Number of the batch").fill(str(batch))
    page.get_by_label("What is on the ballots").select_option(str(group))
    page.get_by_label("Who watched").fill("Olive Observer")
    ballots: list[dict[str, object]] = [
        {"ballot": 1, "choices": blank},
        {"ballot": 2, "spoiled": "torn"},
    ]
    page.get_by_label("What the first clerk keyed").set_input_files(keyed(*ballots))
    second = page.get_by_label("What the second clerk keyed")
    for wrong, says in (
        ({"ballot": 2, "choices": {"nobody": [1]}}, "The second clerk’s file, line 2"),
        ({"ballot": 2, "choices": blank}, "Ballot 2 is not keyed alike"),
    ):
        second.set_input_files(keyed(ballots[0], wrong))
        chair.press("Compare and seal")
        expect(page.get_by_role("region", name="What was found")).to_contain_text(says)
        assert violations(page) == []
    second.set_input_files(keyed(*ballots))
    chair.press("Compare and seal")
    expect(page.get_by_role("heading", name=f"Batch {batch}")).to_be_visible()
    chair.sign("Sign this batch")
    return saved(chair, batch)


def test_two_clerks_seal_and_sign_paper_which_joins_the_board(
    site: Registrar, office: Office, tmp_path: Path
) -> None:
    chair, second = office(site.chair), office(site.second)
    for each in (chair, second):
        each.make_key()
    day = ElectionDay(site.with_candidates(), tmp_path / "box").open()
    groups = site.http.get("/api/v1/my/ballot", headers=site.member("1008")).json()["groups"]
    site.move_to(day.manifest.closes_cast + timedelta(minutes=1))
    batches = []
    with serving(day.box_app, box_port(site)):
        for number, group in enumerate(groups, 1):
            blank: dict[str, list[int]] = {each.id: [] for each in day.manifest.contests_of(group)}
            sealed = seal(chair, number, group, blank)
            page = second.go("paper-batches")
            second.press("Sign a batch that the other clerk sealed")
            page.get_by_label("The batch’s file").set_input_files(sealed)
            second.press("Read the batch")
            expect(page.get_by_text("Signed by chair 1003.")).to_be_visible()
            second.sign("Sign this batch")
            expect(page.get_by_text("Both clerks have signed it.")).to_be_visible()
            batches.append(saved(second, number))
        page.get_by_label("The files of all batches").set_input_files(batches[::-1])
        second.press("Join them")
        expect(page.get_by_role("heading", name="Joined the board")).to_be_visible()
        assert violations(page) == []
    entries = read_entries(day.manifest, day.box.get("/board").content)
    assert [each.group_id for each in entries if each.is_paper] == groups
