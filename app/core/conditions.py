from collections.abc import Sequence

from app.core.clause import Cited
from app.core.contest import Condition
from app.core.residence import residence_of
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.templates import Trait, Where
from app.core.units import slug

PHRASES = {
    "chapter": "membership in the {}",
    "region": "work in {}",
    "agency": "work at {}",
    "institution": "work at {}",
    "bargaining_unit": "membership in the bargaining unit {}",
    "work_location": "work at {}",
    "facility": "work at {}",
    "job_title": "the job title {}",
    "district": "a home in District {}",
    "county": "a home in {} County",
}


def value_of(
    member: Member, field: str, rules: LocalRules, nearest_county: str | None = None
) -> str:
    """What the roll says of a member in the profile's words; "" where it says nothing."""
    if field == "district":
        return str(residence_of(member, rules).district or "")
    if field == "county":
        return residence_of(member, rules, nearest_county).county or ""
    if field == "chapter":
        return rules.units.short("chapter", "", member.chapter)
    if field == "member_number":
        return member.member_number
    chapter = rules.units.short("chapter", "", member.chapter)
    return rules.units.short(field, chapter, str(getattr(member, field)))


def holds(
    trait: Trait | Condition, member: Member, rules: LocalRules, nearest: str | None = None
) -> bool:
    """Whether the roll says of a member what the trait or condition wants."""
    value = value_of(member, trait.field, rules, nearest)
    match trait.how:
        case "some":
            return bool(value)
        case "none":
            return not value
        case "words":
            return any(slug(words) in value for words in trait.values)
        case _:
            return value in trait.values


def unknown_unit(member: Member, rules: LocalRules) -> tuple[str, str] | None:
    """The first field that names a unit the profile's closed list does not know, and its text."""
    chapter = rules.units.short("chapter", "", member.chapter)
    for row in rules.units.lists:
        text = str(getattr(member, row.field))
        own = row.closed and row.chapter in ("", chapter)
        if own and text and not rules.units.is_known(row.field, row.chapter, text):
            return row.field, text
    return None


def condition(trait: Trait, clause: Cited, rules: LocalRules, chapter: str = "") -> Condition:
    """A trait as a condition that rests on a clause."""
    titles = [rules.units.title(trait.field, chapter, value) for value in trait.values]
    what = listed(titles)
    match trait.how:
        case "some":
            what = f"a {trait.field.replace('_', ' ')}"
        case "none":
            what = f"a place that is no {trait.field.replace('_', ' ')}"
        case "words":
            what = f"a place with {listed(trait.values)} in its name"
        case _ if trait.field in ("district", "county"):
            what = listed(trait.values)
    says = PHRASES[trait.field].format(what)
    return Condition(trait.field, trait.values, clause.rule, clause.cite, says, trait.how)


def id_of(where: Where) -> str:
    """Traits as a part of an id: "region-1", "teacher-principal", "facility-none"."""
    parts = []
    for trait in where:
        if trait.how in ("some", "none"):
            parts.append(trait.field.replace("_", "-") + ("-none" if trait.how == "none" else ""))
        else:
            parts.append("-".join(slug(value) for value in trait.values))
    return "-".join(parts)


def listed(names: Sequence[str]) -> str:
    """Names joined by commas and "or"."""
    if len(names) < 3:
        return " or ".join(names)
    return f"{', '.join(names[:-1])}, or {names[-1]}"
