"""A question on the ballot page: its text, its arguments, an answer, and the cast."""

import dataclasses
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from secrets import token_bytes

import pytest
from playwright.sync_api import Browser, Page, expect
from rehearsal.ballot_page import at_the_page, begin, heading, press, receipts, said
from rehearsal.made_up import MadeUpElection, make_election

from app.core.secrecy.groups import BallotQuestion
from app.core.secrecy.manifest import BallotContest, Group, least_pad_len
from tests.browser.axe import SCHEMES, violations
from tests.browser.booth import Polls, polls

TITLE = "Amendment of Article V"
QUESTION = BallotQuestion(
    of="amendment",
    title=TITLE,
    text="Shall Article V, section 3, be amended?\n\nNew: “Nominations are made by <b>letter</b>.”",
    arguments_for="It saves a meeting.\nAnd a hall.",
    arguments_against="",
    measure="The question is carried if at least 2/3 of the votes for and against are for it.",
    notice="Notice was given to members on Tuesday, February 1, 2028.",
    approval="The International Union",
    cite="Local 509 Constitution Art. XVIII s.4",
)


def asked() -> MadeUpElection:
    """An election of one question."""
    election = make_election(token_bytes, opens=datetime.now(UTC).replace(microsecond=0))
    digest = hashlib.sha256(b"question").digest()
    contest = BallotContest(
        "amendment", TITLE, 1, 1, False, ("Yes", "No", "Abstain"), digest, digest, QUESTION
    )
    first = election.manifest.groups[0]
    groups = (Group(1, ("amendment",), first.issuer_spki, first.eligible),)
    manifest = dataclasses.replace(
        election.manifest,
        title="Votes of spring 2028",
        contests=(contest,),
        groups=groups,
        pad_len=least_pad_len((contest,), groups),
    )
    return dataclasses.replace(election, manifest=manifest)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Polls]:
    """A booth that puts the question, and its open ballot box."""
    with polls(tmp_path_factory.mktemp("box") / "box", made=asked()) as opened:
        yield opened


@pytest.fixture
def ballot(browser: Browser, asking: Polls, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The question, just after the issue to a member of this test's own."""
    page = at_the_page(browser, asking.link(request.node.name))
    begin(page)
    heading(page, TITLE)
    yield page
    page.context.close()


def test_question_shows_its_text_as_it_is_written_and_the_side_that_has_arguments(
    ballot: Page,
) -> None:
    text = ballot.locator("blockquote")
    assert text.text_content() == QUESTION.text
    assert text.locator("b").count() == 0
    expect(ballot.get_by_role("heading", name="Arguments for")).to_be_visible()
    expect(ballot.get_by_role("heading", name="Arguments against")).to_have_count(0)
    expect(ballot.get_by_text("at least 2/3 of the votes for and against")).to_be_visible()
    expect(ballot.get_by_text("when approved by: The International Union")).to_be_visible()
    assert ballot.get_by_role("radio").count() == 3


def test_answer_is_chosen_changed_and_cast(ballot: Page) -> None:
    ballot.get_by_label("No", exact=True).check()
    ballot.get_by_label("Yes", exact=True).check()
    said(ballot, "You chose Yes. 1 of 1 chosen.")
    press(ballot, "Review")
    heading(ballot, "Review your ballot")
    expect(ballot.locator("section.contest li")).to_have_text(["Yes"])
    expect(ballot.get_by_text("This is your answer.")).to_be_visible()
    press(ballot, "Cast my ballot")
    assert len(receipts(ballot)) == 1


def test_question_without_an_answer_is_left_blank_on_purpose(ballot: Page) -> None:
    press(ballot, "Review")
    expect(ballot.get_by_text("You gave no answer here.")).to_be_visible()
    ballot.get_by_role("button", name="Leave blank").click()
    press(ballot, "Cast my ballot")
    assert len(receipts(ballot)) == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_question_is_clean_and_fits(ballot: Page, width: int) -> None:
    ballot.set_viewport_size({"width": width, "height": 900})
    assert ballot.evaluate("document.documentElement.scrollWidth") <= width
    for scheme in SCHEMES:
        ballot.emulate_media(color_scheme=scheme)
        assert violations(ballot) == []
