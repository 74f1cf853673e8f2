"""A made-up roll of a local: the same size and seed give the same bytes."""

import argparse
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from random import Random

from app.core.roll import Member
from app.documents.histories import EMPLOYMENT_COLUMNS, OFFICES_COLUMNS, STANDING_COLUMNS
from app.documents.rolls import ROLL_COLUMNS
from rehearsal.chapters import chapter_of_each, classes, presidents
from rehearsal.names import ORIGINS, SUFFIXES, Origin
from rehearsal.places import ABROAD, COUNTIES, MASSACHUSETTS

AS_OF = date(2028, 1, 15)
OUT_OF_STATE = 0.015
NO_EMAIL = 0.12
SHARED_EMAIL = 0.03
Kinds = tuple[tuple[str, float], ...]
KINDS = (("active", 93), ("on_leave", 2), ("retired", 2), ("associate", 1), ("agency_fee", 2))
KINDS_OF_CHAPTERS = (
    ("active", 97),
    ("on_leave", 1.5),
    ("retired", 1),
    ("associate", 0.3),
    ("agency_fee", 0.2),
)
STREETS = ("Oak", "Main", "Alder", "NE 82nd", "Cedar", "Umpqua", "Rogue", "SE Stark", "Willow")
STATEWIDE = (
    "president",
    "vice-president",
    "secretary-treasurer",
    "chief-steward-homecare",
    "chief-steward-personal-support",
)

PROFILES = ("homecare_local_99", "local_509")

Cells = dict[str, str]


def make_roll(
    size: int, seed: int, as_of: date = AS_OF, profile: str = "homecare_local_99"
) -> dict[str, bytes]:
    """roll.csv, standing.csv and offices.csv of `size` made-up members, as of that day.

    The members of local_509 work in its chapters; all others live in Oregon's counties.
    """
    if profile == "local_509":
        return _roll_of_chapters(size, seed, as_of)
    chance = Random(seed)
    numbers = sorted(chance.sample(range(100_000, 100_000 + 9 * size), size))
    members: list[Cells] = []
    for number, county in zip(numbers, _counties(size, chance), strict=True):
        members.append(_member(f"M{number}", county, members, chance, as_of))
    standing = [row for member in members for row in _standing(member, chance, as_of)]
    return {
        "roll.csv": _csv(ROLL_COLUMNS, members),
        "standing.csv": _csv(STANDING_COLUMNS, standing),
        "offices.csv": _csv(OFFICES_COLUMNS, _offices(members, chance, as_of)),
    }


def _roll_of_chapters(size: int, seed: int, as_of: date) -> dict[str, bytes]:
    chance = Random(seed)
    numbers = sorted(chance.sample(range(100_000, 100_000 + 9 * size), size))
    chapters = chapter_of_each(size)
    chance.shuffle(chapters)
    members: list[Cells] = []
    for number, chapter in zip(numbers, chapters, strict=True):
        member = _member(f"M{number}", "Multnomah", members, chance, as_of, KINDS_OF_CHAPTERS)
        town, county = chance.choice(MASSACHUSETTS)
        member |= {"state": "MA", "city": town, "county": county, "district": ""}
        member |= {"steward": "none", "steward_since": "", "chapter": chapter.name}
        member |= chapter.work(chance)
        members.append(member)
    standing = [row for member in members for row in _standing(member, chance, as_of)]
    return {
        "roll.csv": _csv(ROLL_COLUMNS, members),
        "standing.csv": _csv(STANDING_COLUMNS, standing),
        "offices.csv": _csv(OFFICES_COLUMNS, presidents(members, chance, as_of)),
        "employment.csv": _csv(EMPLOYMENT_COLUMNS, classes(members, chance, as_of)),
    }


def _counties(size: int, chance: Random) -> list[str]:
    """A county for each member: every county once where the roll has room, then by population."""
    every = list(COUNTIES) if size >= 10 * len(COUNTIES) else []
    weights = [population for population, _ in COUNTIES.values()]
    counties = every + chance.choices(list(COUNTIES), weights, k=size - len(every))
    chance.shuffle(counties)
    return counties


def _member(
    number: str,
    county: str,
    before: Sequence[Cells],
    chance: Random,
    as_of: date,
    kinds: Kinds = KINDS,
) -> Cells:
    origin = chance.choices(ORIGINS, [origin.share for origin in ORIGINS])[0]
    kind = chance.choices([kind for kind, _ in kinds], [share for _, share in kinds])[0]
    member = {column.name: "" for column in fields(Member)}
    member |= _name(origin, chance) | _address(county, chance)
    member |= {
        "member_number": number,
        "email": _email(number, before, chance),
        "phone": f"503-555-{chance.randrange(10_000):04}",
        "language": origin.language if chance.random() < 0.8 else "en",
        "birth_year": str(chance.randrange(as_of.year - 84, as_of.year - 18)),
        "kind": kind,
        "in_bargaining_unit": "yes" if kind in ("active", "on_leave") else "no",
        "bargaining_unit": "Homecare and personal support workers",
        "steward": "none",
    }
    if kind == "active" and chance.random() < 0.04:
        held = ("homecare", "personal_support", "homecare; personal_support")
        member["steward"] = chance.choices(held, (6, 3, 1))[0]
        member["steward_since"] = str(as_of - timedelta(days=chance.randrange(30, 2500)))
    return member


def _name(origin: Origin, chance: Random) -> Cells:
    middle = chance.choice(origin.middle) if origin.middle and chance.random() < 0.45 else ""
    suffix = chance.choice(SUFFIXES) if chance.random() < 0.015 else ""
    if origin.native and chance.random() < 0.2:
        last, latin = chance.choice(origin.native)
        first = chance.choice(origin.native_first)
        return {"first_name": first, "last_name": last, "latin_last_name": latin}
    first, last = chance.choice(origin.first), chance.choice(origin.last)
    return {"first_name": first, "middle_name": middle, "last_name": last, "suffix": suffix}


def _address(county: str, chance: Random) -> Cells:
    state, city, district = "OR", COUNTIES[county][1], ""
    if chance.random() < OUT_OF_STATE:
        state, county, city, nearest = chance.choice(ABROAD)
        district = str(nearest) if chance.random() < 0.8 else ""
    return {
        "address1": f"{chance.randrange(10, 9999)} {chance.choice(STREETS)} St",
        "address2": f"Apt {chance.randrange(1, 60)}" if chance.random() < 0.2 else "",
        "city": city,
        "county": county,
        "state": state,
        "postal_code": f"97{chance.randrange(1000):03}",
        "district": district,
    }


def _email(number: str, before: Sequence[Cells], chance: Random) -> str:
    draw = chance.random()
    if draw < NO_EMAIL:
        return ""
    if draw < NO_EMAIL + SHARED_EMAIL and before:
        return before[-1]["email"]  # two of one household
    return f"{number.lower()}@example.org"


def _standing(member: Cells, chance: Random, as_of: date) -> list[Cells]:
    joined = as_of - timedelta(days=chance.randrange(60, 8000))
    turned = as_of - timedelta(days=chance.randrange(5, 55))
    back = turned + timedelta(days=4)
    periods: list[tuple[str, date, date | None]] = [("good", joined, turned - timedelta(days=1))]
    match chance.choices(
        ("good", "lapsed", "suspended", "withdrawn", "readmitted", "delay"), (93, 2, 2, 1, 1, 1)
    )[0]:
        case "good":
            periods = [("good", joined, None)]
        case "readmitted":
            periods += [("suspended", turned, back - timedelta(days=1)), ("good", back, None)]
        case "delay":
            periods += [("employer_delay", turned, None)]
        case status:
            periods += [(status, turned, None)]
    return [
        {
            "member_number": member["member_number"],
            "from": str(start),
            "to": str(end or ""),
            "status": status,
        }
        for status, start, end in periods
    ]


def _offices(members: Sequence[Cells], chance: Random, as_of: date) -> list[Cells]:
    """The statewide officers and two directors who serve a term now."""
    able = [member for member in members if member["kind"] == "active" and member["state"] == "OR"]
    officers = chance.sample(able, min(len(able), len(STATEWIDE) + 2))
    begins = as_of.year - as_of.year % 2 - (2 if (as_of.month, as_of.day) < (5, 1) else 0)
    rows = []
    for office, member in zip((*STATEWIDE, "director", "director"), officers, strict=False):
        unit = member["county"].lower().replace(" ", "-") if office == "director" else ""
        rows.append(
            {
                "member_number": member["member_number"],
                "office": office,
                "unit": unit,
                "term_start": f"{begins}-05-01",
                "term_end": f"{begins + 2}-04-30",
                "full_term": "yes",
                "how": "elected",
            }
        )
    return rows


def _csv(columns: Sequence[str], rows: Iterable[Cells]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _made(arguments: argparse.Namespace) -> dict[str, bytes]:
    return make_roll(arguments.size, arguments.seed, profile=arguments.profile)


def main() -> None:
    """Writes the three files of a made-up roll into a folder."""
    parser = argparse.ArgumentParser(description="Writes a made-up roll.")
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", choices=PROFILES, default=PROFILES[0])
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.size < 1:
        parser.error("--size must be at least 1")
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, content in _made(arguments).items():
        (arguments.out / name).write_bytes(content)


if __name__ == "__main__":
    main()
