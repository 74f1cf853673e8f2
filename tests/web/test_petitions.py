"""Petitions: signers matched to the roll, near misses looked at by a person, and the decision."""

from datetime import datetime
from typing import Any

import pytest

from tests.questions import AMENDMENT, UNITS, Asking, numbers
from tests.registrar import Registrar, as_csv

PETITION = {
    "rule": "amendment",
    "title": "Amendment of Article V",
    "submitted_on": "2028-01-05",
    "due_on": "2028-01-20",
}


def enter(asking: Registrar, **form: Any) -> Any:
    return asking.post("petitions", PETITION | form, asking.chair)


def upload(asking: Registrar, petition: int, *signers: tuple[str, str]) -> Any:
    rows = [{"member_number": number, "name": name} for number, name in signers]
    files = {"signers": ("signers.csv", as_csv(rows))}
    path = asking.at(f"petitions/{petition}/signers")
    return asking.http.post(path, files=files, headers=asking.chair)


def recognize(asking: Registrar, petition: int, line: int, number: str | None) -> Any:
    path = asking.at(f"petitions/{petition}/signers/{line}")
    return asking.http.put(path, json={"member_number": number}, headers=asking.chair)


def decide(asking: Registrar, petition: int) -> Any:
    return asking.post(f"petitions/{petition}/decision", {}, asking.chair)


def everybody() -> list[tuple[str, str]]:
    """All twenty-four members sign."""
    return [(number, f"Ann Member{number}") for unit in UNITS for number in numbers(unit)]


@pytest.fixture
def petition(asking: Asking) -> int:
    """A petition that came in time, without signers yet."""
    answer = enter(asking)
    assert answer.status_code == 201, answer.json()
    return int(answer.json()["id"])


def test_near_miss_waits_for_a_person_and_is_never_guessed(asking: Asking, petition: int) -> None:
    answer = upload(
        asking,
        petition,
        ("3001", "Ann Member3001"),
        ("3001", "Ann Member3001"),
        ("3002", "Ann Membre3002"),
        ("", "Ann Member3003"),
        ("3010", "Ann Member3010"),
        ("999", "Zed Nobody"),
    )
    assert answer.status_code == 200, answer.json()
    told = {each["line"]: (each["outcome"], each["near"]) for each in answer.json()["signatures"]}
    assert told == {
        2: ("valid", []),
        3: ("repeated", []),
        4: ("near", ["3002"]),
        5: ("near", ["3003"]),
        6: ("not eligible", []),
        7: ("unknown", []),
    }
    refused = decide(asking, petition)
    assert refused.status_code == 409
    assert refused.json()["detail"] == (
        "2 signatures are near misses that nobody has looked at: lines 4, 5."
    )
    assert recognize(asking, petition, 4, "3002").json()["counts"]["valid"] == 2
    assert recognize(asking, petition, 5, None).json()["counts"]["unknown"] == 2
    decided = decide(asking, petition).json()["ruling"]
    assert decided["granted"] is False
    assert decided["findings"][0]["says"] == ("2 valid signatures were counted; 50 are needed.")


def test_person_may_strike_a_signature_that_matches(asking: Asking, petition: int) -> None:
    upload(asking, petition, ("3001", "Ann Member3001"))
    assert recognize(asking, petition, 2, None).json()["counts"] == {"unknown": 1}


def test_signers_uploaded_again_take_the_place_of_those_before(
    asking: Asking, petition: int
) -> None:
    upload(asking, petition, ("3001", "Ann Member3001"), ("3002", "Ann Member3002"))
    again = upload(asking, petition, ("3004", "Ann Member3004"))
    assert [each["member"] for each in again.json()["signatures"]] == ["3004"]


def test_question_rests_on_a_petition_with_enough_signatures_alone(asking: Asking) -> None:
    """A petition of 50 in Local 509, and so with fewer than fifty members never enough."""
    petition = enter(asking).json()["id"]
    upload(asking, petition, *everybody())
    unsure = asking.ask(AMENDMENT, petition_id=petition, basis="")
    assert unsure.status_code == 403
    decide(asking, petition)
    refused = asking.ask(AMENDMENT, petition_id=petition, basis="")
    assert refused.status_code == 403
    assert "not enough valid signatures" in refused.json()["detail"]
    other = asking.ask(AMENDMENT, petition_id=petition + 1, basis="")
    assert other.status_code == 404


def test_decided_petition_stands(asking: Asking, petition: int) -> None:
    upload(asking, petition, *everybody())
    assert decide(asking, petition).status_code == 200
    for answer in (
        upload(asking, petition, ("3001", "Ann Member3001")),
        recognize(asking, petition, 2, None),
        decide(asking, petition),
    ):
        assert answer.status_code == 409
        assert answer.json()["detail"] == "This petition is decided."


@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"rule": "picnic"}, 422, "has no petition 'picnic'; it has: amendment"),
        ({"submitted_on": "9999-01-01"}, 422, "9999-01-01 is no day of an election"),
    ],
)
def test_petition_that_the_bylaws_do_not_know_is_refused(
    asking: Asking, form: dict[str, str], status: int, says: str
) -> None:
    answer = enter(asking, **form)
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_wrong_file_of_signers_is_refused_by_its_places(asking: Asking, petition: int) -> None:
    path = asking.at(f"petitions/{petition}/signers")
    files = {"signers": ("signers.csv", b"number,who\n1,Ann\n")}
    answer = asking.http.post(path, files=files, headers=asking.chair)
    assert answer.status_code == 422
    assert answer.json()["rows"]
    empty = {"signers": ("signers.csv", b"member_number,name\n")}
    answer = asking.http.post(path, files=empty, headers=asking.chair)
    assert answer.status_code == 422


def test_line_or_petition_or_member_that_is_not_there_is_not_found(
    asking: Asking, petition: int
) -> None:
    upload(asking, petition, ("3001", "Ann Member3001"))
    assert recognize(asking, petition, 3, "3001").status_code == 404
    assert recognize(asking, petition, 2, "77").status_code == 404
    assert decide(asking, petition + 1).status_code == 404


# H24: one tenth of the eligible members, and the Council votes within 45 days of validation.
def test_h24_removal_rests_on_a_petition_whose_clock_binds_the_vote(registrar: Registrar) -> None:
    vote = {
        "record_date": "2028-01-10",
        "opens": "2028-03-20T09:00:00-07:00",
        "closes_issue": "2028-03-20T17:00:00-07:00",
        "closes_cast": "2028-03-20T17:15:00-07:00",
    }
    form = {name: value for name, value in registrar.form.items() if name != "granted_delegates"}
    made = registrar.post("", form | {"held_for": "questions", "vote": vote}, registrar.admin)
    registrar.election = made.json()["id"]
    registrar.chair = registrar.appoint("1009", "chair")
    assert registrar.upload_roll(petition_roll()).status_code == 201
    removal = {"rule": "removal", "title": "Removal of the Treasurer", "due_on": None}
    petition = enter(registrar, **removal).json()["id"]
    upload(registrar, petition, ("1001", "Al Adams"))
    registrar.move_to(datetime.fromisoformat("2028-02-03T12:00:00-08:00"))
    decided = decide(registrar, petition).json()
    # Ten are eligible, so one signature is a tenth.
    assert decided["ruling"]["findings"][0]["says"] == (
        "1 valid signatures were counted; 1 are needed."
    )
    (clock,) = decided["clocks"]
    assert (clock["id"], clock["on"]) == ("removal_vote_due", "2028-03-19")
    question = {
        "rule": "removal",
        "title": "Removal of the Treasurer",
        "text": "Shall she be removed?",
        "member_numbers": ["1001", "1002"],
        "petition_id": petition,
    }
    ruling = registrar.post("questions", question, registrar.chair).json()["days_ruling"]
    assert ruling["granted"] is False
    assert "within 45 days after the petition is validated" in ruling["findings"][0]["says"]


def petition_roll() -> dict[str, bytes]:
    """Ten members in good standing."""
    people = [str(number) for number in range(1001, 1011)]
    roll = [
        {
            "member_number": number,
            "first_name": "Al",
            "last_name": "Adams" if number == "1001" else f"Other{number}",
            "email": "",
            "kind": "active",
            "in_bargaining_unit": "yes",
            "county": "Lane",
            "state": "OR",
        }
        for number in people
    ]
    standing = [
        {"member_number": number, "from": "2020-01-01", "to": "", "status": "good", "note": ""}
        for number in people
    ]
    return {"roll": as_csv(roll), "standing": as_csv(standing)}
