from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

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
