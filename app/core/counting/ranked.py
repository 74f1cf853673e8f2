from collections.abc import Sequence
from fractions import Fraction

from app.core.counting.count import Count
from app.core.counting.piles import Piles
from app.core.counting.profile import Profile


def run_off(
    profile: Profile, count: Count, *, out: Sequence[int] = (), passage: int | None = None
) -> None:
    """Elects one: `irv`, and with the rule's batch `irv-ten-percent`.

    Each round: who has more than half of the ballots on continuing candidates wins; of two left
    and equal the lots choose; otherwise the one lowest is eliminated.
    """
    piles = Piles(profile, out)
    losers: list[int] = []
    while True:
        votes = sum(piles.tally.values())
        threshold = votes // 2 + 1
        count.open(piles.tally, exhausted=piles.exhausted, threshold=threshold, passage=passage)
        winner = _winner(piles, threshold, count)
        if winner is not None:
            return count.elect([winner])
        losers = ([] if losers else _batch(piles, votes, count)) or lowest(piles, count)
        eliminate(piles, losers, count)


def sequential(profile: Profile, count: Count, seats: int) -> None:
    """Elects one after the other, each by `irv` on all ballots without those elected before."""
    for passage in range(1, min(seats, profile.candidates) - len(count.kept) + 1):
        run_off(profile, count, out=[*count.kept, *count.elected], passage=passage)
    count.elected += sorted(count.kept)


def bottoms_up(profile: Profile, count: Count, seats: int) -> None:
    """Eliminates the one lowest until as many continue as there are seats; no quota."""
    piles = Piles(profile)
    count.open(piles.tally)
    while len(piles.continuing) > seats:
        eliminate(piles, lowest(piles, count), count)
        count.open(piles.tally, exhausted=piles.exhausted)
    count.elect(count.ordered(piles.continuing))


def lowest(piles: Piles, count: Count, open_seats: int = 1) -> list[int]:
    """The one continuing candidate with fewest votes, a tie settled."""
    if "certain-losers" in count.rule.habits:
        return _certain_losers(piles, count, open_seats)
    may_leave = [c for c in piles.continuing if c not in count.kept]
    fewest = min(piles.tally[c] for c in may_leave)
    return [count.settle("elimination", [c for c in may_leave if piles.tally[c] == fewest])]


def eliminate(piles: Piles, losers: Sequence[int], count: Count) -> None:
    """Takes losers out; their ballots move on at the value they have."""
    count.eliminate(losers)
    if "equal-papers" in count.rule.habits:
        for loser in losers:
            piles.even_out(loser)
    count.moved(piles.drop(losers))


def _winner(piles: Piles, threshold: int, count: Count) -> int | None:
    if len(piles.continuing) == 1:
        return piles.continuing[0]
    for candidate in piles.continuing:
        if piles.tally[candidate] >= threshold:
            return candidate
    return count.settle("election", piles.continuing) if len(piles.continuing) == 2 else None


def _batch(piles: Piles, votes: int, count: Count) -> list[int]:
    """All below the rule's share of the first choices, unless fewer than two would stay."""
    share = count.rule.batch or Fraction(0)
    below = [
        c for c in piles.continuing if piles.tally[c] * share.denominator < votes * share.numerator
    ]
    return below if len(piles.continuing) - len(below) >= 2 else []


def _certain_losers(piles: Piles, count: Count, open_seats: int) -> list[int]:
    """All who with the votes of everybody below them do not pass the next above (pyrankvote).

    Figures within about a thousandth of a vote are equal, as they are to pyrankvote.
    """
    grain = max(count.rule.unit // 1000, 1)
    votes = {c: (piles.tally[c] + grain // 2) // grain for c in piles.continuing}
    losers = []
    remaining, above = sum(votes.values()), 0
    for place, candidate in enumerate(count.ordered(votes, votes)):
        if place >= open_seats and remaining <= above:
            losers.append(candidate)
        above = votes[candidate]
        remaining -= above
    for loser in losers:
        equals = [c for c in votes if votes[c] == votes[loser]]
        if not {*equals} <= {*losers}:
            count.order(equals)
    return losers
