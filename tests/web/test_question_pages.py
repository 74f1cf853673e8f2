"""The committee's pages for questions and petitions, by forms alone."""

from pathlib import Path

import pytest

from tests.election_day import ElectionDay
from tests.questions import AMENDMENT, DAYS, STRIKE, Asking, numbers
from tests.web.browser import FormBrowser, signed_in

STRIKE_FORM = {
    "rule": "strike",
    "title": "Strike at the State",
    "text": "Shall we <strike>?",
    "units": "Unit 8\nUnit 10\n",
}
AMENDMENT_FORM = {
    **{name: str(value) for name, value in AMENDMENT.items() if isinstance(value, str)},
    **{name: str(day) for name, day in DAYS.items()},
}


@pytest.fixture
def chair(asking: Asking) -> FormBrowser:
    """The Chair's browser."""
    return signed_in(asking)


def test_vote_is_set_up_by_its_own_form(asking: Asking) -> None:
    administrator = signed_in(asking, "admin")
    administrator.get("/elections/new/vote")
    form = {
        "profile": "local_509",
        "title": "Strike vote",
        "purpose": "rehearsal",
        "zone": "America/New_York",
        "record_date": "2028-03-01",
        "opens": "2028-03-20T09:00",
        "closes": "2028-03-27T17:00",
    }
    refused = administrator.post("/elections/new/vote", form | {"opens": "soon"})
    assert refused.status_code == 422
    assert "opens: give the day, and the time" in refused.text
    never = administrator.post("/elections/new/vote", form | {"closes": "9999-12-31T23:59"})
    assert (never.status_code, "years are 1900 to 2199" in never.text) == (422, True)
    made = administrator.post("/elections/new/vote", form)
    assert made.status_code == 303
    election = asking.http.get(f"/api/v1{made.headers['location'].removesuffix('/set-up')}").json()
    assert election["held_for"] == "questions"
    assert election["dates"]["opens"] == "2028-03-20T13:00:00+00:00"


def test_question_is_put_changed_and_withdrawn_by_page(asking: Asking, chair: FormBrowser) -> None:
    here = f"/elections/{asking.election}/questions"
    assert "No question is put." in chair.get(here).text
    assert chair.post(here, STRIKE_FORM).status_code == 303
    page = chair.get(here).text
    assert "Shall we &lt;strike&gt;?" in page
    assert "Strike at the State: Unit 8" in page
    changed = chair.post(f"{here}/strike", STRIKE_FORM | {"title": "Strike", "units": "Library"})
    assert changed.status_code == 303
    assert "Strike: Library" in chair.get(here).text
    assert chair.post(f"{here}/strike/withdrawal", {}).status_code == 303
    assert "No question is put." in chair.get(here).text


def test_refused_question_comes_back_with_what_was_typed(
    asking: Asking, chair: FormBrowser
) -> None:
    here = f"/elections/{asking.election}/questions"
    chair.get(here)
    refused = chair.post(here, AMENDMENT_FORM | {"notice": "next week"})
    assert refused.status_code == 422
    assert "next week is no day" in refused.text
    assert "It saves a meeting." in refused.text
    assert asking.http.get(asking.at("questions")).json() == []


def test_who_is_at_the_meeting_is_marked_by_page(asking: Asking, chair: FormBrowser) -> None:
    here = f"/elections/{asking.election}"
    chair.get(f"{here}/questions")
    chair.post(
        f"{here}/questions",
        {"rule": "work-action", "title": "Pickets", "text": "Shall we picket?"},
    )
    assert "mark who is at the meeting" in chair.get(f"{here}/questions").text
    refused = chair.post(f"{here}/attendance", {"present": "77"})
    assert "no member of the roll has the number 77" in refused.text
    assert chair.post(f"{here}/attendance", {"present": "3001\n3002\n"}).status_code == 303
    assert "of the 22 members eligible" in chair.get(f"{here}/questions").text


def test_every_page_before_and_after_the_certificate_tells_of_the_questions(
    asking: Asking, chair: FormBrowser, tmp_path: Path
) -> None:
    here = f"/elections/{asking.election}"
    chair.get(f"{here}/questions")
    for form in (STRIKE_FORM, AMENDMENT_FORM):
        assert chair.post(f"{here}/questions", form).status_code == 303
    stages = chair.get(here).text
    assert "Questions" in stages
    assert "Nominations" not in stages
    assert "by the bylaws" not in chair.get(f"{here}/contests").text
    assert "The measure is the bylaws’ own" in chair.get(f"{here}/contests/amendment").text
    day = ElectionDay(asking, tmp_path / "box")
    assert "It costs a &lt;meeting&gt;." in chair.get(f"{here}/ballot").text
    assert "Withdraw" not in chair.get(f"{here}/questions").text
    assert chair.get(f"{here}/notices").status_code == 200
    day.open()
    for number in numbers("Unit 8")[:3]:
        day.vote(number, {"amendment": (1,), "strike-unit-8": (2,)})
    digest = day.close().count()
    count = chair.get(f"{here}/count").text
    assert "<strong>Strike at the State.</strong> Not carried, for" in count
    assert "The working: 2 x 0 &gt; 1 x 3 does not hold" in (
        chair.get(f"{here}/count/strike-unit-8").text
    )
    for act in ("count/acceptance", "certification"):
        day.sign(act, digest)
    assert "Who sits where" not in chair.get(f"{here}/certificate").text

    anyone = FormBrowser(asking)
    results = anyone.get(f"{here}/results").text
    assert "<strong>Amendment of Article V.</strong> Carried: 3 x 3 &gt;= 2 x 3 holds." in results
    assert "The International Union has not yet approved it." in results
    approval = {"approved_on": "2028-05-02", "reference": "Letter of May 2"}
    refused = chair.post(f"{here}/questions/amendment/approval", approval | {"reference": ""})
    assert "Name the document that tells of the approval." in refused.text
    assert chair.post(f"{here}/questions/amendment/approval", approval).status_code == 303
    results = anyone.get(f"{here}/results").text
    assert "Amendment of Article V: in effect" in results
    assert "Letter of May 2" in results
    page = anyone.get(f"{here}/results/amendment").text
    assert "<h1>Amendment of Article V: carried</h1>" in page
    assert "The working: 3 x 3 &gt;= 2 x 3 holds" in page


def test_petition_is_entered_looked_at_and_decided_by_page(
    asking: Asking, chair: FormBrowser
) -> None:
    here = f"/elections/{asking.election}/petitions"
    chair.get(here)
    form = {"rule": "amendment", "title": "Article V", "submitted_on": "2028-01-05"}
    assert "Give each day" in chair.post(here, form | {"submitted_on": "soon"}).text
    made = chair.post(here, form)
    assert made.status_code == 303
    petition = made.headers["location"]
    signers = b"member_number,name\n3001,Ann Member3001\n3002,<b>Nobody</b>\n"
    upload = chair.post(f"{petition}/signers", {}, files={"signers": ("s.csv", signers)})
    assert upload.status_code == 303
    page = chair.get(petition).text
    assert "Line 3: <bdi>&lt;b&gt;Nobody&lt;/b&gt;</bdi>, 3002" in page
    assert "Count and decide" not in page
    refused = chair.post(f"{petition}/decision", {})
    assert refused.status_code == 409
    assert "near misses that nobody has looked at" in refused.text
    assert chair.post(f"{petition}/signers/3", {"member_number": ""}).status_code == 303
    assert chair.post(f"{petition}/decision", {}).status_code == 303
    decided = chair.get(petition).text
    assert "Article V: not enough have signed" in decided
    assert "1 valid signatures were counted; 50 are needed." in decided
    assert "not enough have signed" in chair.get(here).text


def test_question_page_of_an_election_of_officers_puts_none(chapters: Asking) -> None:
    browser = signed_in(chapters)
    page = browser.get(f"/elections/{chapters.election}/questions").text
    assert "Put a question" not in page
    answer = browser.post(f"/elections/{chapters.election}/questions", STRIKE)
    assert answer.status_code == 409
