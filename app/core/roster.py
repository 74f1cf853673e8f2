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
HOW = ("elected", "declared", "appointed")


@dataclass(frozen=True, slots=True)
class Installed:
    """A member who sits in a contest's seat, by votes, "declared" or "appointed".

    `since` None is from the term's beginning; who left in mid-term is out from the day `left`.
    """

    member: str
    contest: Contest
    how: str
    since: date | None = None
    left: date | None = None


def roster_after(
    held: Terms, installed: Sequence[Installed], rules: LocalRules, *, begins: date
) -> dict[str, tuple[OfficeHeld, ...]]:
    """Everybody's terms of office once an election's winners are installed, by member.

    Who held an office that was filled holds over until the day before; so does who is elected to
    a higher office, in any lower one that bylaws exclude beside it. The next election's roll
    takes these terms as they are.
    """
    ends = months_after(begins, 12 * rules.terms.years.value) - DAY
    after: dict[str, list[OfficeHeld]] = {}
    for member, terms in held.items():
        for term in terms:
            over = _holds_over(member, term, installed, rules, begins)
            runs = over is not None and term.term_start < over <= (term.term_end or over)
            left = replace(term, term_end=over - DAY) if over and runs else term
            after.setdefault(member, []).append(left)
    for each in installed:
        after.setdefault(each.member, []).append(_term_of(each, begins, ends))
    return {member: tuple(terms) for member, terms in after.items()}


def _holds_over(
    member: str, term: OfficeHeld, installed: Iterable[Installed], rules: LocalRules, begins: date
) -> date | None:
    """The day from which somebody else holds the office, or its holder a higher one."""
    unit = _unit_of(term, rules)
    days = [
        each.since or begins
        for each in installed
        if (each.contest.office, unit_of(each.contest)) == (term.office, unit)
        or (each.member == member and _gives_way(term, each.contest.group, rules))
    ]
    return min(days, default=None)


def _term_of(each: Installed, begins: date, ends: date) -> OfficeHeld:
    since = each.since or begins
    full = since == begins and each.left is None
    last = ends if each.left is None else each.left - DAY
    how = each.how if each.how in HOW else "elected"
    return OfficeHeld(each.contest.office, unit_of(each.contest), since, last, full, how)


def unit_of(contest: Contest) -> str:
    """The unit of a contest's office as the offices of a roll name it; "" for the whole local."""
    return "-".join(filter(None, (contest.chapter, contest.unit)))


def _unit_of(term: OfficeHeld, rules: LocalRules) -> str:
    named = rules.units.short("chapter", "", term.unit)
    return named if named in rules.units.chapters else slug(term.unit)


def _gives_way(term: OfficeHeld, higher: str, rules: LocalRules) -> bool:
    """Whether the office cannot be held beside one of a higher group that the member won."""
    group = group_of(term, rules)
    return any(
        row.groups.index(higher) < row.groups.index(group)
        for row in rules.exclusivities
        if group in row.groups and higher in row.groups
    )
