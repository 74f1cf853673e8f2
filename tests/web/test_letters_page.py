"""Letters on paper for whom e-mail does not reach, the notice of election, and the mail house."""

import csv
import io
import re

import pytest

from app.records.audit import acts_logged
from app.records.jobs import Job, take_jobs
from app.records.roll import MemberRecord, member_by_number, without_email
from tests.registrar import SET_UP, Registrar
from tests.web.browser import signed_in

CODE = re.compile(r"Code +([0-9A-Z-]+)")
OF_MAIL_HOUSE = {"notice": "election_notice", "recipient": "Union Printers Inc."}


@pytest.fixture
def unreached(registrar: Registrar) -> Registrar:
    """Ana Garza, whom e-mail does not reach, is nominated, and so is Luis Garcia, whom it does."""
    with registrar.database.writing() as session:
        member = member_by_number(session, registrar.election, "1001")
        assert member is not None
        member.email, member.address1, member.city = "", "=1+1 Main St", "Portland"
        member.postal_code, member.phone = "97201", "503-555-0100"
    for number in ("1001", "1002"):
        registrar.nominate(number, "president")
    return registrar


def letters_at(registrar: Registrar) -> str:
    return f"/elections/{registrar.election}/notices/letters"


def test_letter_without_an_address_waits_for_the_printer_and_not_for_the_worker(
    unreached: Registrar,
) -> None:
    with unreached.database.writing() as session:
        taken = [
            session.get_one(MemberRecord, job.member_id).member_number
            for job in take_jobs(session, most=100, now=SET_UP)
        ]
    assert taken == ["1002"]
    page = signed_in(unreached).get(letters_at(unreached)).text
    assert "1 letter waits to be printed" in page


def test_printed_letter_has_the_address_and_a_code_that_signs_in(unreached: Registrar) -> None:
    browser = signed_in(unreached)
    browser.get(letters_at(unreached))
    page = browser.post(letters_at(unreached), {})
    assert page.status_code == 200
    assert "Portland OR 97201" in page.text
    assert "You were nominated: President" in page.text
    assert "Luis" not in page.text
    found = CODE.search(page.text)
    assert found is not None
    form = {"election_id": unreached.election, "member_number": "1001", "code": found[1]}
    assert unreached.http.post("/api/v1/member-sessions", json=form).is_success
    with unreached.database.reading() as session:
        entry = acts_logged(session, unreached.election)[-1]
        stored = " ".join(str(vars(job)) for job in session.query(Job))
    assert (entry.act, entry.facts) == ("letters_printed", {"letters": 1, "again": False})
    assert found[1] not in stored + str(entry.facts)
    none = browser.post(letters_at(unreached), {})
    assert (none.status_code, "No letter waits to be printed." in none.text) == (409, True)
    assert "You were nominated" in browser.post(letters_at(unreached), {"again": "yes"}).text


def test_mail_house_gets_names_and_addresses_alone_for_a_logged_purpose(
    unreached: Registrar,
) -> None:
    browser = signed_in(unreached)
    browser.get(letters_at(unreached))
    for wrong in ({"notice": "campaign"}, {"recipient": " "}, {"recipient": "x" * 201}):
        refused = browser.post(f"{letters_at(unreached)}/addresses", OF_MAIL_HOUSE | wrong)
        assert refused.status_code == 422
    made = browser.post(f"{letters_at(unreached)}/addresses", OF_MAIL_HOUSE)
    assert made.headers["content-type"].startswith("text/csv")
    header, first, *rest = csv.reader(io.StringIO(made.text))
    assert header == ["name", "address1", "address2", "city", "state", "postal_code"]
    assert first == ["Ana Garza", "'=1+1 Main St", "", "Portland", "OR", "97201"]
    assert len(rest) == 8
    assert "@" not in made.text
    assert "503-555" not in made.text
    with unreached.database.reading() as session:
        (entry,) = (
            each
            for each in acts_logged(session, unreached.election)
            if each.act == "addresses_exported"
        )
    assert entry.facts == {
        "purpose": "Notice of election mailed",
        "recipient": "Union Printers Inc.",
        "fields": header,
        "rows": 9,
    }


def test_notice_of_election_names_contests_times_and_the_frozen_ballot(
    registrar: Registrar,
) -> None:
    browser = signed_in(registrar)
    page = browser.get(f"{letters_at(registrar)}/notice").text
    assert "Voting opens Wednesday, March 29, 2028 at 8:00 a.m. PDT (UTC−7)" in page
    assert "Director, Multnomah County (7 seats)" in page
    assert "This is a rehearsal." in page
    assert "fingerprint" not in page
    digest = registrar.with_candidates().freeze()
    page = browser.get(f"{letters_at(registrar)}/notice").text
    assert digest[:4] in page.partition("fingerprint")[2]
    assert "President (1 seat)" in page
    assert "Director" not in page  # no vote is held on who stands alone


def test_count_of_emails_leaves_out_what_goes_on_paper(unreached: Registrar) -> None:
    page = signed_in(unreached).get(f"/elections/{unreached.election}/notices").text
    assert "Letters to nominees</th><td>1</td>" in page
    with unreached.database.reading() as session:
        assert without_email(session, unreached.election) == 1
