from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from random import Random

Cells = dict[str, str]

DMH_AREAS = ("Northeast Area", "Southeast Area", "Metro Boston Area", "Western Area")
DDS_REGIONS = ("Central West Region", "Northeast Region", "Southeast Region", "Metro Region")
AGENCIES = (
    "Vinfen",
    "Bay Cove Human Services",
    "Eliot Community Human Services",
    "Old Colony Elder Services",
    "Greater Springfield Senior Home Care",
    "Advocates",
    "Riverside Community Care",
    "JRI",
)
COLLEGES = ("Tufts University", "Boston University", "Lesley University", "Northeastern University")
OFFICES_OF_MASSHEALTH = (
    ("Charlestown/CPU", "Southeast"),
    ("Central", "Southeast"),
    ("Chelsea", "Southeast"),
    ("Taunton", "Southeast"),
    ("Springfield", "Northwest"),
    ("Tewksbury", "Northwest"),
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A made-up chapter of Local 509: how many of 23,000 members it has, and where they work.

    `units` maps a field of the roll to the names that it is drawn from.
    """

    name: str
    share: int
    units: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def work(self, chance: Random) -> Cells:
        """Where one member of the chapter works."""
        cells = {column: chance.choice(names) for column, names in self.units.items()}
        if self.name.startswith("MassHealth"):
            cells["work_location"], cells["region"] = chance.choice(OFFICES_OF_MASSHEALTH)
        for employer in ("agency", "institution"):  # one bargaining unit for each employer
            if employer in cells and "bargaining_unit" in self.units:
                cells["bargaining_unit"] = f"{cells[employer]} unit"
        return cells


# The chapters by their names in the constitution, Appendix A. The sizes are made up, and chosen so
# that 23,000 members bring about 115 seats on the Joint Executive Board, as they do in the Local.
CHAPTERS = (
    Chapter(
        "Massachusetts Social Workers Chapter/Department of Transitional Assistance",
        1430,
        {"region": tuple(f"Region {number}" for number in range(1, 7))},
    ),
    Chapter(
        "Massachusetts Social Workers Chapter/Department of Children and Families",
        3350,
        {
            "region": (
                "Greater Boston",
                "Metro Boston",
                "Northeast",
                "Southeast",
                "Central",
                "Western",
            )
        },
    ),
    Chapter(
        "Mental Health Chapter",
        1740,
        {"region": DMH_AREAS, "facility": ("", "", "Worcester Recovery Center")},
    ),
    Chapter(
        "Department of Disability Services Chapter",
        1460,
        {"region": DDS_REGIONS, "facility": ("", "", "", "Wrentham Center")},
    ),
    Chapter(
        "Massachusetts Rehabilitation Professional Chapter",
        680,
        {
            "agency": (
                "Division of Vocational Rehabilitation",
                "Division of Disability Determination",
                "Community Services Division",
            ),
            "region": ("North District", "South District", "West District"),
            "work_location": ("Worcester office", "Boston office", "Administrative Office"),
        },
    ),
    Chapter(
        "Professional Education and Librarians Chapter",
        310,
        {
            "agency": (
                "Department of Education",
                "Department of Education",
                "Board of Library Commissioners",
                "State Library",
            )
        },
    ),
    Chapter(
        "Institutional School Teachers Chapter",
        190,
        {
            "job_title": (
                "Institution School Teacher",
                "Institution School Principal",
                "Librarian",
                "Education Specialist",
            ),
            "agency": ("Department of Correction",),
        },
    ),
    Chapter(
        "Massachusetts Department of Public Health Chapter",
        640,
        {
            "agency": (
                "Department of Public Health",
                "Department of Correction",
                "Chelsea Soldier's Home",
                "Department of Youth Services",
            ),
            "work_location": ("Central Office", ""),
            "facility": ("", "Tewksbury Hospital"),
            "job_title": ("Chaplain", "Nurse"),
        },
    ),
    Chapter(
        "Massachusetts Commission for the Blind Chapter",
        150,
        {
            "agency": (
                "Massachusetts Commission for the Blind",
                "Massachusetts Commission for the Deaf and Hard of Hearing",
                "Department of Industrial Accidents",
            )
        },
    ),
    Chapter("Early Education and Care/RMP Chapter", 260),
    Chapter("Department of Revenue/Child Support Enforcement Chapter", 420),
    Chapter("MassHealth / EHS Chapter", 870),
    Chapter(
        "Private Sector Human Services Chapter",
        4340,
        {"agency": AGENCIES, "bargaining_unit": ("",)},
    ),
    Chapter(
        "Chapter of Public Safety",
        460,
        {
            "job_title": (
                "Correction Program Officer",
                "Correction Program Officer",
                "Transitional Parole Officer",
                "Youth Service Program Officer",
            ),
            "region": ("North", "Central", "South"),
        },
    ),
    Chapter(
        "Family Child Care Chapter",
        3140,
        {"region": tuple(f"DEEC Region {number}" for number in range(1, 7))},
    ),
    Chapter("Higher Education Chapter", 3560, {"institution": COLLEGES, "bargaining_unit": ("",)}),
)


def chapter_of_each(size: int) -> list[Chapter]:
    """A chapter for each of so many members, at even steps through the chapters' shares."""
    ends = list(accumulate(chapter.share for chapter in CHAPTERS))
    steps = ((2 * place + 1) * ends[-1] / (2 * size) for place in range(size))
    return [CHAPTERS[bisect_left(ends, step)] for step in steps]


def classes(members: Sequence[Cells], chance: Random, as_of: date) -> Iterator[Cells]:
    """Most teachers taught last year and expect to teach next; some have no class to come."""
    for member in members:
        if member["institution"]:
            own = {"member_number": member["member_number"]}
            taught = {"semester": f"{as_of.year - 1}-fall", "classes": "2", "expected": "no"}
            coming = "yes" if chance.random() < 0.9 else "no"
            yield own | taught
            yield own | {"semester": f"{as_of.year}-fall", "classes": "1", "expected": coming}


def presidents(members: Sequence[Cells], chance: Random, as_of: date) -> list[Cells]:
    """The President, who serves a second full term, and a chapter president who serves a first."""
    able = [member for member in members if member["kind"] == "active"]
    officers = chance.sample(able, min(2, len(able)))
    terms = [(number, as_of.year - 2 - 3 * number) for number in (1, 0)]
    rows = [_term(member, "president", "", year) for member in officers[:1] for _, year in terms]
    rows += [
        _term(member, "president", member["chapter"], as_of.year - 2) for member in officers[1:]
    ]
    return rows


def _term(member: Cells, office: str, unit: str, year: int) -> Cells:
    return {
        "member_number": member["member_number"],
        "office": office,
        "unit": unit,
        "term_start": f"{year}-12-15",
        "term_end": f"{year + 3}-12-14",
        "full_term": "yes",
        "how": "elected",
    }
