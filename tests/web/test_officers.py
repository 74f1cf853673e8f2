"""Officers after the certificate: who leaves, what may happen next, and who fills the seat."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.election_day import ElectionDay
from tests.registrar import Registrar
from tests.web.browser import signed_in

JULY = datetime(2028, 7, 3, 18, tzinfo=UTC)
TERM = "2028-05-01"


@pytest.fixture
def certified(registrar: Registrar, tmp_path: Path) -> Registrar:
    """Garza is President by votes; O'Brien and Lopez are delegates, and Smirnova comes next."""
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    votes = {"1001": ("O'Brien, Pat", "Lopez, Ines"), "1002": ("O'Brien, Pat", "Смирнова, Olga")}
    votes["1008"] = ("O'Brien, Pat", "Lopez, Ines")
    for number, names in votes.items():
        marks = sorted(place_of(day, "delegates", name) for name in names)
        president = (place_of(day, "president", "Garza, Ana"),)
        day.vote(number, {"president": president, "delegates": tuple(marks)})
    digest = day.close().count()
    day.sign("count/acceptance", digest)
    day.sign("certification", digest)
    registrar.move_to(JULY)
    return registrar


def place_of(day: ElectionDay, contest_id: str, name: str) -> int:
    contest = next(each for each in day.manifest.contests if each.id == contest_id)
    return contest.candidates.index(name) + 1


def places(registrar: Registrar) -> dict[str, Any]:
    answer = registrar.http.get(registrar.at("officers"), headers=registrar.chair)
    return {each["title"]: each for each in answer.json()}


def holder(registrar: Registrar, title: str, name: str) -> Any:
    return next(each for each in places(registrar)[title]["holders"] if each["name"] == name)


def vacant(registrar: Registrar, title: str) -> Any:
    return places(registrar)[title]["vacant"][0]


def leave(registrar: Registrar, officer: int, reason: str = "resignation", **form: str) -> Any:
    filled = {"since": "2028-06-10", "document": "letter of June 9", "reason": reason} | form
    return registrar.post("vacancies", {"officer": officer, **filled}, registrar.chair)


def fill(registrar: Registrar, vacancy: int, number: str, on: str = "2028-07-01") -> Any:
    form = {"vacancy": vacancy, "member_number": number, "on": on, "said": "Council, July 1"}
    return registrar.post("vacancies/filling", form, registrar.chair)


def test_certificate_begins_the_roster_with_what_comes_with_each_office(
    certified: Registrar,
) -> None:
    president = holder(certified, "President", "Garza, Ana")
    assert (president["since"], president["how"]) == (TERM, "elected")
    assert [each["contest"] for each in president["with_it"]] == [
        "general-council",
        "bargaining-team",
        "executive-committee",
    ]
    unfilled = vacant(certified, "Vice President")
    assert (unfilled["left"], unfilled["reason"], unfilled["since"]) == ("", "unfilled", TERM)
    assert unfilled["filled_by"] == "appointment by the Council"
    assert unfilled["cite"] == "Local 99 Bylaws Art. VI s.8"


def test_h19_nobody_fills_a_vacancy_for_30_days_unless_a_resignation_is_on_file(
    certified: Registrar,
) -> None:
    by_right = holder(certified, "General Council delegates", "O'Brien, Pat")["id"]
    assert leave(certified, by_right, "absence").status_code == 201
    free = vacant(certified, "General Council delegates")
    assert (free["open_from"], free["due"]) == ("2028-07-10", None)
    early = fill(certified, free["id"], "1005")
    assert early.status_code == 409
    assert "may be filled from 2028-07-10. (Local 99 Bylaws Art. VI s.7)" in early.json()["detail"]
    certified.move_to(datetime(2028, 7, 10, 18, tzinfo=UTC))
    assert fill(certified, free["id"], "1005", "2028-07-10").status_code == 201


def test_h21_delegate_who_left_is_followed_by_the_next_in_votes_and_nobody_else(
    certified: Registrar,
) -> None:
    delegates = "General Council delegates"
    leave(certified, holder(certified, delegates, "Lopez, Ines")["id"])
    free = vacant(certified, delegates)
    assert (free["way"], free["following"]) == ("succession", "Смирнова, Olga")
    other = fill(certified, free["id"], "1003")
    assert other.status_code == 403
    assert "the next highest vote-getter: to member 1005" in other.json()["detail"]
    assert fill(certified, free["id"], "1005").json()["how"] == "succession"
    assert places(certified)[delegates]["vacant"] == []
    again = fill(certified, free["id"], "1005")
    assert again.status_code == 403
    assert "holds a seat" in again.json()["detail"]


def test_h20_vice_president_follows_a_president_and_appointees_bring_no_seats_along(
    certified: Registrar,
) -> None:
    appointed = fill(certified, vacant(certified, "Vice President")["id"], "1004")
    assert appointed.json()["how"] == "appointed"
    assert holder(certified, "Vice President", "O'Brien, Pat")["with_it"] == []
    leave(certified, holder(certified, "President", "Garza, Ana")["id"])
    free = vacant(certified, "President")
    other = fill(certified, free["id"], "1002")
    assert other.status_code == 403
    assert other.json()["detail"] == (
        "President goes to the Vice President (Local 99 Bylaws Art. VI s.3(b))."
    )
    assert fill(certified, free["id"], "1004").json()["how"] == "next officer"
    freed = vacant(certified, "Vice President")
    assert (freed["left"], freed["reason"]) == ("O'Brien, Pat", "higher office")
    assert len(holder(certified, "President", "O'Brien, Pat")["with_it"]) == 3


def test_who_may_not_stand_for_the_seat_is_not_appointed_to_it(certified: Registrar) -> None:
    lapsed = fill(certified, vacant(certified, "Vice President")["id"], "1006")
    assert lapsed.status_code == 403
    assert "Local 99 Bylaws Art. II" in lapsed.json()["detail"]
    elsewhere = fill(certified, vacant(certified, "Director, Lane County")["id"], "1001")
    assert elsewhere.status_code == 403


def test_h19_lost_membership_ends_the_position_and_a_cured_lapse_lets_it_be_asked_back(
    certified: Registrar,
) -> None:
    president = holder(certified, "President", "Garza, Ana")["id"]
    lost = leave(certified, president, "membership lost").json()
    (finding,) = lost["ruling"]["findings"]
    assert (finding["met"], finding["rule"]) == (False, "H19")
    assert finding["says"].endswith("The position ends with the membership.")
    certified.move_to(datetime(2028, 7, 11, 18, tzinfo=UTC))
    early = fill(certified, lost["id"], "1001", "2028-07-11")
    assert early.status_code == 409
    assert early.json()["detail"].startswith("Who lost the seat asks to have it back first")
    form = {"vacancy": lost["id"], "reinstated_on": "2028-07-02"}
    ruling = certified.post("vacancies/request-back", form, certified.chair).json()
    assert [each["met"] for each in ruling["findings"]] == [True, True]
    assert fill(certified, lost["id"], "1001", "2028-07-11").status_code == 201
    late = certified.post("vacancies/request-back", form, certified.chair).json()
    assert [each["met"] for each in late["findings"]] == [True, False]


def test_seat_is_asked_back_only_by_who_lost_it_with_the_membership(certified: Registrar) -> None:
    form = {"vacancy": vacant(certified, "Vice President")["id"], "reinstated_on": "2028-07-02"}
    answer = certified.post("vacancies/request-back", form, certified.chair)
    assert answer.status_code == 403
    assert answer.json()["detail"] == (
        "Only who lost a seat with the membership can ask to have it back."
    )


def test_officer_leaves_a_seat_once(certified: Registrar) -> None:
    president = holder(certified, "President", "Garza, Ana")["id"]
    assert leave(certified, president).status_code == 201
    again = leave(certified, president, "death")
    assert again.status_code == 409
    assert again.json()["detail"] == "This officer has left the seat already."
    assert len(places(certified)["President"]["vacant"]) == 1


@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"reason": "boredom"}, 422, "reason: name one of resignation"),
        ({"since": "2028-04-30"}, 422, "since: a day from 2028-05-01 to 2028-07-03"),
        ({"since": "2028-07-04"}, 422, "since: a day from 2028-05-01 to 2028-07-03"),
        ({"officer": 2**30}, 404, "no such officer"),
    ],
)
def test_vacancy_that_cannot_be_is_refused_and_nothing_is_stored(
    certified: Registrar, form: dict[str, Any], status: int, says: str
) -> None:
    president = holder(certified, "President", "Garza, Ana")["id"]
    filled = {"since": "2028-06-10", "document": "letter", "reason": "resignation"}
    answer = certified.post("vacancies", {"officer": president, **filled, **form}, certified.chair)
    assert answer.status_code == status
    assert says in answer.json()["detail"]
    assert places(certified)["President"]["vacant"] == []


def test_roster_before_the_certificate_is_out_of_turn(registrar: Registrar) -> None:
    answer = registrar.http.get(registrar.at("officers"), headers=registrar.chair)
    assert answer.status_code == 409


def test_next_roll_has_the_terms_that_ended_and_began_in_between(certified: Registrar) -> None:
    leave(certified, holder(certified, "President", "Garza, Ana")["id"])
    fill(certified, vacant(certified, "Vice President")["id"], "1004")
    answer = certified.http.get(certified.at("offices.csv"), headers=certified.chair)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    terms = {
        (row["member_number"], row["office"]): (
            row["term_start"],
            row["term_end"],
            row["full_term"],
            row["how"],
        )
        for row in rows
    }
    assert terms["1001", "president"] == (TERM, "2028-06-09", "no", "elected")
    assert terms["1004", "vice-president"] == ("2028-07-01", "2030-04-30", "no", "appointed")
    assert terms["1004", "delegates"] == (TERM, "2030-04-30", "yes", "elected")


def test_committee_enters_it_all_by_page_and_is_told_what_may_happen_next(
    certified: Registrar,
) -> None:
    chair, here = signed_in(certified), f"/elections/{certified.election}/officers"
    page = chair.get(here).text
    assert "<strong>President:</strong> <bdi>Garza, Ana</bdi>" in page
    president = str(holder(certified, "President", "Garza, Ana")["id"])
    form = {"officer": president, "reason": "resignation", "since": "2028-06-10", "document": ""}
    refused = chair.post(f"{here}/vacancies", form)
    assert refused.status_code == 422
    assert "Say the paper that it rests on." in refused.text
    form["document"] = "letter of June 9"
    assert chair.post(f"{here}/vacancies", form).status_code == 303
    page = chair.get(here).text
    assert "vacant since Saturday, June 10, 2028, when <bdi>Garza, Ana</bdi> left" in page
    assert "It is filled by the Vice President." in page
    seat = str(vacant(certified, "President")["id"])
    taken = {"vacancy": seat, "member_number": "1002", "on": "2028-07-01", "said": "Council"}
    assert chair.post(f"{here}/fillings", taken).status_code == 303
    assert "<strong>President:</strong> <bdi>Garcia, Luis</bdi>" in chair.get(here).text
    asked = chair.post(f"{here}/requests-back", {"seat": seat, "reinstated_on": "2028-07-01"})
    assert asked.status_code == 403
