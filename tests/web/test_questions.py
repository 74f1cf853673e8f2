"""Questions inside an election, from putting them to the verified bundle."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from rehearsal.lying import stopped_by

from app.core.secrecy.archive import read_archive, write_archive
from app.core.secrecy.encoding import canonical
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.report import Verdict
from tests.chapters import Chapters
from tests.client.verifying import verified_alike
from tests.election_day import ElectionDay
from tests.questions import (
    AFTERWARDS,
    AMENDMENT,
    BOARD,
    DAYS,
    STRIKE,
    TEXT,
    Asking,
    numbers,
    roll_files,
)

UNIT_8, UNIT_10, LIBRARY = "strike-unit-8", "strike-unit-10", "strike-library"
YES, NO, ABSTAIN = (1,), (2,), (3,)


def test_question_of_units_is_a_contest_for_each_with_its_own_measure(asking: Asking) -> None:
    answer = asking.ask(STRIKE)
    assert answer.status_code == 201, answer.json()
    contests = asking.contests()
    assert list(contests) == [UNIT_8, UNIT_10, LIBRARY]
    assert contests[UNIT_8]["title"] == "Strike at the State: Unit 8"
    # Of each unit of ten one member is not in good standing on the record date.
    eligible = [each["counting_rule"]["parameters"]["eligible"] for each in contests.values()]
    assert eligible == ["9", "9", "4"]
    measure = contests[LIBRARY]["counting_rule"]["parameters"]
    assert (measure["threshold"], measure["base"], measure["quorum"]) == (
        "1/2",
        "ballots-cast",
        "3/10",
    )


def test_question_is_changed_and_withdrawn_until_the_freeze(asking: Asking) -> None:
    asking.ask(STRIKE)
    words = {name: value for name, value in STRIKE.items() if name != "rule"}
    fewer = {**words, "title": "Strike of two units", "units": ["Unit 8", "Unit 10"]}
    changed = asking.http.put(asking.at("questions/strike"), json=fewer, headers=asking.chair)
    assert changed.status_code == 200, changed.json()
    assert list(asking.contests()) == [UNIT_8, UNIT_10]
    gone = asking.http.delete(asking.at("questions/strike"), headers=asking.chair)
    assert gone.status_code == 204
    assert asking.contests() == {}
    assert asking.http.get(asking.at("questions")).json() == []


def test_second_question_of_a_kind_has_a_name_of_its_own(asking: Asking) -> None:
    assert asking.ask(AMENDMENT).json()["id"] == "amendment"
    assert asking.ask(AMENDMENT, title="Amendment of Article IX").json()["id"] == "amendment-2"
    assert list(asking.contests()) == ["amendment", "amendment-2"]


@pytest.mark.parametrize(
    ("question", "changes", "says"),
    [
        (STRIKE, {"rule": "picnic"}, "has no question 'picnic'"),
        (STRIKE, {"units": []}, "A strike needs each bargaining unit whose members vote"),
        (STRIKE, {"units": ["Unit 9"]}, "units: no member of the roll is of 'Unit 9'"),
        (STRIKE, {"member_numbers": ["3001"]}, "A strike names no members"),
        (STRIKE, {"options": ["Now", "Later"]}, "options are two or more that differ"),
        (STRIKE, {"text": "  "}, "text: give the full text"),
        (STRIKE, {"days": {"notice": "2028-02-01"}}, "A strike has no day for notice"),
        (AMENDMENT, {"arguments_against": ""}, "Arguments for and against go with the ballot"),
        (AMENDMENT, {"basis": ""}, "basis: name the petition Amendment of the constitution rests"),
        (AMENDMENT, {"units": ["Unit 8"]}, "Amendment of the constitution names no units"),
        (AMENDMENT, {"rule": "cope-chair", "days": {}}, "needs its voters by name"),
        (
            AMENDMENT,
            {"rule": "cope-chair", "days": {}, "member_numbers": ["77"]},
            "no member of the roll has the number 77",
        ),
        (
            AMENDMENT,
            {"rule": "cope-chair", "days": {}, "offices": ["picnic-master"]},
            "offices: nobody on the roll holds 'picnic-master' on 2028-03-01",
        ),
    ],
)
def test_question_that_its_rule_does_not_know_is_refused(
    asking: Asking, question: dict[str, Any], changes: dict[str, Any], says: str
) -> None:
    answer = asking.ask(question, **changes)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]
    assert asking.http.get(asking.at("questions")).json() == []


def test_question_before_the_roll_is_out_of_turn(asking: Asking) -> None:
    asking.create()
    answer = asking.ask(STRIKE)
    assert answer.status_code == 409
    assert "The roll comes first" in answer.json()["detail"]


def test_question_in_an_election_of_officers_is_out_of_turn(chapters: Chapters) -> None:
    answer = chapters.post("questions", AMENDMENT, chapters.chair)
    assert answer.status_code == 409
    assert answer.json()["detail"] == "This election is not held for questions."


def test_body_votes_by_office_and_by_name(asking: Asking) -> None:
    chair = {"rule": "cope-chair", "title": "Chair", "text": "Who chairs?"}
    answer = asking.ask(chair, options=["Ann", "Bo"], offices=["board"], member_numbers=["3003"])
    assert answer.status_code == 201, answer.json()
    asking.present(*BOARD, "3003", "3104")
    (contest,) = asking.contests().values()
    # 3104 is at the meeting and not of the body; the body is seven, all of them there.
    parameters = contest["counting_rule"]["parameters"]
    assert (parameters["present"], parameters["eligible"]) == ("7", "7")
    assert parameters["form"] == "options"


def test_list_of_voters_is_not_told_to_a_member(asking: Asking) -> None:
    asking.ask({"rule": "committee-chair", "title": "Chair", "text": "?"}, offices=["board"])
    asking.present("3001", "3002")
    for number, granted in (("3001", True), ("3003", False)):
        answer = asking.http.get(
            "/api/v1/my/vote",
            params={"contest": "committee-chair"},
            headers=asking.member(number),
        )
        assert answer.json()["granted"] is granted
        assert "3002" not in answer.text


def test_vote_in_a_meeting_is_of_those_marked_present(asking: Asking) -> None:
    dues = {
        "rule": "dues",
        "title": "Dues",
        "text": "Raise them?",
        "days": {"notice": "2028-03-01"},
    }
    asking.ask(dues)
    assert asking.contests() == {}
    refused = asking.prepare()
    assert refused.status_code == 409
    assert refused.json()["detail"] == (
        "Dues cannot be voted on yet: mark who is present at the meeting."
    )
    assert asking.present("3001", "3002", "3010").json() == {"present": 3}
    (contest,) = asking.contests().values()
    # 3010 is there without good standing, and so is not counted.
    assert contest["counting_rule"]["parameters"]["present"] == "2"
    assert asking.present("3001", "77").status_code == 422
    assert asking.http.get(asking.at("attendance"), headers=asking.chair).json() == [
        "3001",
        "3002",
        "3010",
    ]


def test_strike_vote_without_a_voter_in_one_of_its_units_is_refused(asking: Asking) -> None:
    files = roll_files()
    for number in numbers("Library"):
        row = f"{number},2020-01-01"
        files["standing"] = files["standing"].replace(
            f"{row},".encode(), f"{row},2027-12-31".encode()
        )
    asking.set_up(files).ask(STRIKE)
    assert list(asking.contests()) == [UNIT_8, UNIT_10]
    refused = asking.prepare()
    assert refused.status_code == 409
    assert refused.json()["detail"] == (
        "Strike at the State: Library cannot be voted on yet: nobody may vote on it."
    )
    asking.http.put(
        asking.at("questions/strike"),
        json={name: value for name, value in STRIKE.items() if name != "rule"}
        | {"units": ["Unit 8", "Unit 10"]},
        headers=asking.chair,
    )
    assert asking.prepare().status_code == 201


def test_ballot_without_a_question_is_out_of_turn(asking: Asking) -> None:
    answer = asking.prepare()
    assert answer.status_code == 409
    assert answer.json()["detail"] == "No question has been put."


def test_ballot_that_a_question_was_changed_after_is_not_approved(asking: Asking) -> None:
    asking.ask(STRIKE)
    digest = asking.prepare().json()["digest"]
    words = {name: value for name, value in STRIKE.items() if name != "rule"}
    changed = {**words, "text": "Shall the members not strike?"}
    asking.http.put(asking.at("questions/strike"), json=changed, headers=asking.chair)
    answer = asking.post("ballot/approval", {"digest": digest}, asking.chair)
    assert answer.status_code == 409
    assert "question was changed" in answer.json()["detail"]


def test_frozen_question_is_changed_no_more(asking: Asking) -> None:
    asking.ask(STRIKE)
    asking.freeze()
    words = {name: value for name, value in STRIKE.items() if name != "rule"}
    for method, path, form in (
        ("post", "questions", AMENDMENT),
        ("put", "questions/strike", words),
        ("delete", "questions/strike", None),
        ("put", "attendance", {"member_numbers": []}),
    ):
        answer = asking.http.request(method, asking.at(path), json=form, headers=asking.chair)
        assert answer.status_code == 409, (method, path)
        assert answer.json()["detail"] == "The ballot is frozen, and this with it."


def test_manifest_has_the_text_the_arguments_and_the_measure(asking: Asking) -> None:
    asking.ask(AMENDMENT)
    asking.freeze()
    manifest = Manifest.parse(asking.http.get(asking.at("manifest")).content)
    (contest,) = manifest.contests
    assert contest.candidates == ("Yes", "No", "Abstain")
    assert contest.question is not None
    assert contest.question.text == TEXT
    assert contest.question.arguments_against == "It costs a <meeting>."
    assert contest.question.measure == (
        "The question is carried if at least 2/3 of the votes for and against are for it."
    )
    assert contest.question.notice == "Notice was given to members on Tuesday, February 1, 2028."
    assert contest.question.approval == "The International Union"


def test_other_counting_rule_for_a_question_is_refused(asking: Asking) -> None:
    asking.ask(STRIKE)
    form = {"rule": {"rule": "plurality", "parameters": {}}}
    path = asking.at(f"contests/{UNIT_8}/counting-rule")
    answer = asking.http.put(path, json=form, headers=asking.chair)
    assert answer.status_code == 422
    assert "is decided by the measure that the bylaws name" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"submitted": "2028-01-21"}, "An amendment is submitted 50 days or more before"),
        ({"notice": "2028-02-10"}, "goes to every member at least 30 days before the meeting"),
        ({"expiry": "2028-03-26"}, "An amendment is dead after the second annual meeting"),
        ({"notice": None}, "No day is on record for the notice to members"),
    ],
)
def test_voting_opens_on_days_that_break_a_rule_for_a_stated_reason_alone(
    asking: Asking, tmp_path: Path, days: dict[str, str | None], says: str
) -> None:
    kept = {name: day for name, day in (DAYS | days).items() if day}
    asking.ask(AMENDMENT, days=kept)
    day = ElectionDay(asking, tmp_path / "box")
    refused = asking.post("voting", {}, asking.chair)
    assert refused.status_code == 409
    assert says in refused.json()["detail"]
    assert asking.shown()["amendment"]["days_ruling"]["granted"] is False
    form = {"reason": "The members agreed."}
    assert asking.post("notice-override", form, asking.chair).status_code < 300
    day.open()


@pytest.fixture
def counted(asking: Asking, tmp_path: Path) -> ElectionDay:
    """An amendment at just two thirds, and a strike that one of three units lacks a quorum for."""
    assert asking.ask(AMENDMENT).status_code == 201
    assert asking.ask(STRIKE).status_code == 201
    day = ElectionDay(asking, tmp_path / "box").open()
    for number in numbers("Unit 8")[:4]:
        day.vote(number, {"amendment": YES, UNIT_8: YES})
    day.vote(numbers("Unit 8")[4], {"amendment": NO, UNIT_8: NO})
    day.vote(numbers("Unit 10")[0], {"amendment": NO, UNIT_10: YES})
    day.vote(numbers("Unit 10")[1], {"amendment": ABSTAIN, UNIT_10: YES})
    day.vote(numbers("Library")[0], {LIBRARY: YES})
    day.vote(numbers("Library")[1], {LIBRARY: YES})
    return day.close()


@pytest.fixture
def certified(asking: Asking, counted: ElectionDay) -> Asking:
    """The same, with the result certified by two."""
    digest = counted.count()
    for act in ("count/acceptance", "certification"):
        counted.sign(act, digest)
    return asking


def test_question_is_carried_by_its_measure_and_a_strike_by_every_unit(certified: Asking) -> None:
    result = certified.http.get(certified.at("results")).json()
    verdicts = {each["id"]: each["question"] for each in result["contests"]}
    # Four of six votes for and against; the one who abstains and two blanks do not weigh.
    assert verdicts["amendment"]["carried"] is True
    assert verdicts["amendment"]["says"] == "3 x 4 >= 2 x 6 holds"
    assert verdicts[UNIT_8]["carried"] is True
    # Two of nine took part, and 3/10 of nine are three.
    assert verdicts[UNIT_10]["quorum_met"] is False
    assert verdicts[LIBRARY]["carried"] is True

    amendment, strike = result["questions"]
    assert amendment["carried"] is True
    assert amendment["says"] == (
        "Carried: 3 x 4 >= 2 x 6 holds. It takes effect when approved by: The International Union."
    )
    assert strike["contests"] == [UNIT_8, UNIT_10, LIBRARY]
    assert strike["carried"] is False
    assert strike["says"] == ("Not carried, for Strike at the State: Unit 10 did not carry it.")
    assert (result["seating"], result["vacancies"]) == ([], [])


def test_bundle_of_questions_is_verified(certified: Asking) -> None:
    bundle = certified.http.get(certified.at("bundle")).content
    assert stopped_by(bundle) == set()
    (check,) = (each for each in verified_alike(bundle).checks if each.name == "questions")
    assert (check.verdict, check.detail) == (Verdict.VERIFIED, "2 questions")


def test_question_said_to_be_decided_otherwise_is_refused(certified: Asking) -> None:
    files = read_archive(certified.http.get(certified.at("bundle")).content)
    lies: list[tuple[str, dict[str, Any]]] = [
        ("questions", {"carried": True}),
        ("questions", {"says": "Carried, for each of them carried it."}),
        ("contests", {"title": "Another question"}),
        ("contests", {"cite": "Art. I"}),
    ]
    for place, changed in lies:
        results = json.loads(files["results.json"])
        results[place][-1].update(changed)
        report = verified_alike(write_archive({**files, "results.json": canonical(results)}))
        refused = {check.name for check in report.checks if check.verdict is Verdict.REFUSED}
        assert refused == {"files and digests", "questions"}, changed


def test_approval_gives_effect_to_what_was_carried_once(certified: Asking) -> None:
    form = {"approved_on": "2028-05-02", "reference": "Letter of May 2"}
    certified.move_to(AFTERWARDS)
    refused = certified.post("questions/strike/approval", form, certified.chair)
    assert refused.status_code == 409
    assert "takes effect without anybody's approval" in refused.json()["detail"]
    answer = certified.post("questions/amendment/approval", form, certified.chair)
    assert answer.status_code == 201
    assert answer.json()["granted"] is True
    again = certified.post("questions/amendment/approval", form, certified.chair)
    assert again.status_code == 409


def test_approval_before_the_certificate_is_out_of_turn(asking: Asking) -> None:
    asking.ask(AMENDMENT)
    form = {"approved_on": "2028-05-02", "reference": "Letter of May 2"}
    answer = asking.post("questions/amendment/approval", form, asking.chair)
    assert answer.status_code == 409


def test_officers_stay_in_office_after_a_vote_on_questions(certified: Asking) -> None:
    answer = certified.http.get(certified.at("offices.csv"), headers=certified.chair)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["member_number"] for row in rows} == set(BOARD)
    assert {row["term_end"] for row in rows} == {""}
