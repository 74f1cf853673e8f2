from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.contest import Contest
from app.core.roll import OfficeHeld
from app.core.rules import LocalRules
from app.core.standing import DAY, months_after
from app.core.terms import group_of
from app.core.units import slug

Terms = Mapping[str, Sequence[OfficeHeld]]


@dataclass(frozen=True, slots=True)
class Installed:
    """A member whom an election seats in a contest, "declared" or by votes."""

    member: str
    contest: Contest
    how: str


def roster_after(
    held: Terms, installed: Sequence[Installed], rules: LocalRules, *, begins: date
) -> dict[str, tuple[OfficeHeld, ...]]:
    """Everybody's terms of office once an election's winners are installed, by member.

    Who held an office that was filled holds over until the day before; so does who is elected to
    a higher office, in any lower one that bylaws exclude beside it. The next election's roll
    takes these terms as they are.
    """
    filled = {(each.contest.office, _unit(each.contest)) for each in installed}
    ends = months_after(begins, 12 * rules.terms.years.value) - DAY
    after: dict[str, list[OfficeHeld]] = {}
    for member, terms in held.items():
        higher = [each.contest.group for each in installed if each.member == member]
        for term in terms:
            over = (term.office, _unit_of(term, rules)) in filled or _gives_way(term, higher, rules)
            runs = term.term_start < begins and (term.term_end is None or term.term_end >= begins)
            left = replace(term, term_end=begins - DAY) if over and runs else term
            after.setdefault(member, []).append(left)
    for each in installed:
        how = "declared" if each.how == "declared" else "elected"
        own = OfficeHeld(each.contest.office, _unit(each.contest), begins, ends, True, how)
        after.setdefault(each.member, []).append(own)
    return {member: tuple(terms) for member, terms in after.items()}


def _unit(contest: Contest) -> str:
    """The unit of a contest's office as the offices of a roll name it; "" for the whole local."""
    return "-".join(filter(None, (contest.chapter, contest.unit)))


def _unit_of(term: OfficeHeld, rules: LocalRules) -> str:
    named = rules.units.short("chapter", "", term.unit)
    return named if named in rules.units.chapters else slug(term.unit)


def _gives_way(term: OfficeHeld, elected: Iterable[str], rules: LocalRules) -> bool:
    """Whether the office cannot be held beside one of a higher group that the member won."""
    group = group_of(term, rules)
    return any(
        row.groups.index(higher) < row.groups.index(group)
        for row in rules.exclusivities
        if group in row.groups
        for higher in elected
        if higher in row.groups
    )
