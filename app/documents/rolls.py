import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial

from app.core.conditions import unknown_unit
from app.core.faults import BadInput
from app.core.residence import is_out_of_state
from app.core.roll import Kind, Member, Roll
from app.core.rules import LocalRules
from app.documents.cells import Row, RowError, rows_of
from app.documents.columns import Naming, naming
from app.documents.histories import (
    EMPLOYMENT_COLUMNS,
    OFFICES_COLUMNS,
    STANDING_COLUMNS,
    read_employment,
    read_offices,
    read_standing,
)
from app.documents.typed_cells import TRUTH, day, typed
from app.documents.workbook import NoWorkbook, as_csv, is_workbook

ROLL_COLUMNS = tuple(column.name for column in fields(Member))
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "roll": ROLL_COLUMNS,
    "standing": STANDING_COLUMNS,
    "offices": OFFICES_COLUMNS,
    "employment": EMPLOYMENT_COLUMNS,
}
TYPED = ("birth_year", "kind", "in_bargaining_unit", "steward", "steward_since", "district")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class RollRejected(BadInput):
    """The files were not taken, none of them; `rows` names all that is wrong."""

    def __init__(self, rows: tuple[RowError, ...], what: str = "roll") -> None:
        self.rows = rows
        count = "one place is" if len(rows) == 1 else f"{len(rows)} places are"
        super().__init__(f"The {what} was not taken: {count} wrong, the first is {rows[0]}.")


def read_rolls(
    roll: bytes,
    standing: bytes,
    offices: bytes | None = None,
    employment: bytes | None = None,
    *,
    rules: LocalRules,
) -> Roll:
    """The roll in its files, CSV or XLSX, all or nothing; RollRejected names every wrong place.

    Counties are put into the profile's spelling. Lines of different members may stand in any order.
    """
    faults: list[RowError] = []
    members = _members(roll, rules, faults)
    periods = read_standing(standing, members, faults)
    held = read_offices(offices, members, rules, faults) if offices is not None else {}
    taught = read_employment(employment, members, rules, faults) if employment is not None else {}
    if faults:
        faults.sort(key=lambda fault: (fault.file, fault.line))
        raise RollRejected(tuple(faults))
    return Roll(
        members,
        {number: tuple(rows) for number, rows in periods.items()},
        {number: tuple(rows) for number, rows in held.items()},
        {number: tuple(rows) for number, rows in taught.items()},
    )


def text_of(name: str, content: bytes | None) -> bytes | None:
    """A file of the roll as CSV, also where it is a workbook; RollRejected where it is damaged."""
    try:
        return as_csv(content) if content is not None and is_workbook(content) else content
    except NoWorkbook as fault:
        raise RollRejected((RowError(f"{name}.csv", 1, "", str(fault)),)) from fault


def to_name(files: Mapping[str, bytes | None]) -> dict[str, Naming]:
    """The files, by name in COLUMNS, with columns that are none of the roll's."""
    found = {
        name: naming(content, COLUMNS[name])
        for name, content in files.items()
        if content is not None
    }
    return {name: columns for name, columns in found.items() if columns.unknown}


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
    cells, kinds = row.cells, rules.membership.steward_kinds
    texts = {name: cell for name, cell in cells.items() if name not in TYPED} | _home(row, rules)
    if not cells["first_name"] and not cells["last_name"]:
        row.refuse("last_name", "first and last name are both empty")
    if not cells["kind"]:
        row.refuse("kind", f"it is empty; it must be one of {', '.join(Kind)}")
    if texts.get("email") and not EMAIL.fullmatch(texts["email"]):
        row.refuse("email", f"{texts['email']!r} is not an e-mail address")
    member = Member(
        **texts,
        birth_year=typed(row, "birth_year", _year),
        kind=typed(row, "kind", Kind, "must be one of " + ", ".join(Kind)),
        in_bargaining_unit=typed(row, "in_bargaining_unit", TRUTH.__getitem__, "must be yes or no"),
        steward=typed(row, "steward", partial(stewards, kinds=kinds)) or (),
        steward_since=typed(row, "steward_since", day),
        district=typed(row, "district", _number),
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


def _year(text: str) -> int:
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise ValueError("must be a year like 1971")
    return int(text)


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text):
        raise ValueError("must be the district's number alone")
    return int(text)


def stewards(text: str, kinds: Sequence[str]) -> tuple[str, ...]:
    """Those of the kinds that a steward cell names; ValueError says what is wrong."""
    if text == "none":
        return ()
    named = tuple(kind.strip() for kind in text.split(";"))
    if not set(named) <= set(kinds) or len(set(named)) < len(named):
        known = ", ".join(kinds)
        raise ValueError(f"must be none, or some of {known}, separated by semicolons")
    return named
