from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.core.apportionment import apportion, apportionment
from app.core.census import Census
from app.core.clause import Cited
from app.core.conditions import condition
from app.core.contest import Contest
from app.core.contest_making import electorate_of, make_contest
from app.core.district_contests import contests_of_districts
from app.core.rules import LocalRules
from app.core.templates import Apportioned, ContestTemplate, PerUnit, Trait


@dataclass(frozen=True, slots=True)
class Place:
    """The unit that one contest of a template is for; `field` is "" where it is for no unit."""

    chapter: str = ""
    field: str = ""
    unit: str = ""
    title: str = ""


def contests_from(
    template: ContestTemplate, rules: LocalRules, census: Census | None, temporary: Collection[str]
) -> Iterator[Contest]:
    """The contests that one template makes; units the profile does not name come from the roll."""
    match template.over:
        case "local":
            yield _of_unit(template, rules, Place(template.chapter, "", template.unit), census)
        case "district" | "county":
            if rules.districts is not None:
                yield from contests_of_districts(template, rules, rules.districts)
        case "chapter":
            for chapter in rules.units.chapters:
                if chapter not in template.not_chapters:
                    yield _of_unit(template, rules, Place(chapter), census)
        case field:
            for unit in _units(template, rules, census, field):
                if (unit in temporary) == template.temporary:
                    title = rules.units.title(field, template.chapter, unit)
                    place = Place(template.chapter, field, unit, title)
                    yield _of_unit(template, rules, place, census)


def contest_of_unit(template: ContestTemplate, rules: LocalRules, unit: str) -> Contest:
    """The contest of a unit that only the roll names; its apportioned seats stay unknown."""
    title = rules.units.title(template.over, template.chapter, unit)
    return _of_unit(template, rules, Place(template.chapter, template.over, unit, title), None)


def _units(
    template: ContestTemplate, rules: LocalRules, census: Census | None, field: str
) -> tuple[str, ...]:
    named = rules.units.of_field(field, template.chapter)
    if named is not None and named.closed:
        return tuple(named.names.value)
    if census is None:
        return ()
    return tuple(census.units(template.chapter, field, *template.candidates))


def _of_unit(
    template: ContestTemplate, rules: LocalRules, place: Place, census: Census | None
) -> Contest:
    own = (Trait(place.field, (place.unit,)),) if place.field else ()
    within = (*_chapter_trait(place.chapter), *own)
    voting = (*_chapter_trait(place.chapter), *(own if template.voters_of_unit else ()))
    voting += template.voters
    conditions = [
        condition(trait, _candidate_clause(trait, template, rules), rules, place.chapter)
        for trait in (*within, *template.candidates)
    ]
    seats, working = _seats(template, rules, place, census)
    return make_contest(
        template,
        rules,
        chapter=place.chapter,
        unit=place.unit,
        title=_title(template, rules, place),
        seats=seats,
        electorate=electorate_of(rules, place.chapter, voting, template),
        conditions=tuple(conditions),
        working=working,
    )


def _title(template: ContestTemplate, rules: LocalRules, place: Place) -> str:
    pattern = template.title
    if place.chapter and "{chapter}" not in pattern:
        pattern += ", {chapter}"
    chapter = rules.units.title("chapter", "", place.chapter)
    return pattern.format(place=place.title, chapter=chapter)


def _chapter_trait(chapter: str) -> tuple[Trait, ...]:
    return (Trait("chapter", (chapter,)),) if chapter else ()


def _candidate_clause(trait: Trait, template: ContestTemplate, rules: LocalRules) -> Cited:
    by_unit = rules.nominations.by_unit
    return by_unit if trait.field == "chapter" and by_unit is not None else template


def _seats(
    template: ContestTemplate, rules: LocalRules, place: Place, census: Census | None
) -> tuple[int | None, str]:
    match template.seats:
        case int(seats):
            return seats, ""
        case PerUnit(seats, instead):
            return instead.get(place.unit, seats), ""
        case Apportioned(by) if census is not None:
            own = (Trait(place.field, (place.unit,)),) if place.field else ()
            share = apportion(apportionment(rules, by), census.count(place.chapter, *own))
            return share.seats, share.working
        case _:
            return None, ""
