from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from app.core.counting.rounds import Awaiting, Round, Tie, TieKind, Transfer
from app.core.counting.rule import RUN_OFF, Rule
from app.core.ties import Draw


class LotNeeded(Exception):
    """A tie that neither the rule's steps nor the lots at hand can settle."""

    def __init__(self, awaiting: Awaiting) -> None:
        self.awaiting = awaiting


def equals(tally: Mapping[int, int], among: Iterable[int]) -> list[list[int]]:
    """Some candidates in groups of equal votes, most votes first."""
    line = sorted(among, key=lambda candidate: -tally[candidate])
    return [list(group) for _, group in groupby(line, key=tally.__getitem__)]


class Count:
    """A count in progress: its rounds and ties so far, and the lots that settle a tie."""

    def __init__(
        self,
        rule: Rule,
        lots: Sequence[int] | None,
        draws: Sequence[Draw] = (),
        kept: Collection[int] = (),
    ) -> None:
        self.rule = rule
        self.kept = frozenset(kept)
        self._draws = draws
        self.rounds: list[Round] = []
        self.ties: list[Tie] = []
        self.elected: list[int] = []
        lots = () if RUN_OFF in rule.ties else lots or ()
        self._places = {candidate: place for place, candidate in enumerate(lots)}

    def open(
        self,
        tally: Mapping[int, int],
        *,
        exhausted: int = 0,
        residual: int = 0,
        threshold: int | None = None,
        passage: int | None = None,
    ) -> None:
        """Begins a round with the tally as it stands."""
        number = len(self.rounds) + 1
        self.rounds.append(
            Round(number, dict(tally), exhausted, residual, threshold, passage=passage)
        )

    def elect(self, candidates: Iterable[int]) -> None:
        """Elects candidates in the open round, in that order."""
        winners = tuple(candidates)
        self.elected += winners
        self.rounds[-1] = replace(self.rounds[-1], elected=self.rounds[-1].elected + winners)

    def eliminate(self, candidates: Iterable[int]) -> None:
        """Eliminates candidates in the open round."""
        self.rounds[-1] = replace(self.rounds[-1], eliminated=tuple(candidates))

    def moved(self, transfers: Iterable[Transfer]) -> None:
        """Notes the votes that moved at the end of the open round."""
        self.rounds[-1] = replace(self.rounds[-1], transfers=tuple(transfers))

    def settle(self, kind: TieKind, tied: Sequence[int]) -> int:
        """The one of the tied who is elected or moves first, or who is eliminated.

        Follows the rule's tie steps and records what settled the tie; raises LotNeeded.
        """
        if len(tied) == 1:
            return tied[0]
        left = self._by_earlier_rounds(kind, tied) if "earlier-round" in self.rule.ties else tied
        if len(left) == 1:
            return self._note(Tie(len(self.rounds), kind, tuple(tied), "earlier-round", left[0]))
        line, tie = self._by_lot(kind, left)
        chosen = line[-1] if kind == "elimination" else line[0]
        return self._note(replace(tie, tied=tuple(tied), chosen=chosen))

    def order(self, tied: Sequence[int]) -> list[int]:
        """The tied in the order of the lots, where all their places matter."""
        if len(tied) == 1:
            return list(tied)
        line, tie = self._by_lot("order", tied)
        self._note(tie)
        return line

    def best(self, tally: Mapping[int, int], among: Iterable[int], places: int) -> Iterator[int]:
        """Those of some who have most votes, as many as there are places, a tie at the cut settled.

        One by one, so that who surely has a place is known before a lot is asked for.
        """
        for group in equals(tally, among):
            if len(group) > places:
                for _ in range(places):
                    chosen = self.settle("election", group)
                    group.remove(chosen)
                    yield chosen
                return
            yield from self.ordered(group, tally)
            places -= len(group)

    def ordered(
        self, candidates: Iterable[int], votes: Mapping[int, int] | None = None
    ) -> list[int]:
        """Most votes first; equals by the lot order where there is one. Decides nothing."""
        tally = self.rounds[-1].tally if votes is None else votes
        return sorted(candidates, key=lambda c: (-tally[c], self._places.get(c, c), c))

    def _by_lot(self, kind: TieKind, tied: Collection[int]) -> tuple[list[int], Tie]:
        """The tied in the lot order, or in that of a lot drawn among them all."""
        number, places, by, because = len(self.rounds), self._places, "lots", None
        if not places.keys() >= {*tied}:
            draw = next((draw for draw in self._draws if {*draw.order} >= {*tied}), None)
            if draw is None:
                raise LotNeeded(Awaiting(number, kind, tuple(tied)))
            places = {candidate: place for place, candidate in enumerate(draw.order)}
            by, because = "drawn lot", draw.record or None
        line = sorted(tied, key=places.__getitem__)
        return line, Tie(number, kind, tuple(line), by, line[0], because)

    def _by_earlier_rounds(self, kind: TieKind, tied: Sequence[int]) -> list[int]:
        """Who is left when the latest earlier round that differs has decided, and so on back."""
        pick = min if kind == "elimination" else max
        left = list(tied)
        for earlier in reversed(self.rounds):
            if earlier.passage == self.rounds[-1].passage:
                sought = pick(earlier.tally[c] for c in left)
                left = [c for c in left if earlier.tally[c] == sought]
        return left

    def _note(self, tie: Tie) -> int:
        self.ties.append(tie)
        return tie.chosen
