import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from rehearsal.browser import sign_in

from tests.browser.serving import serving
from tests.databases import KINDS
from tests.election_day import ElectionDay
from tests.registrar import ALPHABET, Registrar, roll_files

VOTES: dict[str, dict[str, tuple[int, ...]]] = {
    "1001": {"president": (1, 2), "delegates": (1, 2)},
    "1002": {"president": (2, 1), "delegates": (1, 3)},
    "1004": {"president": (2,), "delegates": (2,)},
    "1008": {"president": (1,), "delegates": (3,)},
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """On both kinds of database, the other tests of this folder on one."""
    return str(request.param)


def upload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


class People:
    """The Chair and a second member of the committee, each at a browser of their own."""

    def __init__(self, site: Registrar, browser: Browser) -> None:
        self.site = site
        self.chair = self._at_a_browser(browser, "chair")
        self.second = self._at_a_browser(browser, "committee-1007")

    def _at_a_browser(self, browser: Browser, email: str) -> Page:
        context = browser.new_context(
            base_url=self.site.settings.public_url, java_script_enabled=False
        )
        page = context.new_page()
        sign_in(page, *next(each for each in self.site.passwords.items() if email in each[0]))
        return page

    def go(self, page: Page, path: str) -> None:
        answer = page.goto(f"/elections/{self.site.election}/{path}")
        assert answer is not None
        assert answer.status == 200

    def press(self, page: Page, path: str, button: str) -> None:
        self.go(page, path)
        page.get_by_role("button", name=button).click()


def import_the_roll(people: People) -> None:
    page = people.chair
    people.go(page, "roll")
    bad = roll_files()
    broken = bad["roll"].replace(b"Deschutes", b"Atlantis")
    page.get_by_label("Members (roll.csv)").set_input_files(upload("roll.csv", broken))
    page.get_by_label("Standing").set_input_files(upload("standing.csv", bad["standing"]))
    page.get_by_role("button", name="Check the files").click()
    expect(page.get_by_role("listitem").filter(has_text="Atlantis")).to_contain_text("county")
    for name, label in (("roll", "Members (roll.csv)"), ("standing", "Standing")):
        page.get_by_label(label).set_input_files(upload(f"{name}.csv", bad[name]))
    page.get_by_role("button", name="Check the files").click()
    expect(page.get_by_role("row").filter(has_text="<b>Bold</b>")).to_be_visible()
    page.get_by_role("button", name="Import these 9 members").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("9 members are on the roll")


def enter_the_alphabet(people: People) -> None:
    page = people.chair
    people.go(page, "alphabet")
    page.get_by_label("The 26 letters in order").fill(ALPHABET["letters"][:-1])
    page.get_by_label("Drawn for the election of").fill(ALPHABET["held_on"])
    page.get_by_label("Where it is published").fill(ALPHABET["source"])
    page.get_by_role("button", name="Enter the alphabet").click()
    expect(page.get_by_role("alert")).to_contain_text("lacks V")
    expect(page.get_by_label("Where it is published")).to_have_value(ALPHABET["source"])
    page.get_by_label("The 26 letters in order").fill(ALPHABET["letters"])
    page.get_by_role("button", name="Enter the alphabet").click()
    expect(page.get_by_role("list", name="The alphabet in order")).to_be_visible()


def nominate(people: People, number: str, contest: str) -> None:
    page = people.chair
    people.go(page, "nominations")
    page.get_by_label("Contest").select_option(contest)
    page.get_by_label("The nominee’s member number").fill(number)
    page.get_by_label("Nominated by").fill("a member")
    page.get_by_role("button", name="Enter and rule").click()


def accept(site: Registrar, number: str) -> None:
    headers = site.member(number)
    for nomination in site.http.get("/api/v1/my/nominations", headers=headers).json():
        answer = f"/api/v1/my/nominations/{nomination['id']}/answer"
        site.http.post(answer, json={"accept": True}, headers=headers)


def take_nominations(people: People) -> None:
    page, site = people.chair, people.site
    site.in_days_of_nominations()
    nominate(people, "1006", "president")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wei Chen may not stand")
    expect(page.get_by_text("Local 99 Bylaws Art. II").first).to_be_visible()
    nominate(people, "9999", "president")
    expect(page.get_by_role("alert")).to_contain_text("9999")
    expect(page.get_by_label("Nominated by")).to_have_value("a member")
    for number in ("1001", "1002"):
        nominate(people, number, "president")
    for number in ("1004", "1005", "1008"):
        nominate(people, number, "delegates")
        expect(page.get_by_role("heading", level=1)).to_contain_text("may stand")
    for number in ("1001", "1002", "1004", "1005", "1008"):
        accept(site, number)


def freeze(people: People, keys: dict[str, Any]) -> None:
    site, page = people.site, people.chair
    site.move_to(site.dates["acceptance_deadline"] + timedelta(days=1))
    file = json.dumps({name: keys[name] for name in ("A", "B", "t", "n")}).encode()
    people.go(page, "ballot")
    page.get_by_label("The ceremony’s public keys").set_input_files(upload("keys.json", file))
    page.get_by_label("The ballot box’s public key").fill(keys["box_spki"])
    page.get_by_role("button", name="Draw up the ballot").click()
    expect(page.get_by_text("Garza before Garcia: 4th letter")).to_be_attached()
    people.go(people.second, "ballot")
    expect(people.second.get_by_role("button", name="Countersign")).to_have_count(0)
    people.press(page, "ballot", "Approve this ballot")
    expect(page.get_by_role("button", name="Countersign")).to_have_count(0)
    people.press(people.second, "ballot", "Countersign and freeze")
    expect(people.second.get_by_role("heading", level=1)).to_have_text("The ballot is frozen")


def prove_the_mailing(people: People) -> None:
    page, site = people.chair, people.site
    people.press(page, "voting", "Open voting")
    expect(page.get_by_role("alert")).to_contain_text("There is no date for: election notice")
    people.go(page, "notices")
    page.get_by_label("Mailed on").fill(f"{site.dates['nominations_close']:%Y-%m-%d}")
    page.get_by_label("Letters").fill("nine")
    page.get_by_label("What proves it").fill("receipt 7")
    page.get_by_role("button", name="Enter the mailing").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Say how many letters were mailed, from 1 to 10,000,000."
    )
    page.get_by_label("Letters").fill("9")
    page.get_by_role("button", name="Enter the mailing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The notice of election is mailed")


def close_and_certify(people: People, opened: bytes) -> None:
    page = people.chair
    page.get_by_label("The opened file (opened.json)").set_input_files(
        upload("opened.json", opened)
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The ballots are opened")
    people.press(page, "count", "Count every contest")
    page.get_by_role("link", name="President", exact=True).click()
    expect(page.get_by_text("Tie in round").first).to_be_visible()
    expect(page.get_by_text("A second count, by another program:")).to_be_visible()
    expect(page.get_by_text("Why did Garcia, Luis not win?")).to_be_visible()
    for path, button, done in (
        ("count", "Accept the count", "The count is accepted"),
        ("certificate", "Certify the result", "The result is certified"),
    ):
        people.press(page, path, button)
        people.press(people.second, path, button)
        expect(people.second.get_by_role("heading", level=1)).to_have_text(done)


def test_whole_election_is_run_through_the_pages(
    new_site: Registrar, browser: Browser, tmp_path: Path
) -> None:
    site, people = new_site, People(new_site, browser)
    page = people.chair
    import_the_roll(people)
    enter_the_alphabet(people)
    take_nominations(people)
    day = ElectionDay(site, tmp_path / "box", lambda keys: freeze(people, keys))
    prove_the_mailing(people)
    with serving(day.box_app, int(site.settings.box_url.rpartition(":")[2])):
        for person in (people.chair, people.second):
            people.press(person, "voting", "Open voting")
        expect(people.second.get_by_text("The ballot box says it is open")).to_be_visible()
        for number, chosen in VOTES.items():
            day.vote(number, chosen)
        people.go(page, "voting")
        expect(page.get_by_text("Nothing is counted yet.")).to_be_visible()
        site.move_to(site.dates["closes_cast"] + timedelta(minutes=1))
        people.go(page, "voting")
        expect(page.get_by_role("cell", name="hidden, too few").first).to_be_visible()
        people.press(page, "opening", "Receive the sealed ballots")
        close_and_certify(people, day.opened())
    people.go(page, "")
    page.get_by_role("link", name="Open the results").click()
    expect(page.get_by_role("heading", name="Every ballot is accounted for")).to_be_visible()
    page.get_by_role("link", name="President", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("President: Garza, Ana")
    with page.expect_download() as taken:
        page.get_by_role("link", name="president-rounds.csv").click()
    assert b"Garza" in taken.value.path().read_bytes()
