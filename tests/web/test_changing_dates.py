"""Dates moved by page: checked again, the notice mailed anew; and appointments that end."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.core.calendar import counted_anew
from app.profiles import load
from app.records.audit import acts_logged
from app.records.staff import committee_of
from tests.registrar import SET_UP, Registrar
from tests.web.browser import FormBrowser, signed_in

WHY = {"reason": "The hall is closed in April."}
LATER = {"opens": "2028-04-02T08:00", "closes_issue": "2028-04-22T17:00"}
LATER |= {"closes_cast": "2028-04-22T17:15"}


@pytest.fixture
def chair(registrar: Registrar) -> tuple[FormBrowser, str]:
    browser = signed_in(registrar)
    at = f"/elections/{registrar.election}/set-up/dates"
    browser.get(at)
    return browser, at


def shown(registrar: Registrar) -> dict[str, str]:
    dates: dict[str, str] = registrar.http.get(registrar.at()).json()["dates"]
    return dates


def test_dates_are_moved_with_a_reason_in_the_elections_own_zone(
    registrar: Registrar, chair: tuple[FormBrowser, str]
) -> None:
    browser, at = chair
    assert browser.post(at, LATER | WHY).status_code == 303
    assert shown(registrar)["opens"] == "2028-04-02T15:00:00+00:00"  # summer time in Oregon
    page = browser.get(at.removesuffix("/dates")).text
    assert "The hall is closed in April." in page
    assert "Voting opens was Wednesday, March 29, 2028" in page
    calendar = registrar.http.get(registrar.at()).json()["calendar"]
    assert calendar["voting_opens"] == "2028-04-02"
    assert calendar["election_notice"] == "2028-03-15"  # eighteen days before
    with registrar.database.reading() as session:
        entry = acts_logged(session, registrar.election)[-1]
    assert (entry.act, entry.facts["reason"]) == ("dates_changed", WHY["reason"])


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "No date is another than before."),
        ({"opens": "soon"}, "Voting opens: give a day and a time."),
        ({"record_date": "31.3.2028"}, "Record date: give a day."),
        ({"opens": "2028-05-02T08:00"}, "The dates must come in this order"),
        ({"nominations_open": "2028-01-20T08:00"}, "Nominations open: this moment has come"),
        ({"record_date": "2028-01-02"}, "Record date: this moment would have come"),
        ({"opens": "0028-05-02T08:00"}, "is no day of an election"),
        ({"opens": "2028-03-12T02:30"}, "the clocks are put forward over this time"),
    ],
)
def test_dates_that_cannot_be_are_refused_and_nothing_moves(
    registrar: Registrar, chair: tuple[FormBrowser, str], form: dict[str, str], sentence: str
) -> None:
    browser, at = chair
    before = shown(registrar)
    refused = browser.post(at, form | WHY)
    assert (refused.status_code, sentence in refused.text) == (422, True), refused.text
    assert shown(registrar) == before


def test_dates_without_a_reason_are_refused(chair: tuple[FormBrowser, str]) -> None:
    browser, at = chair
    refused = browser.post(at, LATER)
    assert (refused.status_code, "reason: say why" in refused.text) == (422, True)


def test_dates_that_break_a_rule_stand_only_for_a_stated_reason(registrar: Registrar) -> None:
    registrar.election = registrar.post(
        "",
        {
            "profile": "local_509",
            "title": "2028",
            "purpose": "rehearsal",
            "zone": "America/New_York",
            "anchor": "2028-10-14",
        },
        registrar.admin,
    ).json()["id"]
    registrar.move_to(SET_UP)
    registrar.appoint("1003", "chair")
    browser = FormBrowser(registrar)
    email = next(each for each in registrar.passwords if registrar.election[:8] in each)
    browser.sign_in(email, registrar.passwords[email])
    at = f"/elections/{registrar.election}/set-up/dates"
    browser.get(at)
    sooner = {"opens": "2028-10-26T08:00"} | WHY
    refused = browser.post(at, sooner)
    assert (refused.status_code, "Local 509 Constitution Art. V s.4" in refused.text) == (422, True)
    assert browser.post(at, sooner | {"despite": "All agree."}).status_code == 303
    assert registrar.http.get(registrar.at()).json()["despite"] == "All agree."


def test_notice_mailed_before_the_times_of_voting_changed_does_not_count(
    registrar: Registrar,
) -> None:
    registrar.with_candidates()
    registrar.move_to(registrar.dates["nominations_close"] + timedelta(days=2))
    assert registrar.mail_notice().status_code == 201
    browser = signed_in(registrar)
    notices = f"/elections/{registrar.election}/notices"
    assert "The notice of election is mailed" in browser.get(notices).text
    at = f"/elections/{registrar.election}/set-up/dates"
    assert browser.post(at, {"record_date": "2028-02-29"} | WHY).status_code == 303
    assert "The notice of election is mailed" in browser.get(notices).text  # it tells of voting
    assert browser.post(at, LATER | WHY).status_code == 303
    page = browser.get(notices).text
    assert "The notice of election is not proved" in page
    assert "The times of voting were changed on" in page
    form = {"notice": "election_notice", "letters": 100, "proof": "receipt 8"}
    zone = ZoneInfo("America/Los_Angeles")
    today = (registrar.dates["nominations_close"] + timedelta(days=2)).astimezone(zone)
    day = today.date().isoformat()
    assert registrar.post("mailings", form | {"mailed_on": day}, registrar.chair).is_success
    assert "The notice of election is mailed" in browser.get(notices).text


def test_dates_of_a_frozen_ballot_are_not_moved(
    registrar: Registrar, chair: tuple[FormBrowser, str]
) -> None:
    browser, at = chair
    registrar.with_candidates().freeze()
    assert "frozen with the ballot" in browser.get(at).text
    late = browser.post(at, LATER | WHY)
    assert (late.status_code, "frozen with its dates" in late.text) == (409, True)


def test_calendar_is_counted_anew_from_what_is_given() -> None:
    rules = load("homecare_local_99")
    before = {"term_begins": date(2028, 5, 1), "extra": date(2028, 1, 1)}
    given = {"voting_opens": date(2028, 4, 4)}
    found = counted_anew(rules, before, given)
    assert found["voting_opens"] == date(2028, 4, 4)
    assert found["election_notice"] == date(2028, 3, 17)
    assert found["extra"] == date(2028, 1, 1)


def test_appointment_ends_with_a_reason_when_the_successor_is_appointed(
    registrar: Registrar,
) -> None:
    browser = FormBrowser(registrar)
    browser.sign_in("admin@example.org", registrar.passwords["admin@example.org"])
    at = f"/elections/{registrar.election}/set-up"
    with registrar.database.reading() as session:
        third = committee_of(session, registrar.election)[-1].id
    assert "<h2>End an appointment</h2>" in browser.get(at).text
    form = {"seat": str(third), "reason": "She moved away."}
    few = browser.post(f"{at}/appointments/end", form)
    assert (few.status_code, "at least 3 are needed" in few.text) == (409, True)
    registrar.appoint("1005", "committee")
    for wrong, status in (({"reason": " "}, 422), ({"seat": "x"}, 422), ({"seat": "99999"}, 404)):
        assert browser.post(f"{at}/appointments/end", form | wrong).status_code == status
    assert browser.post(f"{at}/appointments/end", form).status_code == 303
    with registrar.database.reading() as session:
        entry = acts_logged(session, registrar.election)[-1]
        assert third not in [each.id for each in committee_of(session, registrar.election)]
    assert (entry.act, entry.facts["reason"]) == ("appointment_ended", "She moved away.")
    assert registrar.post("nominations", {}, registrar.third).status_code == 403


def test_ballot_drawn_up_before_its_dates_moved_is_not_frozen(
    registrar: Registrar, chair: tuple[FormBrowser, str]
) -> None:
    browser, at = chair
    digest = registrar.with_candidates().prepare().json()["digest"]
    assert registrar.post("ballot/approval", {"digest": digest}, registrar.chair).status_code == 200
    browser.get(at)
    assert browser.post(at, LATER | WHY).status_code == 303
    late = registrar.post("ballot/countersignature", {"digest": digest}, registrar.second)
    assert late.status_code == 409
    assert "Dates were moved since this ballot was drawn up" in late.json()["detail"]
    anew = registrar.prepare().json()["digest"]
    for path, by in (("approval", registrar.chair), ("countersignature", registrar.second)):
        assert registrar.post(f"ballot/{path}", {"digest": anew}, by).status_code == 200
