from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from app.core.counting.rule import Rule
from app.core.ties import LotOrder

TieKind = Literal["election", "elimination", "surplus", "order"]


@dataclass(frozen=True, slots=True)
class Transfer:
    """Votes that left a candidate after a round; without a target they are exhausted."""

    source: int
    target: int | None
    votes: int


@dataclass(frozen=True, slots=True)
class Round:
    """One tabulation round: the tally, what was decided on it, and the votes that then moved.

    Votes are integers scaled by ten to the power of the rule's precision. The tally holds the
    continuing and the elected; candidates are indexes.
    """

    number: int
    tally: Mapping[int, int]
    exhausted: int
    residual: int
    threshold: int | None
    elected: tuple[int, ...] = ()
    eliminated: tuple[int, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    passage: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie and its settlement: who was chosen to be elected, to leave, or to move first.

    Of kind `order`, the order of alternates, `tied` stands in the settled order.
    """

    round: int
    kind: TieKind
    tied: tuple[int, ...]
    settled_by: str
    chosen: int
    because: str | None = None

    def reason(self, alphabet: LotOrder | None) -> str | None:
        """The letters that decided, where an alphabet did, or what was recorded of the draw."""
        if self.settled_by != "lots" or alphabet is None:
            return self.because
        line = sorted(self.tied, key=alphabet.order.index)
        if self.kind == "order":
            pairs = list(pairwise(line))
        elif self.kind == "elimination":
            pairs = [(line[-2], line[-1])]
        else:
            pairs = [(line[0], line[1])]
        return "; ".join(alphabet.because(first, second) for first, second in pairs)


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A tie that nothing at hand can settle: the count stops here until a lot is entered."""

    round: int
    kind: TieKind
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tabulation:
    """A whole count, round by round.

    `alternates` is for plurality alone. `void` ballots marked more candidates than there are
    seats.
    """

    rule: Rule
    seats: int
    ballots: int
    elected: tuple[int, ...]
    rounds: tuple[Round, ...]
    ties: tuple[Tie, ...] = ()
    awaiting: Awaiting | None = None
    alternates: tuple[int, ...] | None = None
    void: int = 0

    def as_json(self, names: Sequence[str], *, alphabet: LotOrder | None = None) -> dict[str, Any]:
        """The count as JSON values, candidates by name, votes as decimal strings.

        With the alphabet that made the lot order, each tie says which letters decided it.
        """
        called = [*names].__getitem__
        answer: dict[str, Any] = {
            "rule": self.rule.name,
            "seats": self.seats,
            "ballots": self.ballots,
            "elected": [*map(called, self.elected)],
            "rounds": [self._round(round_, names) for round_ in self.rounds],
            "ties": [_tie(tie, names, alphabet) for tie in self.ties],
            "awaiting": _awaiting(self.awaiting, names),
        }
        if self.alternates is not None:
            answer["alternates"] = [*map(called, self.alternates)]
        if self.void:
            answer["void"] = self.void
        if self.rule.changes:
            answer["parameters"] = dict(self.rule.changes)
        return answer

    def _round(self, round_: Round, names: Sequence[str]) -> dict[str, Any]:
        places = self.rule.precision
        answer: dict[str, Any] = {"round": round_.number}
        if round_.passage is not None:
            answer["pass"] = round_.passage
        return answer | {
            "tally": {names[c]: decimal(votes, places) for c, votes in round_.tally.items()},
            "exhausted": trimmed(round_.exhausted, places),
            "residual": trimmed(round_.residual, places),
            "threshold": None if round_.threshold is None else trimmed(round_.threshold, places),
            "elected": [names[c] for c in round_.elected],
            "eliminated": [names[c] for c in round_.eliminated],
        }


def decimal(votes: int, places: int) -> str:
    """Scaled votes as a decimal string with all its places: 415000 at 4 is "41.5000"."""
    whole, part = divmod(votes, 10**places)
    return f"{whole}.{part:0{places}d}" if places else str(whole)


def trimmed(votes: int, places: int) -> str:
    """Scaled votes as the shortest decimal string: 415000 at 4 is "41.5"."""
    text = decimal(votes, places)
    return text.rstrip("0").rstrip(".") if places else text


def _tie(tie: Tie, names: Sequence[str], alphabet: LotOrder | None) -> dict[str, Any]:
    by_letters = tie.settled_by == "lots" and alphabet is not None
    answer = {
        "round": tie.round,
        "kind": tie.kind,
        "tied": [names[c] for c in tie.tied],
        "settled_by": "alphabet" if by_letters else tie.settled_by,
        "chosen": names[tie.chosen],
    }
    because = tie.reason(alphabet)
    return answer if because is None else answer | {"because": because}


def _awaiting(awaiting: Awaiting | None, names: Sequence[str]) -> dict[str, Any] | None:
    if awaiting is None:
        return None
    tied = [names[c] for c in awaiting.tied]
    return {
        "round": awaiting.round,
        "kind": awaiting.kind,
        "tied": tied,
        "needs": f"a lot order of {', '.join(tied)}",
    }
