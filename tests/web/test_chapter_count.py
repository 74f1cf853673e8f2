"""A whole election of Local 509 in this process, from the floor to the verified bundle."""

from pathlib import Path
from typing import Any

import pytest

from app.core.secrecy.report import Verdict
from app.core.secrecy.verify import verify_bundle
from tests.chapters import Chapters
from tests.election_day import ElectionDay

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


def test_bundle_of_the_certified_election_is_verified(
    chapters: Chapters, counted: ElectionDay
) -> None:
    digest = counted.count()
    counted.sign("count/acceptance", digest)
    counted.sign("certification", digest)
    report = verify_bundle(chapters.http.get(chapters.at("bundle")).content)
    refused = [
        (each.name, each.detail) for each in report.checks if each.verdict == Verdict.REFUSED
    ]
    assert refused == []
