"""What nominees' rulings, questions, petitions and what follows a certificate write in the log."""

from tests.actions.test_auditing import (
    ELECTION,
    WRITES,
    WRITES_OF_CHAPTERS,
    WRITES_OF_SIGNERS,
    Witness,
    application,
)
from tests.chapters import Chapters
from tests.election_day import ElectionDay
from tests.questions import Asking
from tests.registrar import Registrar
from tests.web import test_officers as officers
from tests.web import test_petitions as petitions
from tests.web import test_questions as questions
from tests.web import test_run_off as run_offs
from tests.web import test_seats_decided as seats
from tests.web import test_vacancy_election as vacancies
from tests.web.test_officers import certified as certified
from tests.web.test_questions import certified as decided  # noqa: F401 (a fixture)
from tests.web.test_questions import counted as counted
from tests.web.test_run_off import tied as tied
from tests.web.test_seats_decided import large as large
from tests.web.test_vacancy_election import general as general

NOMINATION = f"{ELECTION}/nominations/{{nomination_id}}"
PETITION = f"{ELECTION}/petitions/{{petition_id}}"
FOLLOWING = {"election_created", "committee_member_appointed", "vacancy_put_to_vote"}
AMONG_NOMINEES = {
    ("post", f"{NOMINATION}/ruling"): {"nomination_ruled_again"},
    ("put", f"{ELECTION}/bars/{{member_number}}"): {"bar_found", "nomination_ruled_again"},
    ("delete", f"{ELECTION}/bars/{{member_number}}"): {"bar_lifted", "nomination_ruled_again"},
}
ON_SEATS = {("put", f"{ELECTION}/seat-decisions"): {"seats_decided"}}
ON_QUESTIONS = {
    ("post", f"{ELECTION}/questions"): {"question_put"},
    ("put", f"{ELECTION}/questions/{{name}}"): {"question_changed"},
    ("delete", f"{ELECTION}/questions/{{name}}"): {"question_withdrawn"},
    ("put", f"{ELECTION}/attendance"): {"attendance_marked"},
    ("post", f"{ELECTION}/petitions"): {"petition_entered"},
    ("post", f"{PETITION}/signers"): {"signers_uploaded"},
    ("put", f"{PETITION}/signers/{{line}}"): {"signature_looked_at"},
    ("post", f"{PETITION}/decision"): {"petition_decided"},
}
WHEN_DECIDED = {("post", f"{ELECTION}/questions/{{name}}/approval"): {"approval_recorded"}}
ON_THE_ROSTER = {
    ("post", f"{ELECTION}/vacancies"): {"vacancy_entered"},
    ("post", f"{ELECTION}/vacancies/request-back"): {"seat_asked_back"},
    ("post", f"{ELECTION}/vacancies/filling"): {"vacancy_filled"},
}
BY_RUN_OFF = {("post", f"{ELECTION}/run-offs"): FOLLOWING}
BY_ELECTION = {("post", f"{ELECTION}/vacancy-elections"): FOLLOWING}
LATER = (
    AMONG_NOMINEES | ON_SEATS | ON_QUESTIONS | WHEN_DECIDED | ON_THE_ROSTER | BY_RUN_OFF
) | BY_ELECTION


def test_every_act_on_nominees_writes_its_entries(chapters: Chapters) -> None:
    nomination = chapters.move("2003", "treasurer").json()["id"]
    witness = Witness(chapters)
    chapters.post(f"nominations/{nomination}/ruling", {}, chapters.chair)
    path, reason = chapters.at("bars/2003"), {"reason": "a finding"}
    chapters.http.put(path, json=reason, headers=chapters.chair)
    chapters.http.delete(path, headers=chapters.chair)
    assert witness.written == AMONG_NOMINEES


def test_decision_on_seats_writes_its_entry(large: Chapters) -> None:
    witness = Witness(large)
    seats.decide(large)
    assert witness.written == ON_SEATS


def test_every_act_on_questions_and_petitions_writes_its_entries(asking: Asking) -> None:
    witness = Witness(asking)
    questions.test_question_is_changed_and_withdrawn_until_the_freeze(asking)
    asking.present("3001")
    petition = int(petitions.enter(asking).json()["id"])
    petitions.upload(asking, petition, ("3001", "Ann Member3001"), ("3002", "Ann Membre3002"))
    petitions.recognize(asking, petition, 3, "3002")
    petitions.decide(asking, petition)
    assert witness.written == ON_QUESTIONS


def test_approval_of_a_question_writes_its_entry(decided: Asking) -> None:  # noqa: F811
    witness = Witness(decided)
    questions.test_approval_gives_effect_to_what_was_carried_once(decided)
    assert witness.written == WHEN_DECIDED


def test_every_act_on_the_roster_writes_its_entries(certified: Registrar) -> None:
    witness = Witness(certified)
    officers.test_h19_lost_membership_ends_the_position_and_a_cured_lapse_lets_it_be_asked_back(
        certified
    )
    assert witness.written == ON_THE_ROSTER


def test_setting_up_a_run_off_writes_its_entries(chapters: Chapters, tied: ElectionDay) -> None:
    witness = Witness(chapters)
    run_offs.hold_run_off(chapters)
    assert witness.written == BY_RUN_OFF


def test_setting_up_an_election_for_vacancies_writes_its_entries(
    chapters: Chapters, general: str
) -> None:
    witness = Witness(chapters)
    vacancies.hold(chapters, vacancies.vacant(chapters, general, vacancies.SECRETARY))
    assert witness.written == BY_ELECTION


def test_every_route_that_changes_something_is_listed(registrar: Registrar) -> None:
    routes = {
        (method, path)
        for path, methods in application(registrar).openapi()["paths"].items()
        for method in methods
        if method != "get"
    }
    known = WRITES.keys() | WRITES_OF_CHAPTERS.keys() | WRITES_OF_SIGNERS.keys()
    assert routes == known | LATER.keys()
