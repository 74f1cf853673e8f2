from tests.registrar import Registrar
from tests.web.member_browser import MemberBrowser, member_at


def test_home_says_what_is_next_and_until_when_with_the_zone(registrar: Registrar) -> None:
    page = member_at(registrar, "1001").mine().text
    assert "<h1>Nominations are open</h1>" in page
    assert "You may nominate members, and yourself, until" in page
    assert "PST (UTC−8)" in page


def test_home_lists_what_the_member_votes_in_and_what_not(registrar: Registrar) -> None:
    page = member_at(registrar, "1001").mine().text
    mine, others = page.split("<details>")
    assert f"/my/{registrar.election}/contests/director-multnomah" in mine
    assert f"/my/{registrar.election}/contests/director-lane" in others


def test_home_of_a_member_without_a_vote_says_why_and_what_helps(registrar: Registrar) -> None:
    page = member_at(registrar, "1006").mine().text
    assert "<h2>Why you may not vote</h2>" in page
    assert "was lapsed. (Local 99 Bylaws Art. II) Ask the membership office" in page
    assert "You may vote in" not in page


def test_home_tells_the_district_and_how_to_have_it_corrected(registrar: Registrar) -> None:
    page = member_at(registrar, "1004").mine().text
    assert "The home address is in Lane County, District 4." in page
    assert "If your home address is wrong or has changed, ask the committee to correct it." in page


def test_name_from_the_roll_is_shown_as_text(registrar: Registrar) -> None:
    page = member_at(registrar, "1009").mine().text
    assert "Bea &lt;b&gt;Bold&lt;/b&gt;" in page


def test_calendar_has_the_hour_that_voting_closes_and_is_for_anyone(registrar: Registrar) -> None:
    browser = MemberBrowser(registrar)
    answer = browser.http.get(f"{browser.at}/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    lines = answer.text.replace("\r\n ", "").split("\r\n")
    closes = r"Voting closes\, Wednesday\, April 19\, 2028 at 5:00 p.m. PDT (UTC−7)"
    (place,) = (at for at, line in enumerate(lines) if line.endswith(closes))
    assert "DTSTART;VALUE=DATE:20280419" in lines[place - 4 : place]
