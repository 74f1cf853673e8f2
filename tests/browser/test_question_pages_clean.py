"""The committee's and everybody's pages of a vote on questions, with every rule of axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import faults_of, signed_in_page
from tests.election_day import ElectionDay
from tests.questions import AMENDMENT, STRIKE, Asking, numbers
from tests.registrar import as_csv

PETITION = {"rule": "amendment", "title": "Article V", "submitted_on": "2028-01-05"}


@pytest.fixture
def chair(browser: Browser, asking_site: Asking) -> Iterator[Page]:
    """The Chair's page."""
    page = signed_in_page(browser, asking_site)
    yield page
    page.context.close()


def with_everything(site: Asking) -> str:
    """Questions of each kind, somebody at a meeting, and a petition with a near miss."""
    site.ask(AMENDMENT)
    site.ask(STRIKE)
    site.ask({"rule": "work-action", "title": "Pickets", "text": "Shall we picket?"})
    site.present(*numbers("Library"))
    petition = site.post("petitions", PETITION, site.chair).json()["id"]
    signers = as_csv(
        [
            {"member_number": "3001", "name": "Ann Member3001"},
            {"member_number": "3002", "name": "حداد, Samir"},
        ]
    )
    path = site.at(f"petitions/{petition}/signers")
    site.http.post(path, files={"signers": ("s.csv", signers)}, headers=site.chair)
    return str(petition)


def test_pages_of_questions_and_petitions_are_clean(asking_site: Asking, chair: Page) -> None:
    here = f"/elections/{asking_site.election}"
    petition = with_everything(asking_site)
    pages = ["", "/questions", "/questions/amendment", "/petitions", f"/petitions/{petition}"]
    assert faults_of(chair, [here + page for page in (*pages, "/contests/amendment")]) == {}


def test_form_of_a_vote_is_clean(asking_site: Asking, browser: Browser) -> None:
    page = signed_in_page(browser, asking_site, asking_site.admin)
    assert faults_of(page, ["/elections/new/vote"]) == {}
    page.context.close()


def test_pages_of_decided_questions_are_clean(
    asking_site: Asking, chair: Page, tmp_path: Path
) -> None:
    asking_site.ask(AMENDMENT)
    asking_site.ask(STRIKE)
    day = ElectionDay(asking_site, tmp_path / "box").open()
    for number in numbers("Unit 8")[:4]:
        day.vote(number, {"amendment": (1,), "strike-unit-8": (2,)})
    digest = day.close().count()
    for act in ("count/acceptance", "certification"):
        day.sign(act, digest)
    pages = ["ballot", "count", "count/amendment", "certificate", "questions"]
    pages += ["results", "results/amendment", "results/strike-unit-10"]
    assert faults_of(chair, [f"/elections/{asking_site.election}/{each}" for each in pages]) == {}
