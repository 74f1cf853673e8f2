"""A tie that goes to a run-off: the seat stays open, and the verifier holds the count to it."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.core.allotments import Allotted
from app.core.contests import run_off_contest
from app.core.secrecy.archive import read_archive, write_archive
from app.core.secrecy.bundle import DIGESTS, sign_files
from app.core.secrecy.encoding import canonical
from app.core.secrecy.report import Verdict
from app.core.vacancies import TIED
from app.profiles import load
from app.records.vacancies import FillingRecord, OfficerRecord, VacancyRecord
from app.settings import raw
from tests.chapters import PEOPLE, Chapters
from tests.client.verifying import verified_alike
from tests.election_day import ElectionDay
from tests.following import (
    certify,
    go_on_with,
    hold_general,
    holding,
    officers,
    run_off_form,
    vacancy_form,
)
from tests.web.browser import FormBrowser, signed_in

BENNETT, COSTA = "Bennett, Ann", "Costa, Ann"


@pytest.fixture
def tied(chapters: Chapters, tmp_path: Path) -> ElectionDay:
    """Bennett and Costa are equal for Treasurer, and ties go to a run-off; certified by two."""
    return hold_general(chapters, tmp_path / "box", {"2001": 1, "2002": 2})


def refused_by(bundle: bytes) -> set[str]:
    checks = verified_alike(bundle).checks
    return {each.name for each in checks if each.verdict == Verdict.REFUSED}


def test_seat_of_the_tied_stays_open_and_the_rest_is_certified(
    chapters: Chapters, tied: ElectionDay
) -> None:
    bundle = chapters.http.get(chapters.at("bundle")).content
    result = json.loads(read_archive(bundle)["results.json"])
    treasurer = next(each for each in result["contests"] if each["id"] == "treasurer")
    assert (treasurer["rule"], treasurer["elected"]) == ("plurality-run-off", [])
    assert treasurer["awaiting"]["needs"] == f"a run-off between {BENNETT}, {COSTA}"
    (vacancy,) = (row for row in result["vacancies"] if row["contest"] == "treasurer")
    assert vacancy["because"] == f"{BENNETT} and {COSTA} are equal; a run-off decides."
    seated = {row["contest"]: row["member"] for row in result["seating"]}
    assert seated["recording-secretary"] == "Moore, Ann"
    assert "treasurer" not in seated
    assert refused_by(bundle) == set()
    shown = f"/elections/{chapters.election}/results"
    anyone = FormBrowser(chapters)
    assert "a run-off is needed between" in anyone.get(shown).text
    page = anyone.get(f"{shown}/treasurer").text
    assert "a run-off is needed. 1 seat stays open until it is certified." in page


def by_lot(contest: Any) -> None:
    """What a count would say that drew a lot for Bennett."""
    del contest["awaiting"]
    contest["elected"] = contest["rounds"][0]["elected"] = [BENNETT]
    contest["alternates"] = [COSTA]
    tie = {"round": 1, "kind": "election", "tied": [BENNETT, COSTA], "settled_by": "lots"}
    contest["ties"] = [tie | {"chosen": BENNETT}]


def by_another_rule(contest: Any) -> None:
    by_lot(contest)
    contest["rule"] = contest["counting_rule"]["rule"] = "plurality"


@pytest.mark.parametrize(
    ("lie", "stops"), [(by_lot, {"recount", "tie rulings"}), (by_another_rule, {"recount"})]
)
def test_bundle_in_which_the_tie_is_settled_otherwise_is_refused(
    chapters: Chapters, tied: ElectionDay, lie: Callable[[Any], None], stops: set[str]
) -> None:
    files = dict(read_archive(chapters.http.get(chapters.at("bundle")).content))
    result = json.loads(files["results.json"])
    lie(next(each for each in result["contests"] if each["id"] == "treasurer"))
    files["results.json"] = canonical(result)
    del files[DIGESTS]
    signed = sign_files(tied.manifest, files, raw(chapters.settings.signing_key))
    assert refused_by(write_archive({**files, DIGESTS: signed})) >= stops


def test_run_off_where_places_are_kept_still_wants_a_lot(chapters: Chapters) -> None:
    assert chapters.adopt("ties.method", "run-off").status_code == 200
    found = chapters.http.get(chapters.at()).json()["contests"]
    rules = {each["id"]: each["counting_rule"]["rule"] for each in found}
    assert rules["treasurer"] == "plurality-run-off"
    assert rules["rehabilitation-board-disability-determination"] == "plurality-guaranteed"
    put = chapters.http.put(
        chapters.at("contests/treasurer/counting-rule"),
        json={"rule": {"rule": "plurality", "parameters": {}}},
        headers=chapters.chair,
    )
    assert put.status_code == 422
    assert put.json()["detail"].startswith("Ties are settled by run-off; plurality leaves none")


def hold_run_off(chapters: Chapters) -> Any:
    start = chapters.dates["closes_cast"] + timedelta(hours=1)
    return chapters.post("run-offs", run_off_form(start), chapters.chair)


def test_run_off_has_the_tied_for_candidates_and_the_first_result_s_voters(
    chapters: Chapters, tied: ElectionDay
) -> None:
    general = chapters.election
    (open_seat,) = officers(chapters, general)["Treasurer"]["vacant"]
    assert (open_seat["reason"], open_seat["way"]) == ("run-off needed", "run-off needed")
    made = hold_run_off(chapters)
    assert made.status_code == 201, made.json()
    go_on_with(chapters, made.json()["id"])
    told = chapters.http.get(chapters.at()).json()
    assert (told["held_for"], told["roll"]) == ("run-off", len(PEOPLE))
    (contest,) = told["contests"]
    assert (contest["id"], contest["seats"]) == ("treasurer-run-off", 1)
    assert contest["counting_rule"]["rule"] == "plurality-run-off"
    (place,) = (each for each in contest["conditions"] if each["field"] == "member_number")
    assert "values" not in place  # members sign in with their numbers, and anyone reads this
    assert "2002" not in json.dumps(told["contests"])
    standing = chapters.http.get(chapters.at("nominations"), headers=chapters.chair).json()
    assert [each["accepted"] for each in standing] == [True, True]
    (finding,) = standing[0]["ruling"]["findings"]
    assert "2028 general election, gives a place in the run-off" in finding["says"]
    assert finding["cite"].startswith("decision 0020")
    late = chapters.move("2001", "treasurer-run-off")
    assert late.status_code == 409


def test_run_off_s_certificate_fills_the_seat_and_its_bundle_is_verified(
    chapters: Chapters, tied: ElectionDay, tmp_path: Path
) -> None:
    general = chapters.election
    go_on_with(chapters, hold_run_off(chapters).json()["id"])
    day = ElectionDay(chapters, tmp_path / "second").open()
    for number in ("2001", "2002", "2005"):
        day.vote(number, {"treasurer-run-off": (2,)})
    certify(day)
    assert holding(chapters, general, "Treasurer") == [(COSTA, "elected")]
    assert officers(chapters, general)["Treasurer"]["vacant"] == []
    assert refused_by(chapters.http.get(chapters.at("bundle")).content) == set()
    again = chapters.http.get(chapters.at("officers"), headers=chapters.chair)
    assert again.status_code == 409
    assert again.json()["detail"] == "The roster is that of the election that this one follows."


def test_run_off_that_is_tied_again_is_followed_by_one_among_who_is_equal_now(
    chapters: Chapters, tmp_path: Path
) -> None:
    general = chapters.election
    assert chapters.adopt("ties.method", "run-off").status_code == 200
    for number in ("2002", "2003", "2012"):
        moved = chapters.move(number, "treasurer").json()
        assert chapters.answer(number, moved["id"]).json()["accepted"] is True
    chapters.after_the_deadline()
    first = ElectionDay(chapters, tmp_path / "first").open()
    for place, number in enumerate(("2001", "2002", "2005"), 1):
        first.vote(number, {"treasurer": (place,)})
    certify(first)
    go_on_with(chapters, hold_run_off(chapters).json()["id"])
    second = ElectionDay(chapters, tmp_path / "second").open()
    for place, number in enumerate(("2001", "2002"), 1):
        second.vote(number, {"treasurer-run-off": (place,)})
    certify(second)
    ended = chapters.dates
    go_on_with(chapters, general)
    chapters.dates = ended
    go_on_with(chapters, hold_run_off(chapters).json()["id"])
    standing = chapters.http.get(chapters.at("nominations"), headers=chapters.chair).json()
    assert len(standing) == 2


def test_run_off_is_set_up_once_and_only_where_a_certified_result_asks_for_one(
    chapters: Chapters, tied: ElectionDay
) -> None:
    assert hold_run_off(chapters).status_code == 201
    again = hold_run_off(chapters)
    assert again.status_code == 409
    assert "waits for a run-off that is not set up" in again.json()["detail"]


def test_seat_that_waits_for_a_run_off_is_filled_in_no_other_way(
    chapters: Chapters, tied: ElectionDay
) -> None:
    (open_seat,) = officers(chapters, chapters.election)["Treasurer"]["vacant"]
    form = {"vacancy": open_seat["id"], "member_number": "2003", "on": "2028-12-16", "said": "us"}
    by_hand = chapters.post("vacancies/filling", form, chapters.chair)
    assert by_hand.status_code == 409
    assert "is filled by a run-off" in by_hand.json()["detail"]
    start = chapters.dates["closes_cast"] + timedelta(hours=1)
    other = chapters.post(
        "vacancy-elections", vacancy_form(start, [open_seat["id"]]), chapters.chair
    )
    assert other.status_code == 422
    assert other.json()["detail"] == "Treasurer is filled by a run-off."


def test_run_off_in_a_year_of_no_election_is_refused(chapters: Chapters, tied: ElectionDay) -> None:
    vote = dict.fromkeys(("opens", "closes_issue", "closes_cast"), "0001-01-01T00:00:00+14:00")
    form = {"title": "Run-off", "vote": {"record_date": "2028-10-14", **vote}}
    answer = chapters.post("run-offs", form, chapters.chair)
    assert answer.status_code == 422
    assert "is no day of an election" in answer.json()["detail"]


def test_run_off_that_would_open_in_the_past_is_refused_and_the_seat_still_waits_for_one(
    chapters: Chapters, tied: ElectionDay
) -> None:
    now = chapters.dates["closes_cast"] + timedelta(minutes=1)
    form = run_off_form(now - timedelta(days=20))
    answer = chapters.post("run-offs", form, chapters.chair)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "opens: voting opens in the time to come."
    assert hold_run_off(chapters).status_code == 201


def test_opening_of_a_run_off_is_moved_without_a_reason_to_break_a_rule(
    chapters: Chapters, tied: ElectionDay
) -> None:
    go_on_with(chapters, hold_run_off(chapters).json()["id"])
    browser, at = signed_in(chapters), f"/elections/{chapters.election}/set-up/dates"
    browser.get(at)
    later = chapters.dates["opens"] + timedelta(days=1)
    typed = {"opens": f"{later:%Y-%m-%d}T08:00", "reason": "The hall is closed."}
    assert browser.post(at, typed).status_code == 303
    assert chapters.http.get(chapters.at()).json()["despite"] == ""


def test_seat_that_was_won_in_a_run_off_for_the_board_falls_vacant(
    chapters: Chapters, tied: ElectionDay
) -> None:
    board = run_off_contest(load("local_509"), Allotted("dta", 1, run_off=1), ("2002", "2003"))
    with chapters.database.writing() as session:
        seat = {"election_id": chapters.election, "since": date(2028, 12, 16)}
        won = OfficerRecord(
            **seat, contest_id=board.id, member_number="2002", how="elected", cite=board.cite
        )
        waited = VacancyRecord(
            **seat,
            contest=board.stored(),
            officer_id=None,
            reason=TIED,
            document="more hold the offices than there are seats",
            ruling=None,
            entered_by=1,
            entered_at=chapters.dates["closes_cast"],
        )
        session.add_all([won, waited])
        session.flush()
        session.add(
            FillingRecord(
                vacancy_id=waited.id,
                officer_id=won.id,
                said="the certificate of the run-off",
                entered_by=1,
                entered_at=chapters.dates["closes_cast"],
            )
        )
        officer = won.id
    chapters.move_to(datetime(2029, 2, 1, tzinfo=UTC))
    left = {"reason": "resignation", "since": "2029-01-10", "document": "letter"}
    answer = chapters.post("vacancies", {"officer": officer, **left}, chapters.chair)
    assert answer.status_code == 201, answer.json()
    (open_seat,) = officers(chapters, chapters.election)[board.title]["vacant"]
    assert (open_seat["left"], open_seat["reason"]) == (BENNETT, "resignation")


def test_run_off_before_the_certificate_is_out_of_turn(chapters: Chapters) -> None:
    early = hold_run_off(chapters)
    assert early.status_code == 409
    assert early.json()["detail"] == "The result is not certified yet."


def test_election_for_vacancies_is_not_set_up_by_itself(chapters: Chapters) -> None:
    form = {**chapters.form, "held_for": "run-off"}
    answer = chapters.post("", form, chapters.admin)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "held_for: name general or questions or stewards."


def test_committee_sets_the_run_off_up_by_page(chapters: Chapters, tied: ElectionDay) -> None:
    chair, here = signed_in(chapters), f"/elections/{chapters.election}/officers"
    page = chair.get(here).text
    assert "A run-off fills it. Bennett, Ann and Costa, Ann are equal; a run-off decides." in page
    assert "Hold an election for vacant seats" in page
    page = chair.get(f"{here}/elections").text
    assert "<li>Treasurer. Bennett, Ann and Costa, Ann are equal" in page
    late = chair.post(f"{here}/elections/run-off", {"opens": "2029-02-01", "closes": "2029-01-01"})
    assert late.status_code == 422
    assert "The dates must come in this order" in late.text
    form = {"opens": "2029-01-02", "closes": "2029-01-16"}
    made = chair.post(f"{here}/elections/run-off", form)
    assert made.status_code == 303
    page = chair.get(made.headers["location"]).text
    assert "2028 general election: run-off" in page
    assert "Held for run-off" in page
