"""A second counter, slow and plain, written from the text of the rules and not from the engine.

Every ballot stands by itself with its value as a fraction; nothing is grouped, scaled or kept.
Written from: RCTab 2.0's IRV, WIGM, multi-pass IRV and bottoms-up as the report describes them, and
the Scottish Local Government Elections Order 2007, rules 45 to 52.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

Votes = dict[int, Fraction]


@dataclass
class Row:
    """One round: votes of continuing and elected, and what was decided."""

    tally: Votes
    exhausted: Fraction
    residual: Fraction
    threshold: Fraction | None
    passage: int | None = None
    elected: list[int] = field(default_factory=list)
    eliminated: list[int] = field(default_factory=list)


@dataclass
class Counted:
    """A whole count; a tie is (round, kind, the tied, who was chosen, by what)."""

    elected: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    ties: list[tuple[int, str, frozenset[int], int, str]] = field(default_factory=list)


@dataclass
class Paper:
    """One ballot: its ranking, whose pile it lies on, and what it is worth."""

    ranking: list[int]
    holder: int | None = None
    value: Fraction = Fraction(1)

    def next_of(self, continuing: list[int]) -> int | None:
        """The highest ranked of those continuing."""
        return next((c for c in self.ranking if c in continuing), None)


def refer(
    rule: str, candidates: int, rankings: Sequence[list[int]], seats: int, lots: list[int]
) -> Counted:
    """Counts by a rule's name, all ties by the lots, best first."""
    everybody = list(range(candidates))
    if rule in ("irv", "irv-ten-percent"):
        counted = Counted()
        _single(counted, everybody, rankings, lots, tenth=rule == "irv-ten-percent")
        return counted
    if rule == "sequential-irv":
        return _one_after_the_other(everybody, rankings, seats, lots)
    if rule == "bottoms-up":
        return _from_the_bottom(everybody, rankings, seats, lots)
    return _Transferable(rule == "stv-scottish", everybody, rankings, seats, lots).count()


def _single(
    counted: Counted,
    everybody: list[int],
    rankings: Sequence[list[int]],
    lots: list[int],
    *,
    tenth: bool = False,
    passage: int | None = None,
) -> None:
    continuing = list(everybody)
    valid = sum(1 for ranking in rankings if any(c in everybody for c in ranking))
    first = True
    while True:
        tally = _first_preferences(rankings, continuing)
        active = sum(tally.values())
        needed = floor(Fraction(active, 2)) + 1
        gone = sum(1 for r in rankings if r and not any(c in continuing for c in r))
        row = _row(tally, gone, Fraction(needed), passage)
        counted.rows.append(row)
        over = [c for c in continuing if tally[c] >= needed]
        if len(continuing) == 1:
            over = list(continuing)
        elif not over and len(continuing) == 2:
            over = [_lot(counted, "election", continuing, lots)]
        if over:
            row.elected = over
            counted.elected += over
            return
        losers = []
        if tenth and first:
            losers = [c for c in continuing if 10 * tally[c] < valid]
            if len(continuing) - len(losers) < 2:
                losers = []
        first = False
        row.eliminated = losers or [_lowest(counted, continuing, tally, lots)]
        continuing = [c for c in continuing if c not in row.eliminated]


def _one_after_the_other(
    everybody: list[int], rankings: Sequence[list[int]], seats: int, lots: list[int]
) -> Counted:
    counted = Counted()
    while len(counted.elected) < min(seats, len(everybody)):
        left = [c for c in everybody if c not in counted.elected]
        _single(counted, left, rankings, lots, passage=len(counted.elected) + 1)
    return counted


def _from_the_bottom(
    everybody: list[int], rankings: Sequence[list[int]], seats: int, lots: list[int]
) -> Counted:
    counted, continuing = Counted(), list(everybody)
    while True:
        tally = _first_preferences(rankings, continuing)
        gone = sum(1 for r in rankings if r and not any(c in continuing for c in r))
        row = _row(tally, gone, None, None)
        counted.rows.append(row)
        if len(continuing) <= seats:
            row.elected = list(continuing)
            counted.elected += continuing
            return counted
        row.eliminated = [_lowest(counted, continuing, tally, lots)]
        continuing.remove(row.eliminated[0])


class _Transferable:
    """Weighted inclusive Gregory: all surpluses together, or Scotland's one at a stage."""

    def __init__(
        self,
        scottish: bool,
        everybody: list[int],
        rankings: Sequence[list[int]],
        seats: int,
        lots: list[int],
    ) -> None:
        self.scottish, self.seats, self.lots = scottish, seats, lots
        self.grain = Fraction(1, 10**5 if scottish else 10**4)
        self.papers = [Paper(ranking) for ranking in rankings if ranking]
        self.quota = Fraction(len(self.papers) // (seats + 1) + 1)
        self.continuing = list(everybody)
        self.standing: Votes = {}  # what an elected candidate is shown with
        self.unmoved: list[int] = []
        self.counted = Counted()
        for paper in self.papers:
            paper.holder = paper.next_of(self.continuing)

    def count(self) -> Counted:
        while True:
            row = self._round()
            open_seats = self.seats - len(self.counted.elected)
            if len(self.continuing) <= open_seats:
                row.elected = list(self.continuing)
            else:
                row.elected = [c for c in self.continuing if row.tally[c] >= self.quota]
            by_votes = sorted(row.elected, key=lambda c: (-row.tally[c], self.lots.index(c)))
            self.counted.elected += by_votes
            for winner in row.elected:
                self.continuing.remove(winner)
                self.standing[winner] = row.tally[winner]
                self.unmoved.append(winner)
            if len(self.counted.elected) >= self.seats or not self.continuing:
                return self.counted
            movers = self._movers(row)
            for winner in movers:
                self._move_surplus(winner, row.tally[winner])
            if not movers:
                loser = _lowest(self.counted, self.continuing, row.tally, self.lots, self._past())
                row.eliminated = [loser]
                self.continuing.remove(loser)
                for paper in self.papers:
                    if paper.holder == loser:
                        paper.holder = paper.next_of(self.continuing)

    def _round(self) -> Row:
        tally: Votes = {c: Fraction(0) for c in self.continuing} | self.standing
        gone = Fraction(0)
        for paper in self.papers:
            if paper.holder is None:
                gone += paper.value
            elif paper.holder in self.continuing:
                tally[paper.holder] += paper.value
        lost = len(self.papers) - gone - sum(tally.values())
        row = Row(tally, gone, lost, self.quota)
        self.counted.rows.append(row)
        return row

    def _movers(self, row: Row) -> list[int]:
        if not self.scottish:
            movers, self.unmoved = self.unmoved, []
            return movers
        over = [c for c in self.unmoved if row.tally[c] > self.quota]
        if not over:
            return []
        most = max(row.tally[c] for c in over)
        tied = [c for c in over if row.tally[c] == most]
        mover = _settle(self.counted, "surplus", tied, self.lots, self._past())
        self.unmoved.remove(mover)
        return [mover]

    def _move_surplus(self, winner: int, votes: Fraction) -> None:
        surplus = max(votes - self.quota, Fraction(0))
        factor = self._cut(surplus / votes) if votes else Fraction(0)
        for paper in self.papers:
            if paper.holder == winner:
                exact = paper.value * surplus / votes if self.scottish else paper.value * factor
                paper.value = self._cut(exact)
                paper.holder = paper.next_of(self.continuing)
        self.standing[winner] = min(votes, self.quota)

    def _cut(self, number: Fraction) -> Fraction:
        return floor(number / self.grain) * self.grain

    def _past(self) -> list[Votes]:
        """The earlier stages that may part a tie; only Scotland looks at them."""
        return [row.tally for row in self.counted.rows[:-1]] if self.scottish else []


def _first_preferences(rankings: Sequence[list[int]], continuing: list[int]) -> dict[int, int]:
    tally = dict.fromkeys(continuing, 0)
    for ranking in rankings:
        for candidate in ranking:
            if candidate in continuing:
                tally[candidate] += 1
                break
    return tally


def _row(tally: dict[int, int], gone: int, threshold: Fraction | None, passage: int | None) -> Row:
    votes = {c: Fraction(number) for c, number in tally.items()}
    return Row(votes, Fraction(gone), Fraction(0), threshold, passage)


def _lowest(
    counted: Counted,
    continuing: list[int],
    tally: dict[int, int] | Votes,
    lots: list[int],
    past: Sequence[Votes] = (),
) -> int:
    fewest = min(tally[c] for c in continuing)
    tied = [c for c in continuing if tally[c] == fewest]
    return _settle(counted, "elimination", tied, lots, past)


def _settle(
    counted: Counted, kind: str, tied: list[int], lots: list[int], past: Sequence[Votes]
) -> int:
    """By the latest earlier stage at which the tied differed, stage by stage, then by lots."""
    left = list(tied)
    for stage in reversed(past):
        votes = [stage[c] for c in left]
        sought = min(votes) if kind == "elimination" else max(votes)
        left = [c for c in left if stage[c] == sought]
    if len(tied) > 1 and len(left) == 1:
        counted.ties.append((len(counted.rows), kind, frozenset(tied), left[0], "earlier-round"))
        return left[0]
    return _lot(counted, kind, left, lots, tied)


def _lot(
    counted: Counted, kind: str, left: list[int], lots: list[int], tied: Sequence[int] = ()
) -> int:
    """The earlier in the lots is elected or moves first; the latest leaves."""
    line = sorted(left, key=lots.index)
    chosen = line[-1] if kind == "elimination" else line[0]
    if len(left) > 1:
        among = frozenset(tied or left)
        counted.ties.append((len(counted.rows), kind, among, chosen, "lots"))
    return chosen
