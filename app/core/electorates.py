from collections.abc import Iterable
from dataclasses import dataclass

from app.core.conditions import holds
from app.core.contest import Contest, Electorate
from app.core.roll import Member
from app.core.rules import LocalRules

PLURALITY = frozenset({"plurality", "plurality-run-off", "plurality-guaranteed"})
LARGEST_SHARED_PLURALITY = 10


@dataclass(frozen=True, slots=True)
class ContestGroup:
    """Contests whose marks travel on one sealed ballot (PROTOCOL, contest groups)."""

    group_id: int
    electorate: Electorate
    contests: tuple[Contest, ...]


def in_electorate(electorate: Electorate, member: Member, rules: LocalRules) -> bool:
    """Whether the electorate's conditions hold for a member; membership itself is not asked."""
    return all(holds(condition, member, rules) for condition in electorate.conditions)


def electorates_of(
    member: Member, contests: Iterable[Contest], rules: LocalRules
) -> tuple[Electorate, ...]:
    """The electorates of these contests that a member belongs to, each once, in their order."""
    distinct = {contest.electorate.id: contest.electorate for contest in contests}
    return tuple(row for row in distinct.values() if in_electorate(row, member, rules))


def contest_groups(contests: Iterable[tuple[Contest, int]]) -> tuple[ContestGroup, ...]:
    """The groups of the contests on the ballot, each given with its number of candidates.

    Contests of one electorate share a group; a plurality contest of more than ten candidates is a
    group of its own, since so many marks are a fingerprint. Ids from 1, in the contests' order.
    """
    gathered: dict[str, list[Contest]] = {}
    for contest, candidates in contests:
        alone = contest.rule in PLURALITY and candidates > LARGEST_SHARED_PLURALITY
        key = f"alone {contest.id}" if alone else f"shared {contest.electorate.id}"
        gathered.setdefault(key, []).append(contest)
    return tuple(
        ContestGroup(number, row[0].electorate, tuple(row))
        for number, row in enumerate(gathered.values(), 1)
    )
