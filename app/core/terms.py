from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.core.facts import Facts
from app.core.membership import missing
from app.core.roll import OfficeHeld
from app.core.rules import LocalRules, TermLimit
from app.core.ruling import Finding
from app.core.standing import DAY, months_after
from app.core.units import slug

ELECTED = frozenset({"elected", "declared"})


def within_term_limit(facts: Facts, limit: TermLimit, rules: LocalRules, on: date) -> Finding:
    """Whether another full term would keep to the limit of consecutive ones."""
    if facts.offices is None:
        return missing(limit.most, "offices")
    held = [row for row in facts.offices if group_of(row, rules) in limit.groups]
    counted = consecutive_full_terms(held, limit.months_out.value, on)
    met = len(counted) < limit.most.value
    looked_at = {
        "terms": [f"{row.term_start} to {row.term_end or 'now'}" for row in counted],
        "most": limit.most.value,
    }
    says = f"{len(counted)} consecutive full terms count; {limit.most.value} are allowed."
    if not met:
        says += f" A year out of the office is needed first; nomination is on {on}."
    return Finding(limit.most.rule, met, limit.most.cite, says, looked_at)


def consecutive_full_terms(
    held: Iterable[OfficeHeld], months_out: int, on: date
) -> tuple[OfficeHeld, ...]:
    """The full terms that follow one another up to `on` without the absence that starts anew.

    A part of a term does not count, and is no absence either (decision 0016).
    """
    counted: list[OfficeHeld] = []
    out_from: date | None = None
    begun = sorted((row for row in held if row.term_start <= on), key=lambda row: row.term_start)
    for row in begun:
        if out_from is not None and row.term_start >= months_after(out_from, months_out):
            counted = []
        if row.full_term and row.how in ELECTED:
            counted.append(row)
        ends = (row.term_end or on) + DAY
        out_from = ends if out_from is None else max(out_from, ends)
    if out_from is not None and on >= months_after(out_from, months_out):
        return ()
    return tuple(counted)


def group_of(held: OfficeHeld, rules: LocalRules) -> str:
    """The group of contests that an office of the roll belongs to, "" where it is none of them."""
    local = is_of_local(held.unit, rules)
    for template in rules.contests:
        if template.office == held.office and local == (
            template.over == "local" and not template.chapter
        ):
            return template.group
    return held.office if any(row.group == held.office for row in rules.contests) else ""


def is_of_local(unit: str, rules: LocalRules) -> bool:
    """Whether the unit that an office of the roll names is the whole local, or none.

    The local's title may be cut short at a word: "SEIU Local 509".
    """
    word = slug(unit)
    return word in ("", slug(rules.short_title)) or f"{slug(rules.title)}-".startswith(f"{word}-")


def holders_before(
    held: Mapping[str, Sequence[OfficeHeld]], office: str, rules: LocalRules, *, on: date
) -> tuple[str, ...]:
    """Who has held an office of the whole local by a day, each once and the latest first.

    `held` gives the terms of office by member number, as the roll has them.
    """
    terms = [
        (term.term_start, member)
        for member, rows in held.items()
        for term in rows
        if term.office == office and is_of_local(term.unit, rules) and term.term_start <= on
    ]
    return tuple(dict.fromkeys(member for _, member in sorted(terms, reverse=True)))
