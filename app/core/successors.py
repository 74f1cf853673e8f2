from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.cascade import Successor
from app.core.contest import Contest
from app.core.counting import Profile, Tabulation
from app.core.counting.succession import alternates, last_eliminated, recount
from app.core.rules import LocalRules


@dataclass(frozen=True, slots=True)
class Counted:
    """A contest's ballots and count, with the candidates' member numbers by index.

    `lots` is the order of the indexes by which ties were settled.
    """

    profile: Profile
    tabulation: Tabulation
    candidates: Sequence[str]
    lots: Sequence[int]


def successor_by(counted: Mapping[str, Counted], rules: LocalRules) -> Successor:
    """Who follows in each contest by the rule of succession that the committee adopted.

    Plurality: the next highest. Ranked: whom a recount without those who left brings in, or the
    last eliminated. In a contest that was not counted nobody follows.
    """
    by_recount = rules.succession.ranked.value == "recount"

    def follow(contest: Contest, left: frozenset[str]) -> list[str]:
        count = counted.get(contest.id)
        if count is None:
            return []
        departed = {index for index, name in enumerate(count.candidates) if name in left}
        return [count.candidates[index] for index in _line(count, departed, by_recount)]

    return follow


def _line(count: Counted, departed: set[int], by_recount: bool) -> Sequence[int]:
    if not count.tabulation.rule.is_ranked:
        return alternates(count.tabulation, departed)
    if by_recount:
        again = recount(count.profile, count.tabulation, departed, lots=count.lots)
        return again.successors
    places = {index: place for place, index in enumerate(count.lots)}
    groups = last_eliminated(count.tabulation, departed)
    return [index for group in groups for index in sorted(group, key=places.__getitem__)]
