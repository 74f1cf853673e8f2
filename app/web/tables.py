"""A counted contest of results.json as the pages show it: rounds with bars and a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.web.phrases import sentence_of_round, trimmed

FULL = 1000  # the length of the longest bar of a contest


@dataclass(frozen=True, slots=True)
class Bar:
    """A candidate's votes in a round; lengths in thousandths of the contest's longest bar."""

    name: str
    votes: str
    length: int
    had: int
    gone: bool
    elected: bool


@dataclass(frozen=True, slots=True)
class RoundShown:
    """One round: its heading, what happened in a sentence, and a bar for each candidate.

    `needed` is the length of a bar that reaches the threshold.
    """

    title: str
    sentence: str
    bars: tuple[Bar, ...]
    exhausted: str
    threshold: str | None
    needed: int | None


def rounds_of(rounds: Sequence[Mapping[str, Any]]) -> list[RoundShown]:
    """The rounds of a contest, each with what was on a candidate's pile the round before."""
    figures = [Decimal(v) for each in rounds for v in each["tally"].values()]
    figures += [Decimal(each["threshold"]) for each in rounds if each["threshold"]]
    most = max(figures, default=Decimal())
    earlier, later = [None, *rounds], [*rounds[1:], None]
    return [
        _shown(each, before, after if _same_pass(each, after) else None, most)
        for before, each, after in zip(earlier, rounds, later, strict=False)
    ]


def _same_pass(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    return one is not None and other is not None and one.get("pass") == other.get("pass")


def _shown(
    each: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    most: Decimal,
) -> RoundShown:
    earlier = before["tally"] if before is not None and _same_pass(before, each) else {}
    number = f"Round {each['round']}"
    return RoundShown(
        title=f"{number}, pass {each['pass']}" if "pass" in each else number,
        sentence=sentence_of_round(each, after),
        bars=tuple(
            Bar(
                name=name,
                votes=trimmed(figure),
                length=_length(Decimal(figure), most),
                had=_length(min(Decimal(figure), Decimal(earlier.get(name, 0))), most),
                gone=name in each["eliminated"],
                elected=name in each["elected"],
            )
            for name, figure in sorted(
                each["tally"].items(), key=lambda row: (-Decimal(row[1]), row[0])
            )
        ),
        exhausted=each["exhausted"],
        threshold=each["threshold"],
        needed=_length(Decimal(each["threshold"]), most) if each["threshold"] else None,
    )


def _length(votes: Decimal, most: Decimal) -> int:
    return int(FULL * votes / most) if most else 0
