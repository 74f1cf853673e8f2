"""What the committee does for nominees by page: choices, waivers, statements, exclusions."""

from datetime import date

import pytest

from app.actions.excluding import count_excluded
from app.records.audit import acts_logged
from app.records.elections import Election
from tests.chapters import Chapters
from tests.registrar import Registrar
from tests.web.browser import signed_in

WAIVER = {
    "unit": "Rehabilitation",
    "granted_by": "SEIU International",
    "granted_on": "2028-09-01",
    "document": "letter 7",
}


def test_choice_request_names_what_stands_without_one_and_is_settled_after_the_deadline(
    chapters: Chapters,
) -> None:
    for contest in ("treasurer", "president", "trustees"):
        assert chapters.move("2002", contest, "2003", "2004").json()["granted"]
    browser = signed_in(chapters)
    at = f"/elections/{chapters.election}/choices"
    shown = browser.get(at).text
    assert "1 nominee has to choose" in shown
    assert "Without a choice, President stands, the highest." in shown
    assert "<button>Let" not in shown
    early = browser.post(at, {})
    assert (early.status_code, "Nominees may still choose." in early.text) == (409, True)
    chapters.after_the_deadline()
    assert "<button>Let" in browser.get(at).text
    assert browser.post(at, {}).status_code == 303
    settled = browser.get(at).text
    assert "Nobody has to choose" in settled
    assert settled.count(">fell</span>") == 2
    assert 'President: <span class="granted">stands</span>' in settled


def test_nominee_of_one_contest_is_asked_nothing(chapters: Chapters) -> None:
    chapters.move("2002", "treasurer", "2003", "2004")
    page = signed_in(chapters).get(f"/elections/{chapters.election}/choices").text
    assert "Nobody has to choose" in page


def test_waiver_is_entered_by_page_and_kept(chapters: Chapters) -> None:
    browser = signed_in(chapters)
    at = f"/elections/{chapters.election}/waivers"
    browser.get(at)
    for field in WAIVER:
        refused = browser.post(at, WAIVER | {field: " "})
        assert (refused.status_code, f'id="fault-{field}"' in refused.text) == (422, True)
    assert browser.post(at, WAIVER | {"granted_on": "0028-09-01"}).status_code == 422
    assert "0 waivers are entered" in browser.get(at).text
    assert browser.post(at, WAIVER).status_code == 303
    page = browser.get(at).text
    assert "<strong>Rehabilitation</strong>: by SEIU International" in page
    chapters.after_the_deadline()
    late = browser.post(at, WAIVER)
    assert (late.status_code, "Nominations have closed" in late.text) == (409, True)


def test_waiver_where_the_bylaws_know_none_is_refused(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    at = f"/elections/{registrar.election}/waivers"
    assert "The bylaws know no waiver" in browser.get(at).text
    refused = browser.post(at, WAIVER)
    assert (refused.status_code, "know no waiver of the time" in refused.text) == (403, True)


def test_statement_on_paper_is_entered_by_the_committee_within_the_words(
    chapters: Chapters,
) -> None:
    nomination = chapters.move("2002", "treasurer", "2003", "2004").json()["id"]
    browser = signed_in(chapters)
    at = f"/elections/{chapters.election}/nominations/{nomination}"
    assert "At most 300 words, the same for all." in browser.get(at).text
    long = browser.post(f"{at}/statement", {"statement": "word " * 301})
    assert (long.status_code, "The statement has 301 words" in long.text) == (403, True)
    assert browser.post(f"{at}/statement", {"statement": " "}).status_code == 422
    assert browser.post(f"{at}/statement", {"statement": "I <i>will</i> serve."}).status_code == 303
    page = browser.get(at).text
    assert "I &lt;i&gt;will&lt;/i&gt; serve." in page
    assert "3 words of 300" in page
    with chapters.database.reading() as session:
        entry = acts_logged(session, chapters.election)[-1]
    assert (entry.act, entry.by.startswith("chair 2004")) == ("statement_entered", True)
    chapters.after_the_deadline()
    assert browser.post(f"{at}/statement", {"statement": "Late."}).status_code == 409


def test_refused_nomination_shows_each_remedy_once_with_its_last_day(
    registrar: Registrar,
) -> None:
    nomination = registrar.nominate("1006", "director-multnomah").json()["id"]
    page = (
        signed_in(registrar).get(f"/elections/{registrar.election}/nominations/{nomination}").text
    )
    assert page.count("Ask the membership office to correct your record") == 1
    assert "The last day for that is Monday, February 28, 2028." in page


@pytest.mark.parametrize("waived", [False, True])
def test_exclusions_count_how_many_each_rule_shuts_out(chapters: Chapters, waived: bool) -> None:
    if waived:
        chapters.post("waivers", WAIVER | {"unit": "dcf"}, chapters.chair)
    page = signed_in(chapters).get(f"/elections/{chapters.election}/exclusions").text
    assert "How many of 14 members each rule shuts out" in page
    with chapters.database.reading() as session:
        election = session.get_one(Election, chapters.election)
        swept = count_excluded(session, election, on=date(2028, 10, 14))
    of_all = {(each.act, each.rule): each.members for each in swept.exclusions if not each.contest}
    # Healy is new; so are Joyce, Moore and Nolan, whom the bylaws ask for classes instead.
    assert of_all.get(("stand", "M2")) == (None if waived else 1)
    assert ("vote", "M2") not in of_all
    assert "<summary><strong>Treasurer</strong>: 14 may vote" in page


def test_exclusions_of_an_empty_roll_are_none(registrar: Registrar) -> None:
    registrar.create()
    email = next(each for each in registrar.passwords if registrar.election[:8] in each)
    browser = signed_in(registrar)
    browser.sign_in(email, registrar.passwords[email])
    page = browser.get(f"/elections/{registrar.election}/exclusions").text
    assert "How many of 0 members" in page
