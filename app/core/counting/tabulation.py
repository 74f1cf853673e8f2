from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.core.counting.rounds import Awaiting, Round, Tie
from app.core.counting.rule import RUN_OFF, Rule
from app.core.ties import LotOrder


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a question: the votes for it, of which base, and who took part.

    `present` is the members present where the rule states them, otherwise the ballots cast.
    """

    carried: bool
    votes: int
    base: int
    present: int
    quorum_met: bool
    says: str


@dataclass(frozen=True, slots=True)
class Tabulation:
    """A whole count, round by round.

    `alternates`, `void` (ballots that marked more candidates than there are seats) and
    `guaranteed` (who was seated in a place kept for a group) are for plurality alone, `verdict`
    for a question. An `unvoted` contest, all of whose ballots are blank, is for the committee to
    look at.
    """

    rule: Rule
    seats: int
    ballots: int
    elected: tuple[int, ...]
    rounds: tuple[Round, ...]
    ties: tuple[Tie, ...]
    alternates: tuple[int, ...] | None
    void: int
    unvoted: bool
    awaiting: Awaiting | None = None
    guaranteed: Mapping[int, str] | None = None
    verdict: Verdict | None = None

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
            "awaiting": self._awaiting(names),
        }
        if self.alternates is not None:
            answer["alternates"] = [*map(called, self.alternates)]
        if self.guaranteed is not None:
            answer["guaranteed"] = {names[c]: group for c, group in self.guaranteed.items()}
        if self.verdict is not None:
            answer["question"] = asdict(self.verdict)
        if self.unvoted:
            answer["unvoted"] = True
        if self.void:
            answer["void"] = self.void
        if self.rule.changes:
            answer["parameters"] = dict(self.rule.changes)
        return answer

    def elected_before(self, round_: Round) -> set[int]:
        """Who was elected in earlier rounds, and so is no longer in the race in this one."""
        return {c for earlier in self.rounds[: round_.number - 1] for c in earlier.elected}

    def _awaiting(self, names: Sequence[str]) -> dict[str, Any] | None:
        if self.awaiting is None:
            return None
        tied = [names[c] for c in self.awaiting.tied]
        needs = "a run-off between" if RUN_OFF in self.rule.ties else "a lot order of"
        return {
            "round": self.awaiting.round,
            "kind": self.awaiting.kind,
            "tied": tied,
            "needs": f"{needs} {', '.join(tied)}",
        }

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
