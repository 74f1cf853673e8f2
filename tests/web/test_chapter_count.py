"""A whole election of Local 509 in this process, from the floor to the verified bundle."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from app.core.secrecy.report import Verdict
from tests.chapters import Chapters
from tests.client.verifying import verified_alike
from tests.election_day import ElectionDay
from tests.web.browser import FormBrowser, signed_in

KEPT = "rehabilitation-board-disability-determination"
BOARD = "higher-education-board-tufts-lecturers"
STAND = {
    "treasurer": ("2002", "2003"),
    KEPT: ("2005", "2006", "2007", "2011", "2012"),
    BOARD: ("2010",),
    "recording-secretary": ("2013",),
}
MOVERS = {KEPT: ("2005", "2006"), BOARD: ("2013", "2014")}


@pytest.fixture
def counted(chapters: Chapters, tmp_path: Path) -> ElectionDay:
    """Two tie for Treasurer; the one candidate of the Worcester office has fewest votes."""
    for contest, numbers in STAND.items():
        for number in numbers:
            movers = MOVERS.get(contest, ("2002", "2003"))
            moved = chapters.move(number, contest, *movers).json()
            answered = chapters.answer(number, moved["id"])
            assert answered.json().get("accepted") is True, (moved, answered.json())
    chapters.after_the_deadline()
    chapters.draw("treasurer", "2003", "2002")
    chapters.draw(KEPT, *STAND[KEPT])
    chapters.draw("convention", *(each for numbers in STAND.values() for each in numbers))
    day = ElectionDay(chapters, tmp_path / "box").open()
    day.vote("2001", {"treasurer": (1,)})
    day.vote("2002", {"treasurer": (2,)})
    for number in ("2005", "2006", "2007"):
        day.vote(number, {KEPT: (2, 3, 4, 5)})
    day.vote("2011", {KEPT: (1, 2, 3, 4)})
    day.close()
    return day


def contest(result: Any, name: str) -> Any:
    return next(each for each in result["contests"] if each["id"] == name)


def test_count_keeps_places_settles_by_lot_and_seats_the_boards(
    chapters: Chapters, counted: ElectionDay
) -> None:
    counted.count()
    result = chapters.http.get(chapters.at("count"), headers=chapters.chair).json()

    kept = contest(result, KEPT)
    assert kept["guaranteed"] == {"Evans, Ann": "Worcester office", "Foley, Ann": "Boston office"}
    assert kept["elected"] == ["Evans, Ann", "Foley, Ann", "Gomes, Ann", "Kelly, Ann"]
    assert kept["alternates"] == ["Lopes, Ann"]

    (tie,) = contest(result, "treasurer")["ties"]
    assert (tie["settled_by"], tie["chosen"]) == ("lots", "Costa, Ann")

    declared = contest(result, "recording-secretary")
    assert (declared["declared"], declared["elected"]) == (True, ["Moore, Ann"])
    (seat,) = (row for row in result["seating"] if row["contest"] == "recording-secretary")
    assert (seat["how"], seat["cite"]) == (
        "declared",
        "Local 509 Constitution Art. V s.6; decision 0017",
    )

    (by_unit,) = result["board"]["seats"]
    assert (by_unit["contest"], by_unit["member"]) == ("higher-education-jeb", "Joyce, Ann")
    assert "of Tufts University, 3 members" in by_unit["because"]

    assert [(row["member"], row["votes"]) for row in result["convention"]["delegates"]] == [
        ("Costa, Ann", 1),
        ("Moore, Ann", None),
    ]


@pytest.fixture
def certified(chapters: Chapters, counted: ElectionDay) -> Chapters:
    """The same, with the result certified by two."""
    digest = counted.count()
    for act in ("count/acceptance", "certification"):
        counted.sign(act, digest)
    return chapters


def test_bundle_of_the_certified_election_is_verified(certified: Chapters) -> None:
    report = verified_alike(certified.http.get(certified.at("bundle")).content)
    refused = [
        (each.name, each.detail) for each in report.checks if each.verdict == Verdict.REFUSED
    ]
    assert refused == []


def test_results_tell_kept_places_declared_winners_and_delegates(certified: Chapters) -> None:
    anyone, here = FormBrowser(certified), f"/elections/{certified.election}/results"
    page = anyone.get(here).text
    assert "Joint Executive Board member, by Chapter Executive Board, Tufts lecturers" in page
    assert "Convention delegates by office, in order" in page
    kept = "<bdi>Evans, Ann</bdi> has the place kept for the Worcester office."
    assert kept in anyone.get(f"{here}/{KEPT}").text
    assert (
        "settled by lot, <bdi>Costa, Ann</bdi> is elected" in anyone.get(f"{here}/treasurer").text
    )
    certificate = signed_in(certified).get(f"/elections/{certified.election}/certificate").text
    assert "Convention delegates by office, in order" in certificate


def test_roster_after_the_election_is_the_next_one_s_offices(certified: Chapters) -> None:
    answer = certified.http.get(certified.at("offices.csv"), headers=certified.chair)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    terms = {(row["member_number"], row["office"], row["term_start"]): row for row in rows}
    new = terms["2003", "treasurer", "2028-12-16"]
    assert (new["term_end"], new["how"], new["full_term"]) == ("2031-12-15", "elected", "yes")
    assert terms["2013", "recording-secretary", "2028-12-16"]["how"] == "declared"
    assert terms["2005", "board", "2028-12-16"]["unit"] == "rehabilitation-disability-determination"
    # Nobody was elected President, so the one in office holds over.
    assert terms["2001", "president", "2025-12-15"]["term_end"] == "2028-12-14"


def test_roster_of_a_result_that_is_not_certified_is_out_of_turn(
    chapters: Chapters, counted: ElectionDay
) -> None:
    counted.count()
    assert chapters.http.get(chapters.at("offices.csv"), headers=chapters.chair).status_code == 409
