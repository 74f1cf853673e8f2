from datetime import timedelta
from typing import Any

import pytest

from tests.registrar import Registrar, made_up_keys


def create(registrar: Registrar, **form: Any) -> Any:
    usual = {
        "profile": "local_509",
        "title": "2028 general election",
        "purpose": "rehearsal",
        "zone": "America/New_York",
    }
    return registrar.post("", usual | form, registrar.admin)


def shown(registrar: Registrar, answer: Any) -> Any:
    return registrar.http.get(f"/api/v1/elections/{answer.json()['id']}").json()


def test_nominee_answers_after_nominations_have_closed_until_the_deadline(
    registrar: Registrar,
) -> None:
    nomination = registrar.nominate("1001", "president").json()["id"]
    registrar.move_to(registrar.dates["acceptance_deadline"] - timedelta(seconds=5))
    answer = registrar.answer("1001", nomination)
    assert answer.json()["accepted"] is True


def test_answer_at_the_deadline_is_out_of_turn(registrar: Registrar) -> None:
    nomination = registrar.nominate("1001", "president").json()["id"]
    registrar.move_to(registrar.dates["acceptance_deadline"])
    answer = registrar.answer("1001", nomination)
    assert answer.status_code == 409
    assert answer.json()["detail"] == "The time to accept, decline or withdraw is over."


def test_ballot_while_nominees_may_still_answer_is_out_of_turn(registrar: Registrar) -> None:
    registrar.move_to(registrar.dates["nominations_close"] + timedelta(hours=1))
    answer = registrar.post("ballot", made_up_keys(registrar.election), registrar.chair)
    assert answer.status_code == 409
    assert answer.json()["detail"] == "The ballot is prepared when nominees can no longer answer."


def test_election_is_planned_around_the_day_that_its_calendar_counts_from(
    registrar: Registrar,
) -> None:
    election = shown(registrar, create(registrar, anchor="2028-10-14"))
    assert election["dates"]["nominations_open"] == "2028-10-14T12:00:00+00:00"
    assert election["calendar"]["membership_meeting"] == "2028-10-14"
    assert election["dates"]["acceptance_deadline"] == "2028-10-24T21:00:00+00:00"
    assert election["date_ruling"]["granted"]


def test_election_without_the_day_to_count_from_is_refused(registrar: Registrar) -> None:
    answer = create(registrar)
    assert answer.status_code == 422
    assert "give a date to count from" in answer.json()["detail"]


@pytest.mark.parametrize("anchor", ["2028-05-13", "2027-10-16"], ids=["month", "year"])
def test_dates_that_break_a_rule_are_refused_with_the_clause(
    registrar: Registrar, anchor: str
) -> None:
    answer = create(registrar, anchor=anchor)
    assert answer.status_code == 422
    assert "Nominations are made at the October membership meeting" in answer.json()["detail"]
    assert "(Local 509 Constitution Art. V s.3; Art. V s.5" in answer.json()["detail"]


def test_dates_that_break_a_rule_stand_with_a_reason_that_is_kept(registrar: Registrar) -> None:
    reason = "The hall burnt down, and the meeting was held in May."
    election = shown(registrar, create(registrar, anchor="2028-05-13", despite=reason))
    assert election["despite"] == reason
    broken = [each for each in election["date_ruling"]["findings"] if not each["met"]]
    assert [each["rule"] for each in broken] == ["M12"]


def test_given_dates_are_checked_as_proposed_ones_are(registrar: Registrar) -> None:
    dates = shown(registrar, create(registrar, anchor="2028-10-14"))["dates"]
    dates |= {"term_begins": "2028-12-14", "record_date": "2028-10-14"}
    dates["opens"] = "2028-10-31T13:00:00Z"  # 17 days after the meeting
    answer = create(registrar, anchor="2028-10-14", dates=dates)
    assert answer.status_code == 422
    assert "Three weeks of campaign" in answer.json()["detail"]


def usual_dates(registrar: Registrar) -> dict[str, str]:
    dates: dict[str, str] = shown(registrar, create(registrar, anchor="2028-10-14"))["dates"]
    return dates | {"term_begins": "2028-12-14", "record_date": "2028-10-14"}


def test_dates_out_of_order_are_refused_in_words(registrar: Registrar) -> None:
    dates = usual_dates(registrar)
    dates["opens"] = dates["nominations_open"]
    said = create(registrar, anchor="2028-10-14", dates=dates).json()["detail"]
    assert "nominations open, nominations close, nominees' last answers, voting opens" in said
    assert "_" not in said


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_years_in_which_no_election_is_held_are_refused(registrar: Registrar, day: str) -> None:
    dates = usual_dates(registrar)
    for wrong in (
        {"anchor": day},
        {"anchor": "2028-10-14", "dates": dates | {"term_begins": day}},
        {"anchor": "2028-10-14", "dates": dates | {"closes_cast": f"{day}T23:59:00-05:00"}},
    ):
        answer = create(registrar, **wrong)
        assert answer.status_code == 422
        assert "years are 1900 to 2199" in answer.json()["detail"]
