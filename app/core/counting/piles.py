from collections import defaultdict
from collections.abc import Callable, Iterable

from app.core.counting.profile import Profile
from app.core.counting.rounds import Transfer

# Distinct rankings of one value, and beside them how often each was cast.
Heap = tuple[list[str], list[int]]
NOBODY = -1


class Piles:
    """The ballots by the continuing candidate they count for, and by the value each has kept.

    Values and tallies are integers scaled by `unit`, the value of a whole ballot.
    """

    def __init__(self, profile: Profile, out: Iterable[int] = (), *, unit: int = 1) -> None:
        self._gone = "".join(map(chr, out))
        self.continuing = [c for c in range(profile.candidates) if chr(c) not in self._gone]
        self.tally = dict.fromkeys(self.continuing, 0)
        self.exhausted = 0
        self._piles: dict[int, dict[int, Heap]] = {c: {} for c in self.continuing}
        self._retained: dict[int, list[tuple[Heap, int]]] = {c: [] for c in self.continuing}
        self._deal(profile.rankings.items(), unit, {})

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
        moved: dict[int, int] = {}
        for old, heap in self._piles.pop(source).items():
            new = value(old)
            if new < old:
                self._retained[source].append((heap, old - new))
            self._deal(zip(*heap, strict=True), new, moved)
        return [
            Transfer(source, None if target == NOBODY else target, moved[target])
            for target in sorted(moved)
        ]

    def retained(self, winner: int) -> dict[str, int]:
        """The ballots that elected a winner, with the votes of each that stayed there."""
        stayed = [(heap, value) for value, heap in self._piles.get(winner, {}).items()]
        votes: dict[str, int] = {}
        for (ballots, times), value in self._retained[winner] + stayed:
            for ballot, cast in zip(ballots, times, strict=True):
                votes[ballot] = votes.get(ballot, 0) + cast * value
        return votes

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
        heaps = self._piles[source].values()
        ballots = [ballot for heap in heaps for ballot in heap[0]]
        times = [cast for heap in heaps for cast in heap[1]]
        papers = sum(times)
        self._piles[source] = {self.tally[source] // papers: (ballots, times)} if papers else {}

    def _deal(self, ballots: Iterable[tuple[str, int]], value: int, moved: dict[int, int]) -> None:
        """Lays ballots on the piles of their next continuing candidates.

        Nearly all time of a count is spent in the first loop, so it does the least it can.
        """
        gone = self._gone
        heaps: defaultdict[str, Heap] = defaultdict(lambda: ([], []))
        for ballot, cast in ballots:
            heap, times = heaps[ballot.lstrip(gone)[:1]]
            heap.append(ballot)
            times.append(cast)
        for head, dealt in heaps.items():
            votes = value * sum(dealt[1])
            target = ord(head) if head else NOBODY
            moved[target] = moved.get(target, 0) + votes
            if target == NOBODY:
                self.exhausted += votes
            else:
                self.tally[target] += votes
                held = self._piles[target].setdefault(value, ([], []))
                held[0].extend(dealt[0])
                held[1].extend(dealt[1])
