"""What one table of a profile says must not contradict another."""

from collections import Counter
from collections.abc import Iterable

from app.core.faults import BadInput
from app.core.rules import LocalRules
from app.core.templates import Apportioned, ContestTemplate, CountySeats, GrantedLess


def check(rules: LocalRules) -> None:
    """Refuses a profile whose tables name what no other table knows."""
    _check_offices(rules)
    _check_groups(rules)
    _check_apportionments(rules)
    _check_chapters(rules)
    _check_stewards(rules)
    _check_questions(rules)
    for number, template in enumerate(rules.contests, 1):
        _check_districts(rules, template, f"{rules.name}.contests[{number}]")


def _check_offices(rules: LocalRules) -> None:
    named = Counter((row.chapter, row.office, row.unit, row.over) for row in rules.contests)
    for (chapter, office, *_), times in named.items():
        if times > 1:
            of = chapter or "the local"
            raise BadInput(f"{rules.name}: {of} has two templates for the office {office!r}.")


def _check_questions(rules: LocalRules) -> None:
    petitions = {row.id for row in rules.petitions}
    for row in rules.questions:
        if row.petition and row.petition not in petitions:
            raise BadInput(f"{rules.name}: {row.id} rests on {row.petition!r}, no petition.")


def _check_stewards(rules: LocalRules) -> None:
    known = rules.membership.steward_kinds
    for template in rules.contests:
        for kind in template.steward.value if template.steward else ():
            if kind not in known:
                raise BadInput(f"{rules.name}: {template.office} knows no steward {kind!r}.")


def _check_districts(rules: LocalRules, template: ContestTemplate, place: str) -> None:
    by_place = template.over in ("district", "county")
    if by_place and rules.districts is None:
        raise BadInput(f"{place} is by {template.over}, and the profile has no districts.")
    if isinstance(template.seats, tuple) is not (template.over == "county"):
        raise BadInput(f"{place}: seats by county go with over = county, and with that alone.")
    for row in template.seats if isinstance(template.seats, tuple) else ():
        _check_counties(rules, row, f"{place}.seats")


def _check_counties(rules: LocalRules, row: CountySeats, place: str) -> None:
    districts = rules.districts
    numbers = {districts.of_county(county) for county in row.counties} if districts else {None}
    if None in numbers:
        raise BadInput(f"{place}: {', '.join(row.counties)}: a county that is in no district.")
    if len(numbers) > 1:
        raise BadInput(f"{place}: {', '.join(row.counties)} are not of one district.")


def _check_groups(rules: LocalRules) -> None:
    known = {template.group for template in rules.contests}
    if rules.board is not None:
        known.add(rules.board.group)
    less = (row.seats for row in rules.contests if isinstance(row.seats, GrantedLess))
    named = [(f"exclusivity {row.name!r}", row.groups) for row in rules.exclusivities]
    named += [(f"ex officio seat {row.body!r}", row.groups) for row in rules.ex_officio]
    named += [("granted seats", row.groups) for row in less]
    named += [("a vacancy", row.groups) for row in rules.vacancies]
    if rules.convention is not None:
        named.append(("the convention", rules.convention.order.value))
    named += [("a term limit", row.groups) for row in rules.term_limits]
    for place, groups in named:
        if unknown := set(groups) - known:
            raise BadInput(f"{rules.name}: {place} names {min(unknown)!r}, a group of no contest.")


def _check_apportionments(rules: LocalRules) -> None:
    known = {row.name for row in rules.apportionments}
    named = {row.seats.by for row in rules.contests if isinstance(row.seats, Apportioned)}
    if rules.board is not None:
        named.add(rules.board.apportioned.value)
    if rules.stewards is not None:
        named.add(rules.stewards.apportioned)
    if unknown := named - known:
        raise BadInput(f"{rules.name}: there is no apportionment {min(unknown)!r}.")


def _check_chapters(rules: LocalRules) -> None:
    known = {"", *rules.units.chapters}
    for place, chapters in _chapters_named(rules):
        if unknown := set(chapters) - known:
            raise BadInput(f"{rules.name}: {place} names {min(unknown)!r}, which is no chapter.")
    if rules.board is not None and not any(row.chapter == "" for row in rules.allotments):
        without = set(rules.units.chapters) - {row.chapter for row in rules.allotments}
        if without:
            raise BadInput(f"{rules.name}: {min(without)} has no allotment of board seats.")


def _chapters_named(rules: LocalRules) -> Iterable[tuple[str, Iterable[str]]]:
    for template in rules.contests:
        yield f"the office {template.office}", (template.chapter, *template.not_chapters)
    yield "an allotment", [row.chapter for row in rules.allotments]
    yield "a vacancy", [name for row in rules.vacancies for name in row.at_large_in]
    yield "a list of units", [row.chapter for row in rules.units.lists]
    if rules.teaching is not None:
        yield "teaching", [rules.teaching.chapter.value]
