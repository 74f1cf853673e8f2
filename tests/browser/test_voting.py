"""Members vote in a browser, through processes of a registrar and of a ballot box."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect
from rehearsal.ballot_page import begin, heading, press, rank, receipts, said, sign_in
from rehearsal.browser_voter import SILENCE
from rehearsal.ports import free_port

from app.settings import Settings
from tests.databases import KINDS
from tests.election_day import ElectionDay
from tests.registrar import Registrar
from tests.served import served_box, served_registrars


@dataclass
class Precinct:
    """An election whose registrar and box are asked by browsers alone, and what they were asked."""

    day: ElectionDay
    address: str
    box: str
    asked: list[Request] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def visited(self, browser: Browser) -> BrowserContext:
        """A new browser profile whose requests and faults are noted."""
        context = browser.new_context()
        context.on("request", lambda request: self.asked.append(request))
        context.on("weberror", lambda fault: self.faults.append(str(fault.error)))
        context.on("console", lambda message: self.faults.append(message.text))
        return context

    def sign_in(self, context: BrowserContext, number: str) -> Page:
        """A new tab in which a member is signed in with a mailed code."""
        page = context.new_page()
        page.goto(self.address)
        sign_in(page, number, self.day.registrar.code_of(number))
        return page


@contextmanager
def served(settings: Settings, registrar: Registrar, folder: Path) -> Iterator[Precinct]:
    """The election day of a registrar, with its registrar and box as processes."""
    box_port = free_port()
    box_url = f"http://127.0.0.1:{box_port}"
    day = ElectionDay(registrar.with_candidates(), folder / "box").open()
    day.ballot_box.let_go()
    (folder / "manifest.json").write_bytes(day.manifest.canonical())
    own, clock = settings.model_copy(update={"box_url": box_url}), settings.clock_file
    assert clock is not None
    with served_registrars(own, 1) as (served_registrar,):
        origin = str(served_registrar.base_url).rstrip("/")
        files = folder / "box", folder / "manifest.json", clock
        with served_box(*files, box_port, origin) as box:
            day.ask_box_by(box)
            yield Precinct(day, f"{origin}/vote/{registrar.election}", box_url)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Both kinds of database, since a vote passes through processes that no other test starts."""
    return str(request.param)


@pytest.fixture
def precinct(registrar: Registrar, tmp_path: Path) -> Iterator[Precinct]:
    with served(registrar.settings, registrar, tmp_path) as opened:
        yield opened


def mark_and_cast(page: Page, president: str) -> list[str]:
    heading(page, "President")
    rank(page, president)
    press(page, "Next")
    page.get_by_label("Smirnova").or_(page.get_by_label("Смирнова")).first.check()
    press(page, "Review")
    press(page, "Cast my ballot")
    return receipts(page)


def test_two_members_at_one_browser_and_one_on_two_devices_vote_and_are_counted(
    precinct: Precinct, browser: Browser
) -> None:
    shared, other = precinct.visited(browser), precinct.visited(browser)
    ana = precinct.sign_in(shared, "1001")
    begin(ana)
    heading(ana, "President")
    ana.close()

    luis = precinct.sign_in(shared, "1002")
    begin(luis)
    lose_first_answer(luis, f"{precinct.box}/cast")
    own = mark_and_cast(luis, "Garza")

    again = precinct.sign_in(shared, "1001")
    heading(again, "Go on with your ballot")
    press(again, "Go on")
    assert not set(mark_and_cast(again, "Garza")) & set(own)

    first = precinct.sign_in(shared, "1004")
    code = begin(first)
    second = precinct.sign_in(other, "1004")
    heading(second, "Your ballot was issued to another device")
    second.get_by_label("Recovery code").fill(code.lower().replace("-", " "))
    press(second, "Go on here")
    cast = mark_and_cast(second, "Garcia")
    first.reload()
    press(first, "Go on")
    assert receipts(first) == cast

    check_requests(precinct)
    not_found = "Failed to load resource:"  # the lost answer, and 404 where nothing is cast yet
    assert [each for each in precinct.faults if not each.startswith(not_found)] == []
    precinct.day.close().count()
    assert counted(precinct.day.registrar, "president") == {"Garza": 2, "Garcia": 1}
    check_inclusion(precinct, again)


def counted(registrar: Registrar, contest: str) -> dict[str, int]:
    """The first round of a contest, by last name."""
    result = registrar.http.get(registrar.at("count"), headers=registrar.chair).json()
    found = next(each for each in result["contests"] if each["id"] == contest)
    tally = found["rounds"][0]["tally"]
    return {name.split(",")[0]: int(votes) for name, votes in tally.items()}


def lose_first_answer(page: Page, url: str) -> None:
    """The box stores the first entry and its answer is lost on the way; the page says so."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.fetch()
            route.abort()
            said(page, SILENCE)

    page.route(url, lose)


def check_requests(precinct: Precinct) -> None:
    """To the box: no cookie, Referer or preflight, one length; and nobody else is asked."""
    urls = [urlsplit(each.url) for each in precinct.asked]
    origins = {f"{url.scheme}://{url.netloc}" for url in urls}
    assert origins == {precinct.box, precinct.address.rsplit("/vote/", 1)[0]}
    to_box = [each for each in precinct.asked if each.url.startswith(precinct.box)]
    assert {each.method for each in to_box} == {"POST"}
    for each in to_box:
        headers = each.all_headers()
        assert headers["content-type"] == "text/plain"
        assert not {"cookie", "authorization", "referer"} & headers.keys()
    casts = [each.post_data or "" for each in to_box if each.url.endswith("/cast")]
    assert len({len(body) for body in casts}) == 1


def check_inclusion(precinct: Precinct, page: Page) -> None:
    page.reload()
    press(page, "See that my ballot is on the board")
    heading(page, "Your ballot is on the board")
    expect(page.get_by_text("This device has now forgotten all of it.")).to_be_visible()
