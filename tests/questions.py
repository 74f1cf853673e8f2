"""A registrar of Local 509 that puts questions to a small roll of three bargaining units."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from tests.registrar import Registrar, as_csv, made_up_keys

# Units of ten, ten and four, and one member of each who is not in good standing.
UNITS = {"Unit 8": range(3001, 3011), "Unit 10": range(3101, 3111), "Library": range(3201, 3205)}
LAPSED = ("3010", "3110")
BOARD = ("3001", "3002", "3101", "3102", "3201", "3202")
TEXT = "Shall Article V be amended to read as follows?"
DAYS: dict[str, str | None] = {
    "submitted": "2028-01-05",
    "notice": "2028-02-01",
    "meeting": "2028-03-10",
    "expiry": "2029-10-13",
}
AMENDMENT = {
    "rule": "amendment",
    "title": "Amendment of Article V",
    "text": TEXT,
    "arguments_for": "It saves a meeting.",
    "arguments_against": "It costs a <meeting>.",
    "days": DAYS,
    "basis": "Two thirds of the board of Chapter DTA on January 4, 2028.",
}
STRIKE = {
    "rule": "strike",
    "title": "Strike at the State",
    "text": "Shall the members of the unit strike?",
    "units": ["Unit 8", "unit-10", "Library"],
}


def numbers(unit: str) -> list[str]:
    """The member numbers of a unit."""
    return [str(number) for number in UNITS[unit]]


def roll_files() -> dict[str, bytes]:
    """The roll, with a board whose members hold the office `board` since 2026."""
    everybody = [(number, unit) for unit in UNITS for number in numbers(unit)]
    roll = [
        {
            "member_number": number,
            "first_name": "Ann",
            "last_name": f"Member{number}",
            "email": f"{number}@example.org",
            "kind": "active",
            "chapter": "dta",
            "bargaining_unit": unit,
        }
        for number, unit in everybody
    ]
    standing = [
        {
            "member_number": number,
            "from": "2020-01-01",
            "to": "2027-12-31" if number in LAPSED else "",
            "status": "good",
            "note": "",
        }
        for number, _ in everybody
    ]
    offices = [
        {
            "member_number": number,
            "office": "board",
            "unit": "",
            "term_start": "2026-01-01",
            "term_end": "",
            "full_term": "yes",
            "how": "elected",
        }
        for number in BOARD
    ]
    return {"roll": as_csv(roll), "standing": as_csv(standing), "offices": as_csv(offices)}


class Asking(Registrar):
    """The registrar's API as a committee meets it that puts questions."""

    form: ClassVar[dict[str, Any]] = {
        "profile": "local_509",
        "title": "Votes of spring 2028",
        "purpose": "rehearsal",
        "zone": "America/New_York",
        "held_for": "questions",
        "vote": {
            "record_date": "2028-03-01",
            "opens": "2028-03-20T09:00:00-04:00",
            "closes_issue": "2028-03-27T17:00:00-04:00",
            "closes_cast": "2028-03-27T17:15:00-04:00",
        },
    }
    committee_numbers: ClassVar[tuple[str, ...]] = ("9001", "9002")

    def set_up(self, files: dict[str, bytes] | None = None) -> Self:
        """The election with its roll and the adopted channel, before any question."""
        self.create()
        assert self.upload_roll(files or roll_files()).status_code == 201
        form = {"path": "channels", "value": ["mail", "electronic"], "reason": "adopted"}
        answer = self.http.put(self.at("settings"), json=form, headers=self.chair)
        assert answer.status_code == 200, answer.json()
        return self

    def ask(self, question: dict[str, Any], **changes: Any) -> Any:
        """The Chair puts a question."""
        return self.post("questions", question | changes, self.chair)

    def present(self, *members: str) -> Any:
        """The Chair marks who is at the meeting."""
        form = {"member_numbers": members}
        return self.http.put(self.at("attendance"), json=form, headers=self.chair)

    def prepare(self, keys: dict[str, Any] | None = None) -> Any:
        """Has the ballot prepared at once."""
        return self.post("ballot", keys or made_up_keys(self.election), self.chair)

    def mail_notice(self, letters: int = 100_000) -> Any:
        """A vote on questions has notices of its own, whose days the questions name."""

    def shown(self) -> Any:
        """The questions as anyone sees them, by id."""
        return {each["id"]: each for each in self.http.get(self.at("questions")).json()}

    def contests(self) -> Any:
        """The contests as anyone sees them, by id."""
        return {each["id"]: each for each in self.http.get(self.at()).json()["contests"]}


OPENS = datetime.fromisoformat(Asking.form["vote"]["opens"])
AFTERWARDS = OPENS + timedelta(days=30)
