from collections.abc import Collection, Iterable, Mapping
from itertools import takewhile

from app.core.counting.count import Count, equals
from app.core.counting.profile import Profile
from app.core.counting.rule import RUN_OFF


def plurality(profile: Profile, count: Count, seats: int) -> list[int]:
    """Elects those with most marks; answers with the alternates in order.

    Who has no mark is neither elected nor an alternate: the seat stays vacant.
    """
    tally = marks(profile, seats)
    count.open(tally)
    _elect(tally, tally, count, seats)
    return _alternates(tally, count)


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
    _elect(tally, [c for c in tally if c not in seated], count, places)
    return _alternates(tally, count), seated


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


def _elect(tally: Mapping[int, int], among: Iterable[int], count: Count, places: int) -> None:
    for candidate in count.best(tally, [c for c in among if tally[c]], places):
        count.elect([candidate])


def _alternates(tally: Mapping[int, int], count: Count) -> list[int]:
    """The others in order; without a lot it ends before the first who are equal."""
    left = [c for c in tally if tally[c] and c not in count.elected]
    groups = equals(tally, left)
    if RUN_OFF in count.rule.ties:
        groups = list(takewhile(lambda group: len(group) == 1, groups))
    return [candidate for group in groups for candidate in count.order(group)]
