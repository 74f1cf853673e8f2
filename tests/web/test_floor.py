"""Nominations of Local 509: moved from the floor, chosen among, withdrawn, or fallen."""

from typing import Any

import pytest

from app.records.jobs import Job
from tests.chapters import Chapters
from tests.registrar import made_up_keys


def unmet(ruling: Any) -> list[str]:
    return [each["rule"] for each in ruling["findings"] if not each["met"]]


def jobs(chapters: Chapters, kind: str) -> list[dict[str, Any]]:
    with chapters.database.reading() as session:
        return [job.facts for job in session.query(Job).filter_by(kind=kind)]


def listed(chapters: Chapters) -> dict[str, Any]:
    rows = chapters.http.get(chapters.at("nominations"), headers=chapters.chair).json()
    return {row["contest"]: row for row in rows}


def test_motion_that_is_in_order_makes_a_nomination_and_tells_the_nominee(
    chapters: Chapters,
) -> None:
    answer = chapters.move("2003", "dta-president", mover="2001", seconder="2002")
    assert answer.status_code == 201
    assert answer.json()["granted"]
    (told,) = jobs(chapters, "nominated")
    assert told["granted"]
    assert told["contest"].startswith("Local Vice President/Chapter President")


@pytest.mark.parametrize(
    ("mover", "seconder"), [("2005", "2002"), ("2002", "2005"), ("2002", "2002")]
)
def test_motion_from_outside_of_the_chapter_or_without_another_second_is_kept_and_refused(
    chapters: Chapters, mover: str, seconder: str
) -> None:
    answer = chapters.move("2003", "dta-president", mover=mover, seconder=seconder).json()
    assert (answer["id"], answer["granted"]) == (None, False)
    assert unmet(answer["motion"]) == ["M10"]
    motions = chapters.http.get(chapters.at("motions"), headers=chapters.chair).json()
    assert [each["granted"] for each in motions] == [False]
    assert jobs(chapters, "nominated") == []


def test_motion_that_was_refused_can_be_made_again_in_order(chapters: Chapters) -> None:
    chapters.move("2003", "dta-president", mover="2005")
    assert chapters.move("2003", "dta-president").json()["granted"]


def test_nomination_without_a_mover_is_refused_with_the_clause(chapters: Chapters) -> None:
    form = {"contest": "president", "member_number": "2003", "nominated_by": "a member"}
    answer = chapters.post("nominations", form, chapters.chair)
    assert answer.status_code == 422
    assert "(Local 509 Constitution Art. V s.3)" in answer.json()["detail"]
    assert chapters.move("2003", "president", seconder="").json()["granted"] is False


@pytest.mark.parametrize(
    ("number", "contest", "mover", "rules"),
    [
        ("2001", "president", "2002", ["M7"]),  # a second full term runs
        ("2008", "dcf-president", "2009", ["M2"]),  # in good standing for three months
        ("2005", "dta-president", "2002", ["M10"]),  # of another chapter
        ("2010", "higher-education-president", "2010", []),  # teaches, in standing for six weeks
    ],
)
def test_nominee_is_ruled_on_by_the_local_s_own_articles(
    chapters: Chapters, number: str, contest: str, mover: str, rules: list[str]
) -> None:
    seconder = {"2002": "2003", "2009": "2008"}.get(mover, "2002")
    answer = chapters.move(number, contest, mover=mover, seconder=seconder).json()
    if contest.startswith("higher"):  # nobody else of that chapter could second
        assert unmet(answer["motion"]) == ["M10"]
        answer = chapters.move(number, "treasurer").json()
    assert unmet(answer["ruling"]) == rules


def test_waiver_lets_a_new_agency_s_member_stand(chapters: Chapters) -> None:
    form = {
        "unit": "dcf",
        "granted_by": "the International",
        "granted_on": "2028-10-01",
        "document": "letter of October 1, 2028",
    }
    assert chapters.post("waivers", form, chapters.chair).status_code == 201
    ruling = chapters.move("2008", "dcf-president", mover="2009", seconder="2008").json()["ruling"]
    assert unmet(ruling) == []
    (waived,) = (each for each in ruling["findings"] if each["rule"] == "M4")
    assert waived["facts"]["granted_by"] == "the International"


def test_local_without_waivers_takes_none(registrar: Any) -> None:
    form = {"unit": "x", "granted_by": "x", "granted_on": "2028-01-01", "document": "x"}
    assert registrar.post("waivers", form, registrar.chair).status_code == 403


def test_acceptance_without_the_statement_on_convictions_is_refused(chapters: Chapters) -> None:
    nomination = chapters.move("2003", "president", attested=None).json()["id"]
    first = chapters.answer("2003", nomination).json()
    assert first["accepted"] is None
    assert unmet(first["acceptance_ruling"]) == ["M6"]
    assert chapters.answer("2003", nomination, attested=False).json()["accepted"] is None
    assert chapters.answer("2003", nomination, attested=True).json()["accepted"] is True


def test_nominee_of_several_offices_is_asked_to_choose_and_holds_one(chapters: Chapters) -> None:
    treasurer = chapters.move("2003", "treasurer").json()["id"]
    assert jobs(chapters, "choose") == []
    president = chapters.move("2003", "dta-president").json()["id"]
    (asked,) = jobs(chapters, "choose")
    assert (asked["contests"][0], asked["default"]) == ("Treasurer", "Treasurer")
    assert chapters.answer("2003", president).json()["accepted"] is True
    second = chapters.answer("2003", treasurer).json()
    assert unmet(second["acceptance_ruling"]) == ["M8"]
    own = chapters.member("2003")
    away = chapters.http.post(f"/api/v1/my/nominations/{president}/withdrawal", headers=own)
    assert away.json()["accepted"] is False
    assert chapters.answer("2003", treasurer).json()["accepted"] is True


def test_nominee_who_is_silent_stands_for_the_highest_office(chapters: Chapters) -> None:
    for contest in ("sergeant-at-arms", "dta-president", "treasurer"):
        chapters.move("2003", contest)
    early = chapters.post("choices", {}, chapters.chair)
    assert early.status_code == 409
    chapters.after_the_deadline()
    keys = made_up_keys(chapters.election)
    refused = chapters.post("ballot", keys, chapters.chair)
    assert refused.status_code == 409
    assert "Ann Costa did not choose among nominations" in refused.json()["detail"]
    settled = chapters.post("choices", {}, chapters.chair).json()
    assert {each["contest"]: each["accepted"] for each in settled} == {
        "sergeant-at-arms": False,
        "dta-president": False,
        "treasurer": True,
    }
    assert all(each["by_default"] for each in settled)
    assert chapters.post("choices", {}, chapters.chair).json() == []


def test_nominee_who_chose_in_time_is_left_alone(chapters: Chapters) -> None:
    nomination = chapters.move("2003", "dta-president").json()["id"]
    chapters.move("2003", "treasurer")
    chapters.answer("2003", nomination)
    chapters.after_the_deadline()
    assert chapters.post("choices", {}, chapters.chair).json() == []
    assert listed(chapters)["treasurer"]["accepted"] is None


def test_silent_nominee_of_one_office_does_not_stand(chapters: Chapters) -> None:
    chapters.move("2003", "treasurer")
    chapters.after_the_deadline()
    assert chapters.post("choices", {}, chapters.chair).json() == []
    assert listed(chapters)["treasurer"]["accepted"] is None


def test_withdrawal_of_what_was_not_accepted_or_too_late_is_out_of_turn(
    chapters: Chapters,
) -> None:
    nomination = chapters.move("2003", "treasurer").json()["id"]
    path = f"/api/v1/my/nominations/{nomination}/withdrawal"
    own = chapters.member("2003")
    assert chapters.http.post(path, headers=own).status_code == 409
    chapters.answer("2003", nomination)
    assert chapters.http.post(path, headers=chapters.member("2002")).status_code == 403
    chapters.after_the_deadline()
    assert chapters.http.post(path, headers=own).status_code == 409
    assert listed(chapters)["treasurer"]["accepted"] is True


def test_statement_keeps_to_the_words_that_all_have_and_is_shown_with_the_candidates(
    chapters: Chapters,
) -> None:
    nomination = chapters.move("2003", "treasurer").json()["id"]
    path = f"/api/v1/my/nominations/{nomination}/statement"
    own = chapters.member("2003")
    long = chapters.http.put(path, json={"text": "word " * 301}, headers=own)
    assert long.status_code == 403
    assert "The statement has 301 words; 300 are allowed. (Local 509" in long.json()["detail"]
    assert chapters.http.put(path, json={"text": "Vote."}, headers=own).status_code == 200
    other = chapters.http.put(path, json={"text": "No."}, headers=chapters.member("2002"))
    assert other.status_code == 403
    chapters.answer("2003", nomination)
    assert chapters.http.get(chapters.at("candidates")).status_code == 409
    chapters.after_the_deadline()
    assert chapters.http.get(chapters.at("candidates")).json() == [
        {"contest": "treasurer", "name": "Costa, Ann", "statement": "Vote."}
    ]
    assert chapters.http.put(path, json={"text": "Late."}, headers=own).status_code == 409
