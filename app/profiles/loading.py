import functools
import re
import tomllib
from pathlib import Path

from app.core.faults import BadInput
from app.core.rules import LocalRules
from app.core.units import units_of
from app.profiles import calendar_parts, contest_parts, parts, question_parts, seat_parts
from app.profiles.checks import check
from app.profiles.choices import CHANNELS
from app.profiles.tables import Table, as_number, as_truth, some_of

HERE = Path(__file__).parent
DECISIONS = HERE / "decisions"
Tree = dict[str, object]


def names() -> tuple[str, ...]:
    """The profiles that stand in this folder, without those that others only build on."""
    trees = {path.stem: tree(path.stem) for path in sorted(HERE.glob("*.toml"))}
    bases = {raw.get("extends") for raw in trees.values()}
    return tuple(name for name in trees if name not in bases)


@functools.cache
def load(name: str) -> LocalRules:
    """The rules of the local called `name`, read once a process; BadInput names what is wrong."""
    if name not in names():
        raise BadInput(f"There is no profile {name!r}; there are: {', '.join(names())}.")
    return read(name, (HERE / f"{name}.toml").read_bytes())


def tree(name: str) -> Tree:
    """A profile's own tables as they stand in its file."""
    path = HERE / f"{name}.toml"
    if path.parent != HERE or not path.is_file():
        raise BadInput(f"There is no profile {name!r}.")
    return _parsed(name, path.read_bytes())


def whole_tree(name: str) -> Tree:
    """A profile's tables with those it builds on."""
    return merged(name, tree(name))


def read(name: str, content: bytes) -> LocalRules:
    """The rules in a profile's bytes; `name` stands in front of what is wrong with it."""
    return rules_of(name, merged(name, _parsed(name, content)))


def rules_of(name: str, whole: Tree) -> LocalRules:
    """The rules in a profile's tables, each key asked for and each value cited."""
    table = Table(whole, name, _decisions())
    rules = _rules(name, table)
    table.done()
    check(rules)
    return rules


def merged(name: str, own: Tree) -> Tree:
    """A profile's tables laid over those of the profile it extends."""
    base = own.get("extends")
    if base is None:
        return own
    if not isinstance(base, str) or not (HERE / f"{base}.toml").is_file():
        raise BadInput(f"{name}.extends names {base!r}, which is no profile.")
    rest = {key: value for key, value in own.items() if key != "extends"}
    return _laid_over(merged(base, tree(base)), rest)


def _laid_over(base: Tree, own: Tree) -> Tree:
    laid = own | {key: value for key, value in base.items() if key not in own}
    for key, value in own.items():
        under = base.get(key)
        if isinstance(under, dict) and isinstance(value, dict) and "value" not in value:
            laid[key] = _laid_over(under, value)
        elif isinstance(under, list) and isinstance(value, list):
            laid[key] = [*under, *value]
    return laid


def _parsed(name: str, content: bytes) -> Tree:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as fault:  # of its bytes, its form, its digits, its depth
        raise BadInput(f"{name} is no valid TOML file in UTF-8: {fault}.") from fault


def _decisions() -> frozenset[str]:
    found = (re.match(r"\d{4}", path.name) for path in DECISIONS.glob("*.md"))
    return frozenset(number[0] for number in found if number)


def _rules(name: str, table: Table) -> LocalRules:
    nominations = table.table("nominations")
    return LocalRules(
        name=name,
        title=table.text("title"),
        short_title=table.text("short_title"),
        source=table.text("source"),
        terms=parts.terms(table.table("terms")),
        committee=parts.committee(table.table("committee")),
        membership=parts.membership(table.table("membership")),
        teaching=parts.teaching(table.table("teaching")) if "teaching" in table else None,
        term_limits=tuple(parts.term_limit(row) for row in table.tables("term_limits")),
        districts=parts.districts(table.table("districts")) if "districts" in table else None,
        units=units_of(tuple(contest_parts.unit_names(row) for row in table.tables("units"))),
        contests=tuple(contest_parts.contest(row) for row in table.tables("contests")),
        apportionments=tuple(
            contest_parts.apportionment(row) for row in table.tables("apportionments")
        ),
        board=contest_parts.board(table.table("board")) if "board" in table else None,
        allotments=tuple(contest_parts.allotment(row) for row in table.tables("allotments")),
        exclusivities=tuple(parts.exclusivity(row) for row in table.tables("exclusivities")),
        counting=parts.counting(table.table("counting")),
        ranking=parts.ranking(table.table("ranking")) if "ranking" in table else None,
        ties=parts.ties(table.table("ties")),
        channels=table.clause("channels", some_of(CHANNELS)),
        write_ins=nominations.clause("write_ins", as_truth),
        uncontested=nominations.clause("uncontested", as_truth),
        nominations=parts.nominations(nominations),
        ex_officio=tuple(seat_parts.ex_officio(row) for row in table.tables("ex_officio")),
        succession=seat_parts.succession(table.table("succession")),
        convention=seat_parts.convention(table.table("convention"))
        if "convention" in table
        else None,
        vacancy_wait=table.maybe_clause("vacancy_wait", as_number),
        lower_office_vacated=table.maybe_clause("lower_office_vacated", as_truth),
        vacancies=tuple(seat_parts.vacancy(row) for row in table.tables("vacancies")),
        stewards=question_parts.stewards(table.table("stewards")) if "stewards" in table else None,
        questions=tuple(question_parts.question(row) for row in table.tables("questions")),
        petitions=tuple(question_parts.petition(row) for row in table.tables("petitions")),
        remedies=tuple(question_parts.remedy(row) for row in table.tables("remedies")),
        calendar=calendar_parts.calendar(table.table("calendar")),
    )
