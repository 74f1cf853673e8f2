import re
import tomllib
from pathlib import Path

from app.core.faults import BadInput
from app.core.rules import ContestTemplate, CountySeats, GrantedLess, LocalRules
from app.profiles import parts
from app.profiles.tables import Table, as_truth

HERE = Path(__file__).parent
DECISIONS = HERE / "decisions"


def names() -> tuple[str, ...]:
    """The profiles that stand in this folder."""
    return tuple(sorted(path.stem for path in HERE.glob("*.toml")))


def load(name: str) -> LocalRules:
    """The rules of the local called `name`; BadInput names the place of what is wrong."""
    if name not in names():
        raise BadInput(f"There is no profile {name!r}; there are: {', '.join(names())}.")
    return read(name, (HERE / f"{name}.toml").read_bytes())


def read(name: str, content: bytes) -> LocalRules:
    """The rules in a profile's bytes; `name` stands in front of what is wrong with it."""
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadInput(f"{name} is no valid TOML file in UTF-8: {fault}.") from fault
    table = Table(raw, name, _decisions())
    rules = _rules(name, table)
    table.done()
    _check_districts(rules)
    _check_groups(rules)
    return rules


def _decisions() -> frozenset[str]:
    found = (re.match(r"\d{4}", path.name) for path in DECISIONS.glob("*.md"))
    return frozenset(number[0] for number in found if number)


def _rules(name: str, table: Table) -> LocalRules:
    nominations = table.table("nominations")
    rules = LocalRules(
        name=name,
        title=table.text("title"),
        source=table.text("source"),
        terms=parts.terms(table.table("terms")),
        committee=parts.committee(table.table("committee")),
        membership=parts.membership(table.table("membership")),
        districts=parts.districts(table.table("districts")) if "districts" in table else None,
        contests=tuple(parts.contest(row) for row in table.tables("contests")),
        exclusivities=tuple(parts.exclusivity(row) for row in table.tables("exclusivities")),
        counting=parts.counting(table.table("counting")),
        ranking=parts.ranking(table.table("ranking")) if "ranking" in table else None,
        ties=parts.ties(table.table("ties")),
        write_ins=nominations.clause("write_ins", as_truth),
        uncontested=nominations.clause("uncontested", as_truth),
        ex_officio=tuple(parts.ex_officio(row) for row in table.tables("ex_officio")),
        succession=parts.succession(table.table("succession")),
        calendar=parts.calendar(table.table("calendar")),
    )
    nominations.done()
    return rules


def _check_districts(rules: LocalRules) -> None:
    for number, template in enumerate(rules.contests, 1):
        place = f"{rules.name}.contests[{number}]"
        if template.over != "local" and rules.districts is None:
            raise BadInput(f"{place} is by {template.over}, and the profile has no districts.")
        for row in template.seats.value if isinstance(template.seats.value, tuple) else ():
            _check_counties(rules, template, row, place)


def _check_counties(
    rules: LocalRules, template: ContestTemplate, row: CountySeats, place: str
) -> None:
    assert rules.districts is not None  # noqa: S101  (_check_districts has seen to it)
    numbers = {rules.districts.of_county(county) for county in row.counties}
    if None in numbers:
        raise BadInput(f"{place}: {template.office} names a county that is in no district.")
    if len(numbers) > 1:
        raise BadInput(f"{place}: {', '.join(row.counties)} are not of one district.")


def _check_groups(rules: LocalRules) -> None:
    known = {template.group for template in rules.contests}
    less = (row.seats.value for row in rules.contests if isinstance(row.seats.value, GrantedLess))
    named = [(f"exclusivity {row.name!r}", row.groups) for row in rules.exclusivities]
    named += [(f"ex officio seat {row.body!r}", row.groups) for row in rules.ex_officio]
    named += [("granted seats", row.groups) for row in less]
    for place, groups in named:
        if unknown := set(groups) - known:
            raise BadInput(f"{rules.name}: {place} names {min(unknown)!r}, a group of no contest.")
    offices = [template.office for template in rules.contests]
    if len(set(offices)) < len(offices):
        raise BadInput(f"{rules.name}: an office has two templates.")
