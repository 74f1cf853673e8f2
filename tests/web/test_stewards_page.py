"""Elections of stewards by work location, set up by their form (Local 509, Art. IX s.1)."""

import pytest

from tests.chapters import Chapters
from tests.registrar import Registrar
from tests.web.browser import signed_in

PAGE = "/elections/new/stewards"
FORM = {
    "profile": "local_509",
    "title": "Stewards 2028",
    "purpose": "rehearsal",
    "zone": "America/New_York",
    "nominations_open": "2028-11-10T08:00",
    "nominations_close": "2028-11-20T17:00",
    "acceptance_deadline": "2028-11-25T17:00",
    "opens": "2028-12-10T08:00",
    "closes_issue": "2028-12-17T17:00",
    "term_begins": "2029-01-01",
    "record_date": "2028-12-01",
}


def test_m23_election_of_stewards_is_set_up_by_its_form(chapters: Chapters) -> None:
    administrator = signed_in(chapters, "admin")
    assert f'href="{PAGE}"' in administrator.get("/elections/new").text
    shown = administrator.get(PAGE).text
    assert 'value="local_509"' in shown
    assert "Local 509 Constitution Art. IX s.1" in shown
    made = administrator.post(PAGE, FORM)
    assert made.status_code == 303
    place = made.headers["location"].removesuffix("/set-up")
    election = chapters.http.get(f"/api/v1{place}").json()
    assert election["held_for"] == "stewards"
    assert election["dates"]["opens"] == "2028-12-10T13:00:00+00:00"
    assert election["dates"]["closes_cast"] == "2028-12-17T22:15:00+00:00"


def test_m23_only_bylaws_with_elections_of_stewards_are_offered(registrar: Registrar) -> None:
    administrator = signed_in(registrar, "admin")
    assert 'value="homecare_local_99"' not in administrator.get(PAGE).text
    other = administrator.post(PAGE, FORM | {"profile": "homecare_local_99"})
    assert (other.status_code, "has no elections of stewards" in other.text) == (422, True)
    assert signed_in(registrar, "chair").get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": " "}, "Give the election a name."),
        ({"profile": "nowhere"}, "There is no profile"),
        ({"zone": "Mars"}, "Mars is no time zone"),
        ({"opens": "soon"}, "Voting opens: give the day, and the time"),
        ({"record_date": ""}, "Record date: give the day"),
        ({"opens": "2028-11-01T08:00"}, "The dates must come in this order"),
        ({"closes_issue": "9999-12-31T23:59"}, "years are 1900 to 2199"),
        ({"nominations_open": "0001-01-01T00:00"}, "years are 1900 to 2199"),
    ],
)
def test_m23_election_of_stewards_that_is_refused_comes_back_as_typed(
    chapters: Chapters, wrong: dict[str, str], says: str
) -> None:
    administrator = signed_in(chapters, "admin")
    administrator.get(PAGE)
    answer = administrator.post(PAGE, FORM | wrong)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert (FORM | wrong)["term_begins"] in answer.text
