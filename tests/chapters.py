"""A registrar with a small roll of Local 509, whose nominations come from the floor."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from tests.registrar import Registrar, as_csv

# number, last name, chapter, agency, work location, in good standing since
PEOPLE = [
    ("2001", "Abbott", "dta", "", "", "2020-01-01"),
    ("2002", "Bennett", "dta", "", "", "2020-01-01"),
    ("2003", "Costa", "dta", "", "", "2020-01-01"),
    ("2004", "Daley", "dta", "", "", "2020-01-01"),
    ("2005", "Evans", "rehabilitation", "disability-determination", "worcester", "2020-01-01"),
    ("2006", "Foley", "rehabilitation", "disability-determination", "boston", "2020-01-01"),
    ("2007", "Gomes", "rehabilitation", "disability-determination", "boston", "2020-01-01"),
    ("2008", "Healy", "dcf", "", "", "2028-07-01"),
    ("2009", "Irwin", "dcf", "", "", "2020-01-01"),
    ("2010", "Joyce", "higher-education", "", "", "2028-09-01"),
    ("2011", "Kelly", "rehabilitation", "disability-determination", "", "2020-01-01"),
    ("2012", "Lopes", "rehabilitation", "disability-determination", "", "2020-01-01"),
    ("2013", "Moore", "higher-education", "", "", "2028-09-01"),
    ("2014", "Nolan", "higher-education", "", "", "2028-09-01"),
]
COMMITTEE = ("2004", "2009")
TEACHERS = ("2010", "2013")
REASON = "Adopted by the Joint Executive Board on May 3, 2028."


def roll_files() -> dict[str, bytes]:
    """The four files of the small roll; Abbott serves a second full term as President."""
    roll = [
        {
            "member_number": number,
            "first_name": "Ann",
            "last_name": last,
            "email": f"{number}@example.org",
            "kind": "active",
            "chapter": chapter,
            "region": {"dta": "Region 1", "dcf": "Central"}.get(chapter, ""),
            "agency": agency,
            "institution": "Tufts University" if chapter == "higher-education" else "",
            "bargaining_unit": "Tufts lecturers" if chapter == "higher-education" else "",
            "work_location": place,
        }
        for number, last, chapter, agency, place, _ in PEOPLE
    ]
    standing = [
        {"member_number": number, "from": since, "to": "", "status": "good", "note": ""}
        for number, *_, since in PEOPLE
    ]
    offices = [
        {
            "member_number": "2001",
            "office": "president",
            "unit": "",
            "term_start": f"{year}-12-15",
            "term_end": f"{year + 3}-12-14",
            "full_term": "yes",
            "how": "elected",
        }
        for year in (2022, 2025)
    ]
    taught = {"semester": "2028-spring", "classes": "1", "expected": "no"}
    coming = {"semester": "2029-spring", "classes": "0", "expected": "yes"}
    classes = [{"member_number": who} | each for who in TEACHERS for each in (taught, coming)]
    return {
        "roll": as_csv(roll),
        "standing": as_csv(standing),
        "offices": as_csv(offices),
        "employment": as_csv(classes),
    }


class Chapters(Registrar):
    """The registrar's API as the people of Local 509 meet it."""

    form: ClassVar[dict[str, Any]] = {
        "profile": "local_509",
        "title": "2028 general election",
        "purpose": "rehearsal",
        "zone": "America/New_York",
        "anchor": "2028-10-14",
    }
    committee_numbers: ClassVar[tuple[str, ...]] = COMMITTEE

    def set_up(self) -> Self:
        """An election with its roll and what was adopted, at the membership meeting."""
        self.create()
        self.upload_roll(roll_files())
        for path, value in (("channels", ["mail", "electronic"]), ("ties.method", "lots")):
            assert self.adopt(path, value).status_code == 200
        self.in_days_of_nominations()
        return self

    def in_days_of_nominations(self) -> None:
        """Moves the made-up clock into the meeting, which nominates within one day."""
        self.move_to(self.dates["nominations_open"] + timedelta(hours=1))

    def after_the_deadline(self) -> Self:
        """Nominees can no longer answer."""
        self.move_to(self.dates["acceptance_deadline"] + timedelta(hours=1))
        return self

    def adopt(self, path: str, value: object, reason: str = REASON) -> Any:
        """The Chair enters what was chosen where the bylaws leave it open."""
        form = {"path": path, "value": value, "reason": reason}
        return self.http.put(self.at("settings"), json=form, headers=self.chair)

    def move(
        self, number: str, contest: str, mover: str = "2002", seconder: str = "2003", **form: Any
    ) -> Any:
        """The Chair enters a nomination moved and seconded from the floor."""
        named = {"member_number": number, "contest": contest, "mover": mover, "seconder": seconder}
        return self.post("nominations", named | {"attested": True} | form, self.chair)

    def draw(self, contest: str, *numbers: str) -> Any:
        """The Chair enters a lot drawn in the open."""
        form = {"member_numbers": numbers, "witnesses": "all who came"}
        path = self.at(f"contests/{contest}/drawn-lot")
        return self.http.put(path, json=form, headers=self.chair)
