from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.records.audit import acts_logged
from app.records.roll import MemberRecord, StandingRecord, member_by_number
from tests.chapters import Chapters
from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in

WHY = {"reason": "Her home is across the bridge from Portland."}


def changed(registrar: Registrar, number: str, change: Callable[[MemberRecord], None]) -> str:
    """The address of a member's page, after a change of what the roll says of the member."""
    with registrar.database.writing() as session:
        member = member_by_number(session, registrar.election, number)
        assert member is not None
        change(member)
        return f"/elections/{registrar.election}/members/{member.id}"


def moved_to_washington(member: MemberRecord) -> None:
    member.state, member.county = "WA", "Clark"


@pytest.fixture
def abroad(registrar: Registrar) -> tuple[FormBrowser, str]:
    """The Chair at the page of a member who lives in Vancouver, Washington."""
    browser = signed_in(registrar)
    at = changed(registrar, "1004", moved_to_washington)
    browser.get(at)
    return browser, at


def test_member_is_found_by_parts_of_name_and_number(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    at = f"/elections/{registrar.election}/members?q="
    assert "Garza, Ana" in browser.get(f"{at}ana+GARZ").text
    assert "O&#39;Brien, Pat" in browser.get(f"{at}1004").text
    assert "Смирнова, Olga" in browser.get(f"{at}smirn").text
    assert "&lt;b&gt;Bold&lt;/b&gt;" in browser.get(f"{at}Bea").text
    assert "9 members" in browser.get(f"{at}100").text
    assert "Nobody on this roll" in browser.get(f"{at}%25").text
    assert "Nobody on this roll" in browser.get(f"{at}ana+luis").text
    assert "found" not in browser.get(f"{at}+").text


def test_page_says_what_each_contest_says_of_a_member(registrar: Registrar) -> None:
    page = signed_in(registrar).get(changed(registrar, "1006", lambda _: None)).text
    assert "<bdi>Wei Chen</bdi> has no vote" in page
    assert "Local 99 Bylaws Art. II" in page
    page = signed_in(registrar).get(changed(registrar, "1004", lambda _: None)).text
    assert "<bdi>Pat O&#39;Brien</bdi> has a vote" in page
    assert "District 4" in page
    assert (
        '<th scope="row">Director, Lane County</th><td><span class="granted">yes</span></td>'
        in page
    )
    assert "Director, Multnomah County: " in page  # among those that do not concern the member


def test_page_shows_suspensions_waivers_challenges_and_letters(chapters: Chapters) -> None:
    waiver = {"unit": "DTA", "granted_by": "SEIU", "granted_on": "2028-05-01", "document": "7/28"}
    assert chapters.post("waivers", waiver, chapters.chair).status_code == 201
    form = {"member_number": "2002", "words": "lives <abroad>"}
    assert chapters.post("challenges", form, chapters.chair).is_success
    chapters.post("codes", {}, chapters.chair)
    at = changed(chapters, "2002", lambda _: None)
    with chapters.database.writing() as session:
        periods = session.query(StandingRecord).join(MemberRecord)
        (held,) = periods.where(MemberRecord.member_number == "2002")
        held.status, held.start = "suspended", held.start.replace(year=2028, month=4)
    page = signed_in(chapters).get(at).text
    assert "Dues of March 2028 were not paid." in page
    assert "decision 0014" in page
    assert "For DTA, by SEIU" in page
    assert "lives &lt;abroad&gt;" in page
    assert "Sign-in codes: waiting" in page
    other = signed_in(chapters).get(changed(chapters, "2005", lambda _: None)).text
    assert "For DTA" not in other
    assert "lives" not in other


def test_member_of_another_election_is_not_found(registrar: Registrar) -> None:
    at = changed(registrar, "1001", lambda _: None)
    registrar.create()
    other = at.split("/members/")[1]
    browser = signed_in(registrar, registrar.election[:0] + "chair")
    assert browser.get(f"/elections/{registrar.election}/members/{other}").status_code in (403, 404)
    email = next(each for each in registrar.passwords if registrar.election[:8] in each)
    browser.sign_in(email, registrar.passwords[email])
    assert browser.get(f"/elections/{registrar.election}/members/{other}").status_code == 404


def test_district_out_of_state_is_proposed_and_assigned_with_a_reason(
    registrar: Registrar, abroad: tuple[FormBrowser, str]
) -> None:
    browser, at = abroad
    shown = browser.get(at).text
    assert "no district has been assigned" in shown
    assert "is District 1 by the profile’s table" in shown
    assert '<option value="1" selected>District 1</option>' in shown
    refused = registrar.nominate("1004", "director-multnomah").json()
    assert refused["granted"] is False
    form = {"district": "1", "county": "Multnomah", **WHY}
    assert browser.post(f"{at}/district", form).status_code == 303
    page = browser.get(at).text
    assert "the committee assigned District 1" in page
    assert "across the bridge" in page
    assert 'Director, Multnomah County</th><td><span class="granted">yes' in page
    with registrar.database.reading() as session:
        entry = acts_logged(session, registrar.election)[-1]
    assert (entry.act, entry.facts) == (
        "district_assigned",
        {"member_number": "1004", "district": 1, "county": "Multnomah"},
    )
    assert registrar.nominate("1004", "bargaining-district-1").json()["granted"] is True


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"district": "", **WHY}, "Choose a district."),
        ({"district": "10", **WHY}, "There is no District 10."),
        ({"district": "9" * 300, **WHY}, "Choose a district."),
        ({"district": "2", "county": "Multnomah", **WHY}, "Multnomah is no county of District 2."),
        ({"district": "1", "reason": " "}, "reason: say why"),
        ({"district": "1", "reason": "x" * 2001}, "reason: say why"),
    ],
)
def test_district_that_cannot_be_is_refused_and_comes_back_as_typed(
    abroad: tuple[FormBrowser, str], form: dict[str, str], sentence: str
) -> None:
    browser, at = abroad
    refused = browser.post(f"{at}/district", form)
    assert (refused.status_code, sentence in refused.text) == (422, True)
    assert "no district has been assigned" in browser.get(at).text


def test_district_of_a_member_in_the_state_follows_the_address(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    at = changed(registrar, "1005", lambda _: None)
    assert "<form" not in browser.get(at).text.partition("<main")[2]
    refused = browser.post(f"{at}/district", {"district": "1", **WHY})
    assert (refused.status_code, "A district follows the address" in refused.text) == (422, True)


def test_district_is_fixed_on_the_record_date(
    registrar: Registrar, abroad: tuple[FormBrowser, str]
) -> None:
    browser, at = abroad
    shown = registrar.http.get(registrar.at()).json()["record_date"]
    midnight = datetime.fromisoformat(shown).replace(tzinfo=UTC) + timedelta(days=1, hours=8)
    registrar.move_to(midnight - timedelta(minutes=1))  # in Oregon it is still the record date
    assert browser.post(f"{at}/district", {"district": "1", **WHY}).status_code == 303
    registrar.move_to(midnight + timedelta(hours=1))
    late = browser.post(f"{at}/district", {"district": "2", **WHY})
    assert (late.status_code, "fixed on the record date" in late.text) == (409, True)


def test_district_assigned_by_staff_is_refused(
    registrar: Registrar, abroad: tuple[FormBrowser, str]
) -> None:
    registrar.appoint("1005", "staff")
    staff = signed_in(registrar, "staff")
    staff.get(abroad[1])
    assert staff.post(f"{abroad[1]}/district", {"district": "1", **WHY}).status_code == 403
