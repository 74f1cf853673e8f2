from collections.abc import Callable, Iterable

from app.core.counting.profile import Profile
from app.core.counting.rounds import Transfer


class Piles:
    """The ballots by the continuing candidate they count for, and by the value each has kept.

    Values and tallies are integers scaled by `unit`, the value of a whole ballot.
    """

    def __init__(self, profile: Profile, out: Iterable[int] = (), *, unit: int = 1) -> None:
        self._times = profile.rankings
        self._gone = "".join(map(chr, out))
        self.continuing = [c for c in range(profile.candidates) if chr(c) not in self._gone]
        self.tally = dict.fromkeys(self.continuing, 0)
        self.exhausted = 0
        self._piles: dict[int, dict[int, list[str]]] = {c: {} for c in self.continuing}
        self._deal(profile.rankings, unit, {})

    def leave(self, candidates: Iterable[int]) -> None:
        """Takes candidates out of the race; their ballots stay until they are moved."""
        for candidate in candidates:
            self.continuing.remove(candidate)
            self._gone += chr(candidate)

    def move(
        self, source: int, value: Callable[[int], int] = lambda value: value
    ) -> list[Transfer]:
        """Moves all ballots of one who left to their next continuing candidates.

        `value` gives what a ballot is worth after the move. The tally of the source is left as
        it is: the rule says what stays.
        """
        moved: dict[int | None, int] = {}
        for old, ballots in self._piles.pop(source).items():
            self._deal(ballots, value(old), moved)
        return [Transfer(source, target, votes) for target, votes in moved.items()]

    def drop(self, losers: Iterable[int]) -> list[Transfer]:
        """Takes losers out and moves their ballots at the value these have."""
        gone = list(losers)
        self.leave(gone)
        transfers = [transfer for loser in gone for transfer in self.move(loser)]
        for loser in gone:
            del self.tally[loser]
        return transfers

    def even_out(self, source: int) -> None:
        """Spreads a candidate's votes evenly over the ballots held, whatever each was worth."""
        ballots = [ballot for heap in self._piles[source].values() for ballot in heap]
        papers = sum(map(self._times.__getitem__, ballots))
        self._piles[source] = {self.tally[source] // papers: ballots} if papers else {}

    def _deal(self, ballots: Iterable[str], value: int, moved: dict[int | None, int]) -> None:
        times, gone = self._times, self._gone
        heaps: dict[str, list[str]] = {}
        for ballot in ballots:
            head = ballot.lstrip(gone)[:1]
            if head in heaps:
                heaps[head].append(ballot)
            else:
                heaps[head] = [ballot]
        for head, heap in heaps.items():
            votes = value * sum(map(times.__getitem__, heap))
            target = ord(head) if head else None
            moved[target] = moved.get(target, 0) + votes
            if target is None:
                self.exhausted += votes
            else:
                self.tally[target] += votes
                self._piles[target].setdefault(value, []).extend(heap)
