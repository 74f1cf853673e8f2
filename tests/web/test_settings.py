"""What a committee chooses where the bylaws leave it open: by whom, why, and until when."""

from typing import Any

import pytest

from app.records.audit import acts_logged
from app.records.elections import Election
from tests.chapters import REASON, Chapters
from tests.registrar import Registrar, made_up_keys


def chosen(chapters: Chapters) -> Any:
    return chapters.http.get(chapters.at()).json()["settings"]


def test_choice_is_kept_with_who_when_and_why_and_logged(chapters: Chapters) -> None:
    assert chapters.adopt("ties.method", "alphabet", "The Board wants no draw.").status_code == 200
    assert chosen(chapters) == [
        {
            "path": "channels",
            "value": ["mail", "electronic"],
            "reason": REASON,
            "by": "chair 2004",
            "on": "2028-01-10",
        },
        {
            "path": "ties.method",
            "value": "alphabet",
            "reason": "The Board wants no draw.",
            "by": "chair 2004",
            "on": "2028-10-14",
        },
    ]
    with chapters.database.reading() as session:
        entry = acts_logged(session, chapters.election)[-1]
    assert (entry.act, entry.facts["setting"]) == ("setting_adopted", chosen(chapters)[-1])


@pytest.mark.parametrize(
    ("path", "value", "reason", "sentence"),
    [
        ("ties.method", "dice", REASON, "ties.method"),
        ("ties.method", "alphabet", " ", "with a reason and a name"),
        ("counting.method", "ranked", REASON, "settled by Local 509 Constitution Art. V s.11"),
        ("ties.colour", "red", REASON, "leads to no value"),
        ("channels", "electronic", REASON, "no single value of this kind"),
    ],
)
def test_choice_that_is_not_the_committee_s_is_refused_and_changes_nothing(
    chapters: Chapters, path: str, value: object, reason: str, sentence: str
) -> None:
    before = chosen(chapters)
    answer = chapters.adopt(path, value, reason)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
    assert chosen(chapters) == before


def test_choice_of_who_may_stand_is_out_of_turn_once_nominations_have_opened(
    chapters: Chapters,
) -> None:
    path = "membership.suspended_after_months"
    answer = chapters.adopt(path, 2)
    assert answer.status_code == 409
    assert answer.json()["detail"].endswith("is chosen before that. (29 CFR 452.53)")
    chapters.move_to(chapters.dates["nominations_open"].replace(hour=1))
    assert chapters.adopt(path, 2).status_code == 200


def test_choice_after_the_ballot_is_frozen_is_out_of_turn(chapters: Chapters) -> None:
    for number in ("2002", "2003"):
        chapters.answer(number, chapters.move(number, "treasurer").json()["id"])
    chapters.after_the_deadline()
    chapters.draw("treasurer", "2003", "2002")
    chapters.freeze()
    answer = chapters.adopt("ties.method", "alphabet")
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("The ballot is frozen, and ties.method with it.")


def test_ballot_where_electronic_voting_is_not_adopted_is_refused(chapters: Chapters) -> None:
    assert chapters.adopt("channels", ["mail"]).status_code == 200
    chapters.after_the_deadline()
    answer = chapters.post("ballot", made_up_keys(chapters.election), chapters.chair)
    assert answer.status_code == 409
    said = answer.json()["detail"]
    assert said.startswith("Ballots are cast by mail. Nobody has adopted voting electronically")


def test_ballot_and_opening_ask_again_whether_electronic_voting_is_adopted(
    chapters: Chapters,
) -> None:
    for number in ("2002", "2003"):
        chapters.answer(number, chapters.move(number, "treasurer").json()["id"])
    chapters.after_the_deadline()
    chapters.draw("treasurer", "2003", "2002")
    digest = {"digest": chapters.prepare().json()["digest"]}
    assert chapters.adopt("channels", ["mail"]).status_code == 200
    refused = chapters.post("ballot/approval", digest, chapters.chair)
    assert (refused.status_code, "cast by mail" in refused.text) == (409, True)
    chapters.adopt("channels", ["mail", "electronic"])
    chapters.freeze()
    with chapters.database.writing() as session:
        election = session.get_one(Election, chapters.election)
        election.settings = [each for each in election.settings if each["path"] != "channels"]
    refused = chapters.post("voting", {}, chapters.chair)
    assert (refused.status_code, "cast by mail" in refused.text) == (409, True)


def test_ballot_without_a_lot_among_all_candidates_is_refused(chapters: Chapters) -> None:
    for number in ("2002", "2003"):
        chapters.answer(number, chapters.move(number, "treasurer").json()["id"])
    chapters.after_the_deadline()
    keys = made_up_keys(chapters.election)
    refused = chapters.post("ballot", keys, chapters.chair)
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("Treasurer: draw a lot among all 2 candidates")
    chapters.draw("treasurer", "2003", "2002")
    ballot = chapters.post("ballot", keys, chapters.chair).json()
    (treasurer,) = (each for each in ballot["contests"] if each["id"] == "treasurer")
    assert [each["member_number"] for each in treasurer["candidates"]] == ["2003", "2002"]


def test_lot_for_conventions_that_does_not_name_exactly_who_stands_is_refused(
    chapters: Chapters,
) -> None:
    for number in ("2002", "2003"):
        chapters.answer(number, chapters.move(number, "treasurer").json()["id"])
    chapters.after_the_deadline()
    chapters.draw("treasurer", "2003", "2002")
    keys = made_up_keys(chapters.election)
    for drawn, wrong in ((["2002"], "2003"), (["2002", "2003", "2005"], "2005")):
        chapters.draw("convention", *drawn)
        refused = chapters.post("ballot", keys, chapters.chair)
        assert refused.status_code == 422
        assert refused.json()["detail"].endswith(f"it is wrong about {wrong}.")
    chapters.draw("convention", "2002", "2003")
    digest = {"digest": chapters.post("ballot", keys, chapters.chair).json()["digest"]}
    assert chapters.post("ballot/approval", digest, chapters.chair).status_code == 200
    chapters.draw("convention", "2003")
    frozen = chapters.post("ballot/countersignature", digest, chapters.second)
    assert frozen.status_code == 422
    chapters.draw("convention", "2003", "2002")
    frozen = chapters.post("ballot/countersignature", digest, chapters.second)
    assert frozen.status_code == 200


@pytest.mark.parametrize(
    ("contest", "drawn", "status", "said"),
    [
        ("king", ["2002"], 404, "no contest king"),
        ("treasurer", ["2002", "9999"], 422, "has the number 9999"),
        ("treasurer", ["2002", "2003", "2002"], 422, "2002 was drawn twice"),
    ],
)
def test_lot_for_no_contest_or_nobody_or_twice_is_refused_where_it_is_entered(
    chapters: Chapters, contest: str, drawn: list[str], status: int, said: str
) -> None:
    answer = chapters.draw(contest, *drawn)
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def test_lot_for_conventions_where_the_bylaws_know_none_is_refused(registrar: Registrar) -> None:
    form = {"member_numbers": ["1001"], "witnesses": "all"}
    path = registrar.at("contests/convention/drawn-lot")
    assert registrar.http.put(path, json=form, headers=registrar.chair).status_code == 404


@pytest.mark.parametrize("way", ["last eliminated", "vacant"])
def test_h21_other_ways_to_follow_are_chosen_before_the_ballot_is_frozen(
    registrar: Registrar, way: str
) -> None:
    form = {"path": "succession.ranked", "value": way, "reason": "The committee so decided."}
    adopt = registrar.http.put(registrar.at("settings"), json=form, headers=registrar.chair)
    assert adopt.json()[-1]["value"] == way
    other = form | {"value": "by age"}
    refused = registrar.http.put(registrar.at("settings"), json=other, headers=registrar.chair)
    assert refused.status_code == 422
