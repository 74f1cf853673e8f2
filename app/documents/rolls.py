import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import TypeVar

from app.core.conditions import unknown_unit
from app.core.faults import BadInput
from app.core.residence import is_out_of_state
from app.core.roll import Kind, Member, OfficeHeld, Roll, StandingPeriod, Status
from app.core.rules import LocalRules
from app.documents.cells import Row, RowError, rows_of

ROLL_COLUMNS = tuple(column.name for column in fields(Member))
STANDING_COLUMNS = ("member_number", "from", "to", "status", "note")
OFFICES_COLUMNS = (
    "member_number",
    "office",
    "unit",
    "term_start",
    "term_end",
    "full_term",
    "how",
)
STEWARD_KINDS = ("homecare", "personal_support", "work_location")
HOW = ("elected", "declared", "appointed")
TRUTH = {"yes": True, "no": False}
DATE = re.compile(r"(19|20|21)\d\d-\d\d-\d\d")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")

T = TypeVar("T")


class RollRejected(BadInput):
    """The files were not taken, none of them; `rows` names all that is wrong."""

    def __init__(self, rows: tuple[RowError, ...]) -> None:
        self.rows = rows
        count = "one place is" if len(rows) == 1 else f"{len(rows)} places are"
        super().__init__(f"The roll was not taken: {count} wrong, the first is {rows[0]}.")


def read_rolls(
    roll: bytes, standing: bytes, offices: bytes | None = None, *, rules: LocalRules
) -> Roll:
    """The roll in its CSV files, all or nothing; RollRejected names every wrong place.

    Counties are put into the profile's spelling. Lines of different members may stand in any order.
    """
    faults: list[RowError] = []
    members = _members(roll, rules, faults)
    periods = _standing(standing, members, faults)
    held = _offices(offices, members, faults) if offices is not None else {}
    if faults:
        faults.sort(key=lambda fault: (fault.file, fault.line))
        raise RollRejected(tuple(faults))
    return Roll(
        members,
        {number: tuple(rows) for number, rows in periods.items()},
        {number: tuple(rows) for number, rows in held.items()},
    )


def read_members(content: bytes, *, rules: LocalRules) -> dict[str, Member]:
    """The members of roll.csv alone, by number; RollRejected names every wrong place."""
    faults: list[RowError] = []
    members = _members(content, rules, faults)
    if faults:
        raise RollRejected(tuple(faults))
    return members


def _members(content: bytes, rules: LocalRules, faults: list[RowError]) -> dict[str, Member]:
    members: dict[str, Member] = {}
    lines: dict[str, int] = {}
    needed = ("member_number", "first_name", "last_name", "kind")
    for row in rows_of("roll.csv", content, ROLL_COLUMNS, needed, faults):
        member = _member(row, rules)
        number = member.member_number
        if not number:
            row.refuse("member_number", "it is empty")
        elif number.casefold() in lines:
            row.refuse("member_number", f"{number} stands on line {lines[number.casefold()]} too")
        else:
            lines[number.casefold()] = row.line
            members[number] = member
    if not members and not faults:
        faults.append(RowError("roll.csv", 1, "", "the roll has no members"))
    return members


def _member(row: Row, rules: LocalRules) -> Member:
    cells = row.cells
    typed = ("birth_year", "kind", "in_bargaining_unit", "steward", "steward_since", "district")
    texts = {name: cell for name, cell in cells.items() if name not in typed} | _home(row, rules)
    if not cells["first_name"] and not cells["last_name"]:
        row.refuse("last_name", "first and last name are both empty")
    if not cells["kind"]:
        row.refuse("kind", f"it is empty; it must be one of {', '.join(Kind)}")
    if texts.get("email") and not EMAIL.fullmatch(texts["email"]):
        row.refuse("email", f"{texts['email']!r} is not an e-mail address")
    member = Member(
        **texts,
        birth_year=_read(row, "birth_year", _year),
        kind=_read(row, "kind", Kind, "must be one of " + ", ".join(Kind)),
        in_bargaining_unit=_read(row, "in_bargaining_unit", TRUTH.__getitem__, "must be yes or no"),
        steward=_read(row, "steward", stewards) or (),
        steward_since=_read(row, "steward_since", day),
        district=_read(row, "district", _number),
    )
    if member.steward_since and not member.steward:
        row.refuse("steward_since", "a day stands here, but steward names no kind")
    _check_district(row, member, rules)
    if unknown := unknown_unit(member, rules):
        field, text = unknown
        row.refuse(field, f"{text!r} is no {field.replace('_', ' ')} of this local")
    return member


def _home(row: Row, rules: LocalRules) -> dict[str, str]:
    """The county in the profile's spelling, where the address is in the local's own state."""
    county = row.cells.get("county", "")
    districts = rules.districts
    if districts is None or not county or is_out_of_state(row.cells.get("state", ""), districts):
        return {}
    named = districts.county_named(county)
    if named is None:
        row.refuse("county", f"{county!r} is not a county of this local")
        return {}
    return {"county": named}


def _check_district(row: Row, member: Member, rules: LocalRules) -> None:
    districts = rules.districts
    if districts is None or member.district is None:
        return
    if member.district not in {district.number for district in districts.districts}:
        row.refuse("district", f"there is no District {member.district}")
    elif not is_out_of_state(member.state, districts):
        lives = districts.of_county(member.county)
        if lives not in (None, member.district):
            row.refuse("district", f"{member.county} is in District {lives}, not {member.district}")


def _standing(
    content: bytes, members: dict[str, Member], faults: list[RowError]
) -> dict[str, list[StandingPeriod]]:
    periods: dict[str, list[StandingPeriod]] = {}
    lines: dict[tuple[str, date], int] = {}
    for row in rows_of("standing.csv", content, STANDING_COLUMNS, STANDING_COLUMNS[:4], faults):
        status = _read(row, "status", Status, "must be one of " + ", ".join(Status))
        start, end = _read(row, "from", day), _read(row, "to", day)
        number = _known_member(row, members)
        if start is None or status is None:
            _refuse_empty(row, "from", "status")
        elif end is not None and end < start:
            row.refuse("to", f"{end} is before {start}")
        elif number is not None:
            clash = _overlapping(periods.get(number, []), start, end)
            if clash is not None:
                row.refuse("from", f"the time overlaps that on line {lines[number, clash.start]}")
                continue
            lines[number, start] = row.line
            period = StandingPeriod(start, end, status, row.cells.get("note", ""))
            periods.setdefault(number, []).append(period)
    return periods


def _overlapping(
    periods: list[StandingPeriod], start: date, end: date | None
) -> StandingPeriod | None:
    for period in periods:
        begun = end is None or period.start <= end
        if begun and (period.end is None or start <= period.end):
            return period
    return None


def _offices(
    content: bytes, members: dict[str, Member], faults: list[RowError]
) -> dict[str, list[OfficeHeld]]:
    held: dict[str, list[OfficeHeld]] = {}
    for row in rows_of("offices.csv", content, OFFICES_COLUMNS, OFFICES_COLUMNS, faults):
        number = _known_member(row, members)
        start, end = _read(row, "term_start", day), _read(row, "term_end", day)
        full = _read(row, "full_term", TRUTH.__getitem__, "must be yes or no")
        if row.cells["how"] not in HOW:
            row.refuse("how", f"it must be one of {', '.join(HOW)}")
        _refuse_empty(row, "office", "term_start", "full_term")
        if start is not None and end is not None and end < start:
            row.refuse("term_end", f"{end} is before {start}")
        elif number is not None and start is not None and full is not None:
            cells = row.cells
            office = OfficeHeld(cells["office"], cells["unit"], start, end, full, cells["how"])
            held.setdefault(number, []).append(office)
    return held


def _known_member(row: Row, members: dict[str, Member]) -> str | None:
    number = row.cells["member_number"]
    if number in members:
        return number
    row.refuse("member_number", f"{number!r} is not on the roll" if number else "it is empty")
    return None


def _refuse_empty(row: Row, *columns: str) -> None:
    for column in columns:
        if not row.cells[column]:
            row.refuse(column, "it is empty")


def _read(row: Row, column: str, reads: Callable[[str], T], must: str = "") -> T | None:
    cell = row.cells.get(column, "")
    if not cell:
        return None
    try:
        return reads(cell)
    except (KeyError, ValueError) as fault:
        row.refuse(column, f"{cell!r} {must or fault}")
        return None


def day(text: str) -> date:
    """A date written 2027-10-16, of the years 1900 to 2199; ValueError says what is wrong."""
    if not DATE.fullmatch(text):
        raise ValueError("must be a date like 2027-10-16")
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ValueError("is not a day of the calendar") from fault


def _year(text: str) -> int:
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise ValueError("must be a year like 1971")
    return int(text)


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text):
        raise ValueError("must be the district's number alone")
    return int(text)


def stewards(text: str) -> tuple[str, ...]:
    """The kinds in a steward cell; ValueError says what is wrong."""
    if text == "none":
        return ()
    kinds = tuple(kind.strip() for kind in text.split(";"))
    if not set(kinds) <= set(STEWARD_KINDS) or len(set(kinds)) < len(kinds):
        known = ", ".join(STEWARD_KINDS)
        raise ValueError(f"must be none, or some of {known}, separated by semicolons")
    return kinds
