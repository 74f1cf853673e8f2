"""A certified election of Local 509, and the elections that follow from it, in this process."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.chapters import Chapters
from tests.election_day import ElectionDay

STAND = {"treasurer": ("2002", "2003"), "recording-secretary": ("2013",)}


def certify(day: ElectionDay) -> None:
    """Closes, counts and certifies, by two people each."""
    digest = day.close().count()
    for act in ("count/acceptance", "certification"):
        day.sign(act, digest)


def hold_general(chapters: Chapters, folder: Path, votes: dict[str, int]) -> ElectionDay:
    """Bennett and Costa stand for Treasurer and Moore alone for Recording Secretary; certified."""
    assert chapters.adopt("ties.method", "run-off").status_code == 200
    for contest, numbers in STAND.items():
        for number in numbers:
            moved = chapters.move(number, contest).json()
            assert chapters.answer(number, moved["id"]).json()["accepted"] is True
    chapters.after_the_deadline()
    day = ElectionDay(chapters, folder).open()
    for number, mark in votes.items():
        day.vote(number, {"treasurer": (mark,)})
    certify(day)
    return day


def go_on_with(chapters: Chapters, election: str) -> Chapters:
    """The same people at another election."""
    chapters.election = election
    told = chapters.http.get(chapters.at()).json()["dates"]
    chapters.dates = {name: datetime.fromisoformat(at) for name, at in told.items()}
    return chapters


def officers(chapters: Chapters, general: str) -> dict[str, Any]:
    """The roster of a general election by title."""
    path = f"/api/v1/elections/{general}/officers"
    answer = chapters.http.get(path, headers=chapters.chair)
    return {each["title"]: each for each in answer.json()}


def holding(chapters: Chapters, general: str, title: str) -> list[tuple[str, str]]:
    """Who holds an office now, and how they came to it."""
    place = officers(chapters, general)[title]
    return [(each["name"], each["how"]) for each in place["holders"]]


def run_off_form(start: datetime) -> dict[str, Any]:
    """A vote of a week that opens 20 days from a moment."""
    days = {"opens": 20, "closes_issue": 27, "closes_cast": 28}
    times = {name: (start + timedelta(days=each)).isoformat() for name, each in days.items()}
    return {"title": "Run-off for Treasurer", "vote": {"record_date": "2028-10-14", **times}}


def vacancy_form(start: datetime, vacancies: list[int], **more: Any) -> dict[str, Any]:
    """An election for vacant seats whose notice is given at a moment."""
    days = {
        "nominations_open": 0,
        "nominations_close": 14,
        "acceptance_deadline": 21,
        "opens": 40,
        "closes_issue": 54,
        "closes_cast": 55,
    }
    dates = {name: (start + timedelta(days=each)).isoformat() for name, each in days.items()}
    dates |= {"term_begins": "2028-12-16", "record_date": start.date().isoformat()}
    form = {"title": "Vacancies", "vacancies": vacancies, "dates": dates}
    return form | {"annual_meeting": "2029-10-13"} | more
