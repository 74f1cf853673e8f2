import re

from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in

PASSWORD = re.compile(r'<dd class="digest">([0-9A-Z-]+)</dd>')
ELECTION = {
    "profile": "homecare_local_99",
    "title": "2030 general election",
    "purpose": "rehearsal",
    "zone": "America/Los_Angeles",
    "granted_delegates": "47",
}
PRESIDENTS = {"appointed_by": "the President", "appointed_on": "2028-01-09"}


def test_administrator_sets_up_an_election_with_its_committee(registrar: Registrar) -> None:
    admin = signed_in(registrar, "admin")
    made = admin.post("/elections/new", ELECTION)
    assert made.status_code == 303
    set_up = made.headers["location"]
    assert "Nobody is appointed yet" in admin.get(set_up).text
    answer = admin.post("/accounts", {"name": "Rosa Delgado", "email": "rosa@example.org"})
    password = PASSWORD.findall(answer.text)[0]
    who = {"email": "rosa@example.org", "role": "chair", "member_number": "", **PRESIDENTS}
    assert admin.post(f"{set_up}/appointments", who).status_code == 303
    page = admin.get(set_up).text
    assert "Rosa Delgado</bdi></strong>, chair" in page
    assert "Appointed by the President on Sunday, January 9, 2028" in page
    assert password not in admin.get("/accounts").text + page
    chair = FormBrowser(registrar)
    chair.sign_in("rosa@example.org", password)
    assert "2030 general election" in chair.get("/elections").text


def test_chair_makes_no_accounts_elections_or_appointments(registrar: Registrar) -> None:
    chair = signed_in(registrar)
    assert chair.get("/accounts").status_code == 403
    assert chair.post("/accounts", {"name": "X", "email": "x@example.org"}).status_code == 403
    assert chair.get("/elections/new").status_code == 403
    assert chair.post("/elections/new", ELECTION).status_code == 403
    assert 'href="/accounts"' not in chair.get("/elections").text


def test_election_that_is_refused_comes_back_as_it_was_typed(registrar: Registrar) -> None:
    admin = signed_in(registrar, "admin")
    for wrong, says in (
        ({"title": " "}, "Give the election a name."),
        ({"zone": "Mars"}, "Mars is no time zone"),
        ({"purpose": "election"}, "made-up clock"),
        ({"profile": "nowhere"}, "There is no profile"),
        ({"granted_delegates": "many"}, "a number up to"),
        ({"granted_delegates": "00000012"}, "a number up to"),
        ({"granted_delegates": "0" * 7 + "9" * 5000}, "a number up to"),
        ({"anchor": "0001-01-01"}, "years are 1900 to 2199"),
        ({"anchor": "9999-12-31"}, "years are 1900 to 2199"),
        ({"anchor": "soon"}, "is a date, or empty"),
        ({"profile": "local_509"}, "give a date to count from"),
    ):
        answer = admin.post("/elections/new", ELECTION | wrong)
        assert answer.status_code in (403, 422)
        assert says in answer.text
        assert 'value="America/Los_Angeles"' in answer.text or "zone" in wrong
    assert admin.get("/elections").text.count("2030 general election") == 0


def test_candidate_is_not_appointed_and_the_page_says_by_which_rule(registrar: Registrar) -> None:
    registrar.with_candidates()
    admin = signed_in(registrar, "admin")
    admin.post("/accounts", {"name": "Ana Garza", "email": "ana@example.org"})
    who = {"email": "ana@example.org", "role": "committee", "member_number": "1001", **PRESIDENTS}
    at = f"/elections/{registrar.election}/set-up/appointments"
    answer = admin.post(at, who)
    assert answer.status_code == 403
    assert "This person stands for president, director-multnomah" in answer.text
    assert "Local 99 Bylaws Art. III s.2(b)" in answer.text
    for missing in ("role", "appointed_by", "appointed_on"):
        assert admin.post(at, who | {missing: ""}).status_code == 422


def test_front_page_is_for_anyone_and_tells_of_no_election_that_is_not_certified(
    registrar: Registrar,
) -> None:
    page = FormBrowser(registrar).get("/").text
    assert "No result is certified yet" in page
    assert registrar.election not in page
