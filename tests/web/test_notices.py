from datetime import timedelta

import pytest

from app.records.jobs import Job
from app.records.notices import Mailing, mailings_of
from app.records.roll import members_of, without_email
from tests.registrar import Registrar
from tests.web.browser import signed_in

REASON = {"reason": "the post office burnt down"}


@pytest.fixture
def frozen(registrar: Registrar) -> Registrar:
    """A frozen ballot whose notice nobody has proved, on the day that voting opens."""
    registrar.with_candidates().freeze()
    with registrar.database.writing() as session:
        for mailing in mailings_of(session, registrar.election):
            session.delete(mailing)
    registrar.move_to(registrar.dates["opens"])
    return registrar


def test_voting_without_a_proof_of_mailing_is_not_opened(frozen: Registrar) -> None:
    answer = frozen.post("voting", {}, frozen.chair)
    assert answer.status_code == 409
    assert "29 USC 481(e)" in answer.json()["detail"]
    frozen.mail_notice(letters=8)
    assert "8 letters" in frozen.post("voting", {}, frozen.chair).json()["detail"]
    frozen.mail_notice(letters=1)
    assert frozen.post("voting", {}, frozen.chair).status_code == 200


def test_voting_opens_despite_it_for_a_reason_that_is_kept(frozen: Registrar) -> None:
    assert frozen.post("notice-override", REASON, frozen.admin).status_code == 403
    assert frozen.post("notice-override", REASON, frozen.chair).status_code == 201
    assert frozen.post("notice-override", REASON, frozen.second).status_code == 409
    assert frozen.post("voting", {}, frozen.chair).status_code == 200
    page = signed_in(frozen).get(f"/elections/{frozen.election}/notices").text
    assert REASON["reason"] in page
    assert "Voting opens without a full proof of mailing" in page


def test_proof_of_what_is_not_mailed_yet_is_refused(registrar: Registrar) -> None:
    registrar.move_to(registrar.dates["nominations_close"] - timedelta(days=2))
    answer = registrar.mail_notice()
    assert answer.status_code == 422
    assert "when it has been mailed" in answer.json()["detail"]
    form = {"notice": "nowhere_notice", "mailed_on": "2028-01-01", "letters": 1, "proof": "x"}
    assert registrar.post("mailings", form, registrar.chair).status_code == 422
    with registrar.database.reading() as session:
        assert session.query(Mailing).all() == []


def test_page_counts_mails_and_names_those_that_were_refused(registrar: Registrar) -> None:
    registrar.post("codes", {}, registrar.chair)
    with registrar.database.writing() as session:
        first, second, *_ = session.query(Job).where(Job.kind == "code").order_by(Job.member_id)
        first.done = second.done = True
        second.failure = "550 no such mailbox"
        session.add(Job(id="told", kind="choose", member_id=first.member_id, facts={}, done=False))
    page = signed_in(registrar).get(f"/elections/{registrar.election}/notices").text
    assert "Letters that ask nominees to choose</th><td>1</td>" in page
    assert "Sign-in codes</th><td>7</td><td>1</td><td>1</td>" in page
    assert "Member 1002, sign-in codes: 550 no such mailbox" in page
    assert "Letters to nominees</th><td>0</td>" in page


def test_form_that_is_refused_comes_back_as_it_was_typed(registrar: Registrar) -> None:
    browser = signed_in(registrar)
    at = f"/elections/{registrar.election}/notices"
    filled = {"notice": "election_notice", "mailed_on": "2028-01-12", "letters": "9", "proof": "7"}
    for wrong in (
        {"letters": "nine"},
        {"letters": "0000000012"},
        {"letters": "0" * 9 + "9" * 5000},
        {"mailed_on": "soon"},
        {"proof": " "},
    ):
        answer = browser.post(f"{at}/mailings", filled | wrong)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert browser.post(f"{at}/override", {"reason": " "}).status_code == 422
    assert browser.post(f"{at}/mailings", filled).status_code == 303
    assert "9 letters mailed Wednesday, January 12, 2028: 7" in browser.get(at).text


def test_page_counts_who_has_no_email_address_without_reading_any(registrar: Registrar) -> None:
    with registrar.database.writing() as session:
        first, *rest = members_of(session, registrar.election)
        first.email, rest[0].email = "", "x"
    with registrar.database.reading() as session:
        assert without_email(session, registrar.election) == 1
    page = signed_in(registrar).get(f"/elections/{registrar.election}/notices").text
    assert "1 member has no e-mail address" in page


@pytest.mark.parametrize("day", ["0026-01-01", "1899-12-31"])
def test_day_of_no_election_is_refused_with_the_years_that_are(
    registrar: Registrar, day: str
) -> None:
    browser = signed_in(registrar)
    form = {"notice": "election_notice", "mailed_on": day, "letters": "9", "proof": "7"}
    refused = browser.post(f"/elections/{registrar.election}/notices/mailings", form)
    assert refused.status_code == 422
    assert f"{day} is no day of an election: years are 1900 to 2199." in refused.text
    seat = {"email": "admin@example.org", "role": "observer", "appointed_by": "the President"}
    refused = registrar.post("appointments", seat | {"appointed_on": day}, registrar.admin)
    assert (refused.status_code, "years are 1900" in refused.text) == (422, True)
