"""An election of Local 509 for vacant seats (M18), from its notice to the roster."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.core.secrecy.report import Verdict
from app.core.secrecy.verify import verify_bundle
from app.records.audit import acts_logged
from app.records.staff import appointments_of
from tests.chapters import Chapters, roll_files
from tests.election_day import ElectionDay
from tests.following import certify, go_on_with, hold_general, holding, officers, vacancy_form
from tests.web.browser import signed_in

NOTICE = datetime(2029, 2, 1, 15, tzinfo=UTC)
SECRETARY = "Recording Secretary"


@pytest.fixture
def general(chapters: Chapters, tmp_path: Path) -> str:
    """Bennett is Treasurer; Moore was Recording Secretary and has resigned; nobody is President."""
    hold_general(chapters, tmp_path / "box", {"2001": 1, "2002": 1})
    chapters.move_to(NOTICE)
    moore = officers(chapters, chapters.election)[SECRETARY]["holders"][0]["id"]
    left = {"officer": moore, "reason": "resignation", "since": "2029-01-10", "document": "letter"}
    assert chapters.post("vacancies", left, chapters.chair).status_code == 201
    return str(chapters.election)


def vacant(chapters: Chapters, general: str, *titles: str) -> list[int]:
    found = officers(chapters, general)
    return [found[title]["vacant"][0]["id"] for title in titles]


def hold(chapters: Chapters, vacancies: list[int], **more: Any) -> Any:
    form = vacancy_form(NOTICE, vacancies, **more)
    return chapters.post("vacancy-elections", form, chapters.chair)


@pytest.fixture
def noticed(chapters: Chapters, general: str) -> Chapters:
    """The election for President and Recording Secretary, with its own roll."""
    made = hold(chapters, vacant(chapters, general, "President", SECRETARY))
    assert made.status_code == 201, made.json()
    go_on_with(chapters, made.json()["id"])
    assert chapters.upload_roll(roll_files()).status_code == 201
    chapters.move_to(chapters.dates["nominations_open"])
    return chapters


def write(chapters: Chapters, number: str, contest: str, mover: str, **form: Any) -> Any:
    named = {"member_number": number, "contest": contest, "mover": mover, "attested": True}
    return chapters.post("nominations", named | {"paper": "letter"} | form, chapters.chair)


def test_m18_election_is_of_the_vacant_seats_alone_in_a_calendar_of_its_own(
    noticed: Chapters,
) -> None:
    told = noticed.http.get(noticed.at()).json()
    assert [(each["id"], each["seats"]) for each in told["contests"]] == [
        ("president", 1),
        ("recording-secretary", 1),
    ]
    assert told["calendar"]["vacancy_noticed"] == "2029-02-01"
    assert told["calendar"]["annual_meeting"] == "2029-10-13"
    assert "term_begins" not in told["calendar"]
    assert all(each["met"] for each in told["date_ruling"]["findings"])


def test_m18_nominations_are_written_and_signed_by_a_member_of_the_chapter_and_need_no_second(
    noticed: Chapters,
) -> None:
    moved = noticed.move("2003", "president")
    assert moved.status_code == 422
    assert moved.json()["detail"].startswith("Nominations for vacant seats are made in writing")
    answer = write(noticed, "2003", "president", "2012").json()
    assert answer["granted"] is True
    assert "nobody" not in str(answer["motion"]).lower()
    twice = write(noticed, "2003", "president", "2002")
    assert twice.status_code == 409


def test_m18_chapter_s_office_is_nominated_for_by_its_own_members(
    chapters: Chapters, general: str
) -> None:
    seats = [each for place in officers(chapters, general).values() for each in place["vacant"]]
    made = hold(chapters, [each["id"] for each in seats if each["contest"] == "dta-president"])
    go_on_with(chapters, made.json()["id"])
    chapters.upload_roll(roll_files())
    stranger = write(chapters, "2003", "dta-president", "2009").json()
    assert (stranger["id"], stranger["granted"]) == (None, False)
    assert any(each["rule"] == "M10" and not each["met"] for each in stranger["ruling"]["findings"])
    assert write(chapters, "2003", "dta-president", "2002").json()["granted"] is True


def test_m18_one_nominee_is_declared_and_who_is_elected_higher_leaves_the_lower_office(
    noticed: Chapters, general: str, tmp_path: Path
) -> None:
    for number, contest in (
        ("2002", "president"),
        ("2003", "president"),
        ("2012", "recording-secretary"),
    ):
        nomination = write(noticed, number, contest, "2005").json()["id"]
        assert noticed.answer(number, nomination).json()["accepted"] is True
    noticed.after_the_deadline()
    day = ElectionDay(noticed, tmp_path / "second").open()
    bennett = day.manifest.contests[0].candidates.index("Bennett, Ann") + 1
    for number in ("2001", "2005", "2006"):
        day.vote(number, {"president": (bennett,)})
    certify(day)
    assert holding(noticed, general, "President") == [("Bennett, Ann", "elected")]
    assert holding(noticed, general, SECRETARY) == [("Lopes, Ann", "declared")]
    (freed,) = officers(noticed, general)["Treasurer"]["vacant"]
    assert (freed["left"], freed["reason"]) == ("Bennett, Ann", "higher office")
    bundle = noticed.http.get(noticed.at("bundle")).content
    checks = verify_bundle(bundle).checks
    assert [each.name for each in checks if each.verdict == Verdict.REFUSED] == []
    terms = noticed.http.get(f"/api/v1/elections/{general}/offices.csv", headers=noticed.chair)
    assert "2002,treasurer,,2028-12-16,2029-03-" in terms.text


def test_m18_office_unfilled_too_near_the_annual_meeting_waits_for_it(
    chapters: Chapters, general: str
) -> None:
    president = vacant(chapters, general, "President")
    near = hold(chapters, president, annual_meeting="2029-04-17")
    assert near.status_code == 422
    assert "75 days or less before the Annual Meeting waits" in near.json()["detail"]
    assert "Local 509 Constitution Art. V s.14" in near.json()["detail"]
    unsaid = hold(chapters, president, annual_meeting=None)
    assert unsaid.json()["detail"] == "annual_meeting: name the day of the next annual meeting."
    just = hold(chapters, president, annual_meeting="2029-04-18")
    assert just.status_code == 201


def test_m18_sergeant_at_arms_is_the_board_s_and_no_election_is_held(
    chapters: Chapters, general: str
) -> None:
    (arms,) = vacant(chapters, general, "Sergeant-at-Arms")
    refused = hold(chapters, [arms])
    assert refused.status_code == 422
    assert "is filled by the Joint Executive Board's vote" in refused.json()["detail"]
    form = {"vacancy": arms, "member_number": "2001", "on": "2029-01-20", "said": "the JEB"}
    assert chapters.post("vacancies/filling", form, chapters.chair).status_code == 201
    (president,) = vacant(chapters, general, "President")
    by_hand = chapters.post("vacancies/filling", form | {"vacancy": president}, chapters.chair)
    assert by_hand.status_code == 409
    assert "is filled by an election: written nominations" in by_hand.json()["detail"]


def test_vacancy_is_in_one_election_at_a_time_and_in_none_when_it_is_filled(
    chapters: Chapters, general: str
) -> None:
    president = vacant(chapters, general, "President")
    assert hold(chapters, president).status_code == 201
    again = hold(chapters, president)
    assert again.status_code == 409
    assert again.json()["detail"] == "An election for President is under way."
    assert hold(chapters, []).status_code == 422
    assert hold(chapters, [2**30]).status_code == 404


def test_committee_holds_the_election_by_page_and_enters_papers(
    chapters: Chapters, general: str
) -> None:
    chair, here = signed_in(chapters), f"/elections/{general}/officers/elections"
    page = chair.get(here).text
    assert "President" in page
    assert "Sergeant-at-Arms" not in page
    (president,) = vacant(chapters, general, "President")
    days = {
        "nominations_open": "2029-02-02",
        "nominations_close": "2029-02-15",
        "acceptance_deadline": "2029-02-22",
        "record_date": "2029-02-22",
        "voting_opens": "2029-03-13",
        "voting_closes": "2029-04-03",
    }
    near = chair.post(
        f"{here}/vacancies", days | {"vacancy": president, "annual_meeting": "2029-04-01"}
    )
    assert near.status_code == 422
    assert "75 days or less before the Annual Meeting waits for it" in near.text
    assert 'value="2029-03-13"' in near.text
    assert " checked" in near.text
    form = days | {"vacancy": president, "annual_meeting": "2029-10-13"}
    made = chair.post(f"{here}/vacancies", form)
    assert made.status_code == 303
    go_on_with(chapters, made.headers["location"].removeprefix("/elections/"))
    chapters.upload_roll(roll_files())
    chapters.move_to(chapters.dates["nominations_open"])
    nominations = f"/elections/{chapters.election}/nominations"
    assert "Member number of who signed it" in chair.get(nominations).text
    typed = {"contest": "president", "member_number": "2003", "mover": "2002", "paper": ""}
    unsigned = chair.post(nominations, typed)
    assert unsigned.status_code == 422
    assert "Name the signed paper." in unsigned.text
    entered = chair.post(nominations, typed | {"paper": "letter of February 3"})
    assert entered.status_code == 303
    page = chair.get(entered.headers["location"]).text
    assert "nominated by <bdi>Ann Bennett, in writing</bdi>" in page


def with_newcomers() -> dict[str, bytes]:
    """The roll on which Porter and Quinn stand as well, who were on no earlier one."""
    files = roll_files()
    for number, name in (("2015", "Porter"), ("2016", "Quinn")):
        for kind in ("roll", "standing"):
            *_, last = (row for row in files[kind].splitlines() if row.startswith(b"2003,"))
            row = last.replace(b"2003", number.encode()).replace(b"Costa", name.encode())
            files[kind] += row + b"\r\n"
    return files


@pytest.fixture
def newcomer(chapters: Chapters, general: str, tmp_path: Path) -> Chapters:
    """Porter, who joined after the general election, is President by the certificate."""
    made = hold(chapters, vacant(chapters, general, "President"))
    go_on_with(chapters, made.json()["id"])
    assert chapters.upload_roll(with_newcomers()).status_code == 201
    chapters.move_to(chapters.dates["nominations_open"])
    for number in ("2015", "2003"):
        nomination = write(chapters, number, "president", "2005").json()["id"]
        assert chapters.answer(number, nomination).json()["accepted"] is True
    chapters.after_the_deadline()
    day = ElectionDay(chapters, tmp_path / "second").open()
    porter = day.manifest.contests[0].candidates.index("Porter, Ann") + 1
    day.vote("2005", {"president": (porter,)})
    certify(day)
    return chapters


def test_roster_names_officers_and_appointees_who_joined_after_its_first_roll(
    newcomer: Chapters, general: str
) -> None:
    assert holding(newcomer, general, "President") == [("Porter, Ann", "elected")]
    page = signed_in(newcomer).get(f"/elections/{general}/officers").text
    assert "<strong>President:</strong> <bdi>Porter, Ann</bdi>" in page
    (arms,) = vacant(newcomer, general, "Sergeant-at-Arms")
    porter = officers(newcomer, general)["President"]["holders"][0]["id"]
    since = str(newcomer.dates["closes_cast"].date())
    go_on_with(newcomer, general)
    named = {"vacancy": arms, "member_number": "2016", "on": since, "said": "the JEB"}
    assert newcomer.post("vacancies/filling", named, newcomer.chair).status_code == 201
    assert holding(newcomer, general, "Sergeant-at-Arms") == [("Quinn, Ann", "appointed")]
    lost = {"officer": porter, "reason": "membership lost", "since": since, "document": "dues"}
    assert newcomer.post("vacancies", lost, newcomer.chair).status_code == 201
    assert officers(newcomer, general)["President"]["vacant"][0]["left"] == "Porter, Ann"
    nobody = newcomer.post("vacancies/filling", named | {"member_number": "99"}, newcomer.chair)
    assert nobody.status_code == 404
    assert "or of a later one" in nobody.json()["detail"]


def test_election_for_vacancies_keeps_the_committee_and_says_so_in_its_log(
    noticed: Chapters, general: str
) -> None:
    with noticed.database.reading() as session:
        kept = [
            {name: each.facts[name] for name in ("account", "name", "role")}
            for each in acts_logged(session, noticed.election)
            if each.act == "committee_member_appointed"
        ]
        assert {(each["account"], each["role"]) for each in kept} == {
            (each.staff_id, each.role) for each in appointments_of(session, general)
        }
    assert all(each["name"] for each in kept)


def test_dates_of_an_election_for_vacancies_are_moved_without_a_reason_to_break_a_rule(
    noticed: Chapters,
) -> None:
    browser, at = signed_in(noticed), f"/elections/{noticed.election}/set-up/dates"
    browser.get(at)
    later = noticed.dates["opens"] + timedelta(days=1)
    typed = {"opens": f"{later:%Y-%m-%d}T08:00", "reason": "The hall is closed."}
    assert browser.post(at, typed).status_code == 303
    assert noticed.http.get(noticed.at()).json()["despite"] == ""
