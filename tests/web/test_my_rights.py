"""Every page of a member: who is let in, and who is not."""

import re

from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in
from tests.web.member_browser import MemberBrowser, member_at
from tests.web.test_pages_rights import pages

AT = "/my/{election_id}"
# Every page of a member, with whether it wants the sign-in; what it then shows is the member's own.
SIGNED_IN: dict[tuple[str, str], bool] = {
    ("GET", AT): True,
    ("GET", f"{AT}/sign-in"): False,
    ("POST", f"{AT}/sign-in"): False,
    ("POST", f"{AT}/sign-out"): False,
    ("GET", f"{AT}/calendar.ics"): False,
    ("GET", f"{AT}/contests/{{contest_id}}"): True,
    ("GET", f"{AT}/nominate"): True,
    ("POST", f"{AT}/nominate"): True,
    ("GET", f"{AT}/nominations/{{nomination_id}}"): True,
    ("POST", f"{AT}/nominations/{{nomination_id}}/answer"): True,
    ("POST", f"{AT}/nominations/{{nomination_id}}/withdrawal"): True,
    ("POST", f"{AT}/nominations/{{nomination_id}}/statement"): True,
}
PLACES = {"contest_id": "president", "nomination_id": "1"}


def ask(browser: FormBrowser, method: str, path: str, election: str) -> tuple[int, str]:
    names = {"election_id": election, **PLACES}
    address = re.sub(r"\{(\w+)\}", lambda place: names[place[1]], path)
    if method == "GET":
        answer = browser.http.get(address, follow_redirects=False)
    else:
        answer = browser.post(address, {})
    return answer.status_code, answer.headers.get("location", "")


def let_in(browser: FormBrowser, election: str) -> set[tuple[str, str]]:
    """The pages that do not send the browser to the sign-in nor refuse it for want of one."""
    asked = {page: ask(browser, *page, election) for page, wanted in SIGNED_IN.items() if wanted}
    return {page for page, (status, to) in asked.items() if status != 401 and "sign-in" not in to}


def test_every_page_of_a_member_stands_in_the_table(registrar: Registrar) -> None:
    assert pages(registrar, AT) == SIGNED_IN.keys()


def test_member_is_let_in_everywhere_and_who_is_not_signed_in_nowhere(
    registrar: Registrar,
) -> None:
    wanted = {page for page, signed in SIGNED_IN.items() if signed}
    assert let_in(member_at(registrar, "1001"), registrar.election) == wanted
    stranger = MemberBrowser(registrar)
    stranger.mine("/sign-in")
    assert let_in(stranger, registrar.election) == set()


def test_committee_and_members_of_another_election_are_let_in_nowhere(
    registrar: Registrar,
) -> None:
    member, first = member_at(registrar, "1001"), registrar.election
    chair = signed_in(registrar)
    chair.get(f"/my/{first}/sign-in")
    registrar.create()
    assert let_in(chair, first) == set()
    assert let_in(member, registrar.election) == set()


def test_page_of_an_election_that_is_none_is_not_found(registrar: Registrar) -> None:
    browser = member_at(registrar, "1001")
    assert browser.get("/my/none").status_code == 404
    assert browser.mine("/contests/king").status_code == 404
