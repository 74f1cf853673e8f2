from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.core.counting.closeness import closeness
from app.core.counting.rounds import Round, Transfer
from app.core.counting.rule import RUN_OFF
from app.core.counting.tabulation import Tabulation, trimmed
from app.core.faults import BadInput
from app.core.ties import LotOrder

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Explanation:
    """A count in plain sentences, made from its rounds alone."""

    count: Tabulation
    names: Sequence[str]
    alphabet: LotOrder | None = None

    def sentences(self) -> Iterator[str]:
        """One sentence a round, in order."""
        for round_ in self.count.rounds:
            parts = [*self._ties(round_), *self._decided(round_), *self._moves(round_)]
            parts += self._lost(round_)
            yield f"Round {round_.number}: {'; '.join(parts)}."

    def why_not(self, candidate: int) -> str:
        """Why a candidate who was not elected was not."""
        if candidate in self.count.elected:
            raise BadInput(f"{self.names[candidate]} was elected")
        if self.count.awaiting is not None:
            raise BadInput("the count awaits a lot: nobody has lost yet")
        last = next(r for r in reversed(self.count.rounds) if candidate in r.tally)
        if candidate in last.eliminated:
            return self._why_eliminated(candidate, last)
        return self._why_not_elected(candidate, last)

    def exhausted(self) -> dict[int, int]:
        """Scaled votes that found nobody left to count for, by whom they had counted for last."""
        votes: dict[int, int] = {}
        for round_ in self.count.rounds:
            for transfer in round_.transfers:
                if transfer.target is None:
                    votes[transfer.source] = votes.get(transfer.source, 0) + transfer.votes
        return votes

    def _ties(self, round_: Round, among: Collection[int] | None = None) -> Iterator[str]:
        """How the ties of a round were settled, or of those among which somebody was."""
        for tie in self.count.ties:
            if tie.round == round_.number and (among is None or {*among} & {*tie.tied}):
                reason = tie.reason(self.alphabet)
                settled = _SETTLED.get(tie.settled_by, tie.settled_by)
                yield (
                    f"{self._named(tie.tied)} were equal, and by {settled} {self.names[tie.chosen]}"
                    f" {_OUTCOMES[tie.kind]}{f' ({reason})' if reason else ''}"
                )

    def _decided(self, round_: Round) -> Iterator[str]:
        if self.count.verdict is not None:
            yield self.count.verdict.says
        if round_.elected:
            yield f"{self._with_votes(round_.elected, round_)} {self._elected(round_)}"
        if round_.eliminated:
            yield f"{self._with_votes(round_.eliminated, round_)} {self._eliminated(round_)}"
        awaiting = self.count.awaiting
        if awaiting is not None and awaiting.round == round_.number:
            needed = "run-off" if RUN_OFF in self.count.rule.ties else "lot"
            yield f"{self._named(awaiting.tied)} are equal, and a {needed} is awaited"
        elif not (round_.elected or round_.eliminated or self.count.verdict):
            yield "nobody was elected or left while a surplus moved"

    def _elected(self, round_: Round) -> str:
        verb = "was" if len(round_.elected) == 1 else "were"
        if {*round_.tally} == self.count.elected_before(round_) | {*round_.elected}:
            return f"{verb} elected, with no more candidates left than seats"
        needed = round_.threshold
        if needed is not None and all(round_.tally[c] >= needed for c in round_.elected):
            return f"reached the {self._figure(needed)} needed and {verb} elected"
        return f"{verb} elected"

    def _eliminated(self, round_: Round) -> str:
        if len(round_.eliminated) == 1:
            return "had fewest and left"
        return f"had less than {self.count.rule.batch} of the first choices and left together"

    def _moves(self, round_: Round) -> Iterator[str]:
        for source in dict.fromkeys(transfer.source for transfer in round_.transfers):
            moved = [t for t in round_.transfers if t.source == source and t.votes]
            if not moved:
                continue
            if source not in round_.eliminated:
                yield f"of the surplus of {self.names[source]} {self._targets(moved)}"
            elif len(round_.eliminated) > 1:
                yield f"of the votes of {self.names[source]} {self._targets(moved)}"
            else:
                yield self._targets(moved)

    def _lost(self, round_: Round) -> Iterator[str]:
        following = self.count.rounds[round_.number : round_.number + 1]
        for after in following:
            if after.passage == round_.passage and after.residual > round_.residual:
                yield f"{self._figure(after.residual - round_.residual)} was lost to truncation"

    def _targets(self, moved: Sequence[Transfer]) -> str:
        to = {t.target: t.votes for t in moved if t.target is not None}
        line = sorted(to, key=lambda target: (-to[target], target))
        words = [f"{self._figure(to[c])} went to {self.names[c]}" for c in line[:MOST_NAMED]]
        if rest := line[MOST_NAMED:]:
            words.append(f"{self._figure(sum(to[c] for c in rest))} to others")
        if ended := sum(t.votes for t in moved if t.target is None):
            words.append(f"{self._figure(ended)} had no further choice")
        return ", ".join(words)

    def _why_eliminated(self, candidate: int, round_: Round) -> str:
        name = self.names[candidate]
        if len(round_.eliminated) > 1:
            return (
                f"{name} had {self._figure(round_.tally[candidate])} of the first choices, less"
                f" than {self.count.rule.batch}, as all who left in round {round_.number}."
            )
        above = min((c for c in round_.tally if c != candidate), key=round_.tally.__getitem__)
        beside = self._beside(candidate, above, round_)
        return f"{name} left in round {round_.number} with {beside}."

    def _why_not_elected(self, candidate: int, round_: Round) -> str:
        name = self.names[candidate]
        if self.count.verdict is not None:
            return f"{name} was not carried: {self.count.verdict.says}."
        if not round_.tally[candidate] and round_.threshold is None:
            return f"{name} had no mark, and who has none is not elected."
        kept = self.count.guaranteed or {}
        by_votes = [c for c in round_.elected if c not in kept] or [*round_.elected]
        lowest = min(by_votes, key=round_.tally.__getitem__)
        held = f", who holds a place kept for {kept[lowest]}" if lowest in kept else ""
        return f"{name} ended with {self._beside(candidate, lowest, round_)}{held}."

    def _beside(self, candidate: int, other: int, round_: Round) -> str:
        here, there = round_.tally[candidate], round_.tally[other]
        if here == there:
            parted = "".join(f"; {words}" for words in self._ties(round_, [candidate]))
            return f"{self._figure(here)}, as many as {self.names[other]}{parted}"
        gap = f"{self._figure(abs(there - here))} {'fewer' if here < there else 'more'}"
        return f"{self._figure(here)}, {gap} than {self.names[other]}"

    def _named(self, candidates: Sequence[int]) -> str:
        return _joined([self.names[c] for c in candidates])

    def _with_votes(self, candidates: Sequence[int], round_: Round) -> str:
        kept = {c: f", for {group}" for c, group in (self.count.guaranteed or {}).items()}
        return _joined(
            [
                f"{self.names[c]} ({self._figure(round_.tally[c])}{kept.get(c, '')})"
                for c in candidates
            ]
        )

    def _figure(self, votes: int) -> str:
        return trimmed(votes, self.count.rule.precision)


def told(
    tabulation: Tabulation, names: Sequence[str], alphabet: LotOrder | None = None
) -> Iterator[str]:
    """All there is to tell of a count: its rounds, why the others lost, and how close it was."""
    explanation = Explanation(tabulation, names, alphabet)
    yield from explanation.sentences()
    if tabulation.awaiting is not None:
        return
    if tabulation.unvoted:
        yield "No ballot names anybody: this contest is for the committee to look at."
    for candidate in range(len(names)):
        if candidate not in tabulation.elected:
            yield explanation.why_not(candidate)
    found = closeness(tabulation)
    if found is not None:
        yield found.says(tabulation, names)


def _joined(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


_SETTLED = {"earlier-round": "an earlier round", "lots": "the lot order"}
_OUTCOMES = {
    "election": "was elected",
    "elimination": "left",
    "surplus": "moved first",
    "order": "came first",
}
