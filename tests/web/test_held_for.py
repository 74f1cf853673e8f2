from typing import Any

import pytest

from tests.registrar import Registrar, roll_files

VOTE = {
    "record_date": "2028-01-10",
    "opens": "2028-02-01T09:00:00-05:00",
    "closes_issue": "2028-02-08T17:00:00-05:00",
    "closes_cast": "2028-02-08T17:15:00-05:00",
}


def set_up(registrar: Registrar, **form: Any) -> Any:
    usual = {
        "profile": "local_509",
        "title": "Strike vote",
        "purpose": "rehearsal",
        "zone": "America/New_York",
        "held_for": "questions",
        "vote": VOTE,
    }
    return registrar.post("", usual | form, registrar.admin)


def test_election_for_questions_has_no_time_for_nominations_and_no_contest_of_the_bylaws(
    registrar: Registrar,
) -> None:
    made = set_up(registrar)
    assert made.status_code == 201, made.json()
    shown = registrar.http.get(f"/api/v1/elections/{made.json()['id']}").json()
    assert shown["held_for"] == "questions"
    assert shown["contests"] == []
    assert shown["phase"] == "Ballot"
    assert shown["calendar"] == {
        "record_date": "2028-01-10",
        "voting_opens": "2028-02-01",
        "voting_closes": "2028-02-08",
    }


def test_election_of_officers_is_general_as_ever(registrar: Registrar) -> None:
    shown = registrar.http.get(registrar.at()).json()
    assert shown["held_for"] == "general"
    assert len(shown["contests"]) > 30


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"vote": None}, "vote: give the dates of a vote"),
        ({"anchor": "2028-10-14"}, "vote: give the dates of a vote"),
        ({"held_for": "general"}, "vote: these dates are for a vote on questions."),
        (
            {"held_for": "a party", "profile": "homecare_local_99", "vote": None},
            "held_for: name general or questions",
        ),
        (
            {"vote": VOTE | {"closes_issue": "2028-01-31T17:00:00-05:00"}},
            "The dates must come in this order: voting opens, last ballots are issued",
        ),
        ({"zone": "Mars/Base"}, "no time zone"),
    ],
)
def test_election_for_questions_without_sound_dates_is_refused(
    registrar: Registrar, form: dict[str, Any], says: str
) -> None:
    answer = set_up(registrar, **form)
    assert answer.status_code == 422
    assert says in str(answer.json()["detail"])


def test_nobody_is_nominated_in_an_election_for_questions(registrar: Registrar) -> None:
    registrar.election = set_up(registrar).json()["id"]
    chair = registrar.appoint("9001", "chair")
    form = {"contest": "president", "member_number": "1001", "nominated_by": "a member"}
    assert registrar.post("nominations", form, chair).status_code in (404, 409)


def test_roll_of_an_election_for_questions_comes_in_although_nobody_is_nominated(
    registrar: Registrar,
) -> None:
    registrar.election = set_up(registrar).json()["id"]
    registrar.chair = registrar.appoint("9001", "chair")
    assert registrar.upload_roll(roll_files()).status_code == 201
