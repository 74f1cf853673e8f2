from collections.abc import Collection, Mapping
from itertools import groupby

from app.core.counting.count import Count
from app.core.counting.profile import Profile


def plurality(profile: Profile, count: Count, seats: int) -> list[int]:
    """Elects those with most marks; answers with the alternates in order.

    Who has no mark is neither elected nor an alternate: the seat stays vacant.
    """
    tally = marks(profile, seats)
    count.open(tally)
    left = _elect(tally, [*tally], count, seats)
    return [candidate for group in left for candidate in count.order(group)]


def guaranteed(
    profile: Profile, count: Count, seats: int, groups: Mapping[int, str]
) -> tuple[list[int], dict[int, str]]:
    """Fills the places guaranteed to each group by its best, then the rest by votes (M21).

    Answers with the alternates in order, and with who was seated for which group. A guaranteed
    place for which nobody of the group has a mark stays vacant.
    """
    tally = marks(profile, seats)
    count.open(tally)
    seated: dict[int, str] = {}
    places = seats
    for group, number in count.rule.guarantee:
        before = len(count.elected)
        _elect(tally, [c for c in tally if groups.get(c) == group], count, number)
        seated |= dict.fromkeys(count.elected[before:], group)
        places -= number
    left = _elect(tally, [c for c in tally if c not in seated], count, places)
    return [candidate for group in left for candidate in count.order(group)], seated


def marks(profile: Profile, seats: int) -> dict[int, int]:
    """Each candidate's marks, void ballots left out."""
    tally = dict.fromkeys(range(profile.candidates), 0)
    for ranking, times in profile.rankings.items():
        if not is_void(ranking, seats):
            for mark in ranking:
                tally[ord(mark)] += times
    return tally


def is_void(ranking: Collection[object], seats: int) -> bool:
    """Whether a ballot marks more candidates than there are seats, which voids the contest."""
    return len(ranking) > seats


def _elect(
    tally: Mapping[int, int], among: Collection[int], count: Count, places: int
) -> list[list[int]]:
    """Elects the best among some to so many places; answers with the rest, equals together."""
    groups = _by_votes(tally, among)
    while groups and len(groups[0]) <= places:
        places -= len(groups[0])
        count.elect(count.ordered(groups.pop(0)))
    while groups and places:
        chosen = count.settle("election", groups[0])
        count.elect([chosen])
        groups[0].remove(chosen)
        places -= 1
    return groups


def _by_votes(tally: Mapping[int, int], among: Collection[int]) -> list[list[int]]:
    marked = sorted((c for c in among if tally[c]), key=lambda c: -tally[c])
    return [list(group) for _, group in groupby(marked, key=tally.__getitem__)]
