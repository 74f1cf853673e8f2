"""The committee's page for what chapters' boards decide on seats (Local 509, App. A s.2)."""

import pytest

from tests.chapters import Chapters
from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in
from tests.web.test_seats_decided import large, seats

__all__ = ["large"]
FORM = {
    "place": "dcf/western",
    "seats": "2",
    "decided_on": "2028-01-05",
    "reason": "voted by <the> board",
}


@pytest.fixture
def chair(large: Chapters) -> FormBrowser:
    """The Chair's browser, in the set-up of an election whose roll has 1,900 of one chapter."""
    return chair_of(large)


def chair_of(chapters: Chapters) -> FormBrowser:
    """The browser of the Chair of the newest election."""
    newest = chapters.election[:8]
    email = next(each for each in chapters.passwords if newest in each and "chair" in each)
    browser = FormBrowser(chapters)
    browser.sign_in(email, chapters.passwords[email])
    return browser


def test_m21_board_s_decision_is_entered_by_its_form(large: Chapters, chair: FormBrowser) -> None:
    at = f"/elections/{large.election}"
    assert "Seats that chapters’ boards give to units" in chair.get(f"{at}/settings").text
    before = chair.get(f"{at}/seat-decisions").text
    assert "0 decisions of chapters’ boards on seats" in before
    assert "Western</strong>, 1,900 members: no decision." in before
    assert "Local 509 Constitution App. A s.2" in before
    assert "2 seats are not decided on." in before
    assert chair.post(f"{at}/seat-decisions", FORM).status_code == 303
    page = chair.get(f"{at}/seat-decisions").text
    assert "2 seats, decided on Wednesday, January 5, 2028: <bdi>voted by" in page
    assert "voted by &lt;the&gt; board" in page
    assert "Entered by <bdi>chair" in page
    assert "0 seats are not decided on." in page
    assert seats(large)["dcf-jeb-western"]["seats"] == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"place": "dcf/westren"}, "Choose a unit."),
        ({"place": "dta/region-1"}, "Choose a unit."),
        ({"seats": "-1"}, "Give a number from 0 to 1,000."),
        ({"seats": "0"}, "there is no decision on western to take back"),
        ({"seats": "3"}, "decided on more seats than are left"),
        ({"decided_on": "soon"}, "Give the day of the decision."),
        ({"decided_on": "2028-01-11"}, "the decision is entered when it was made"),
        ({"reason": " "}, "Say why, and who voted it"),
    ],
)
def test_m21_decision_that_cannot_be_comes_back_as_it_was_typed(
    large: Chapters, chair: FormBrowser, wrong: dict[str, str], says: str
) -> None:
    path = f"/elections/{large.election}/seat-decisions"
    answer = chair.post(path, FORM | wrong)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert 'role="alert"' in answer.text
    assert "dcf-jeb-western" not in seats(large)


def test_m20_seats_stand_once_nominations_are_open(large: Chapters, chair: FormBrowser) -> None:
    path = f"/elections/{large.election}/seat-decisions"
    large.in_days_of_nominations()
    assert "Enter a decision" not in chair.get(path).text
    late = chair.post(path, FORM)
    assert (late.status_code, "before nominations open" in late.text) == (409, True)


def test_m21_without_a_roll_no_unit_is_offered(chapters: Chapters) -> None:
    chapters.create()
    page = chair_of(chapters).get(f"/elections/{chapters.election}/seat-decisions").text
    assert "follows from the roll, which is not in yet" in page
    assert "Enter a decision" not in page


def test_m21_bylaws_without_such_seats_say_so(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    at = f"/elections/{registrar.election}"
    page = browser.get(f"{at}/seat-decisions").text
    assert "The bylaws leave no seats to a chapter’s board" in page
    assert "seat-decisions" not in browser.get(f"{at}/settings").text
