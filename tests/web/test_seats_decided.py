"""What a chapter's board decides on seats, and the yearly elections of stewards (Local 509)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.chapters import Chapters, roll_files
from tests.registrar import SET_UP, as_csv

DECISION = {
    "chapter": "dcf",
    "unit": "western",
    "seats": 2,
    "decided_on": "2028-01-05",
    "reason": "voted by the chapter's board",
}


@pytest.fixture
def large(chapters: Chapters) -> Chapters:
    """An election in its set-up, with 1,900 members of one chapter on the roll (App. A s.2)."""
    return with_large_roll(chapters)


def with_large_roll(chapters: Chapters) -> Chapters:
    """A new election whose roll has 1,900 members of one chapter and region."""
    chapters.create()
    people = [
        {
            "member_number": str(number),
            "first_name": "Ann",
            "last_name": "Abbott",
            "kind": "active",
            "chapter": "dcf",
            "region": "Western",
        }
        for number in range(3000, 4900)
    ]
    standing = {"from": "2020-01-01", "to": "", "status": "good", "note": ""}
    files = {
        "roll": as_csv(people),
        "standing": as_csv(
            [{"member_number": each["member_number"]} | standing for each in people]
        ),
    }
    assert chapters.upload_roll(files).status_code == 201
    return chapters


def decide(chapters: Chapters, **form: Any) -> Any:
    path = chapters.at("seat-decisions")
    return chapters.http.put(path, json=DECISION | form, headers=chapters.chair)


def seats(chapters: Chapters) -> dict[str, Any]:
    return {each["id"]: each for each in chapters.http.get(chapters.at()).json()["contests"]}


def test_m21_board_s_decision_makes_the_contests_anew(large: Chapters) -> None:
    assert "dcf-jeb-western" not in seats(large)
    assert decide(large).status_code == 200
    found = seats(large)["dcf-jeb-western"]
    assert found["seats"] == 2
    assert found["working"] == "decided by the chapter's board on 2028-01-05"
    assert decide(large, seats=1).status_code == 200
    assert seats(large)["dcf-jeb-western"]["seats"] == 1


def test_m21_decision_for_the_wrong_unit_is_taken_back_and_leaves_its_seats(
    large: Chapters,
) -> None:
    assert decide(large, unit="central").status_code == 200
    assert decide(large).status_code == 422
    assert decide(large, unit="central", seats=0).status_code == 200
    assert "dcf-jeb-central" not in seats(large)
    assert decide(large).status_code == 200
    assert seats(large)["dcf-jeb-western"]["seats"] == 2


def test_m21_decision_waits_for_the_roll_that_says_what_is_left(chapters: Chapters) -> None:
    chapters.create()
    before = seats(chapters)
    early = decide(chapters)
    assert early.status_code == 409
    assert early.json()["detail"].startswith("The roll comes first")
    assert seats(chapters) == before


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"seats": 3}, "decided on more seats than are left"),
        ({"chapter": "dta"}, "chapter: no board of dta decides on seats (Local 509"),
        ({"chapter": "dog"}, "chapter: no board of dog decides on seats."),
        ({"decided_on": "2028-01-11"}, "decided_on: the decision is entered when it was made."),
    ],
)
def test_m21_decision_that_cannot_be_is_refused_and_nothing_is_stored(
    large: Chapters, form: dict[str, Any], says: str
) -> None:
    answer = decide(large, **form)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]
    assert "dcf-jeb-western" not in seats(large)


def test_m20_decision_comes_120_days_before_the_vote_and_before_nominations(
    large: Chapters,
) -> None:
    large.move_to(large.dates["opens"] - timedelta(days=100))
    last = (large.dates["opens"] - timedelta(days=119)).date().isoformat()
    late = decide(large, decided_on=last)
    assert late.status_code == 422
    assert "120 days before the election" in late.json()["detail"]
    assert "Local 509 Constitution Art. IV s.2.D.2" in late.json()["detail"]
    large.in_days_of_nominations()
    assert decide(large).status_code == 409


def test_m23_stewards_are_elected_by_the_members_of_their_work_location(
    chapters: Chapters,
) -> None:
    chapters.move_to(SET_UP)
    start = SET_UP
    days = {
        "nominations_open": 10,
        "nominations_close": 20,
        "acceptance_deadline": 25,
        "opens": 45,
        "closes_issue": 52,
        "closes_cast": 53,
    }
    dates = {name: (start + timedelta(days=each)).isoformat() for name, each in days.items()}
    dates |= {"term_begins": "2028-04-01", "record_date": "2028-01-20"}
    form = {**chapters.form, "title": "Stewards 2028", "held_for": "stewards"}
    form.pop("anchor")
    undated = chapters.post("", form, chapters.admin)
    assert undated.status_code == 422
    chapters.election = chapters.post("", form | {"dates": dates}, chapters.admin).json()["id"]
    chapters.chair = chapters.appoint("2004", "chair")
    assert seats(chapters) == {}
    assert chapters.upload_roll(roll_files()).status_code == 201
    found = seats(chapters)
    assert {name: each["seats"] for name, each in found.items()} == {
        "steward-worcester": 1,
        "steward-boston": 1,
    }
    assert found["steward-boston"]["cite"] == "Local 509 Constitution Art. IX s.1"
    other = {**form, "profile": "homecare_local_99", "dates": dates, "zone": "America/Los_Angeles"}
    none = chapters.post("", other, chapters.admin)
    assert none.status_code == 422
    assert "has no elections of stewards" in none.json()["detail"]
