from itertools import groupby

from app.core.counting.count import Count
from app.core.counting.profile import Profile


def plurality(profile: Profile, count: Count, seats: int) -> list[int]:
    """Elects those with most marks; answers with the alternates in order.

    Who has no mark is neither elected nor an alternate: the seat stays vacant.
    """
    tally = _marks(profile, seats)
    count.open(tally)
    groups = _by_votes(tally)
    while groups and len(groups[0]) <= seats - len(count.elected):
        count.elect(count.ordered(groups.pop(0)))
    while groups and len(count.elected) < seats:
        chosen = count.settle("election", groups[0])
        count.elect([chosen])
        groups[0].remove(chosen)
    return [candidate for group in groups for candidate in count.order(group)]


def is_void(ranking: str, seats: int) -> bool:
    """Whether a ballot marks more candidates than there are seats, which voids the contest."""
    return len(ranking) > seats


def _marks(profile: Profile, seats: int) -> dict[int, int]:
    tally = dict.fromkeys(range(profile.candidates), 0)
    for ranking, times in profile.rankings.items():
        if not is_void(ranking, seats):
            for mark in ranking:
                tally[ord(mark)] += times
    return tally


def _by_votes(tally: dict[int, int]) -> list[list[int]]:
    marked = sorted((c for c in tally if tally[c]), key=lambda c: -tally[c])
    return [list(group) for _, group in groupby(marked, key=tally.__getitem__)]
