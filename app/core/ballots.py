from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from app.core.counting import Profile
from app.core.faults import BadInput

# A mark beside a name that somebody wrote in.
WRITE_IN = -1

Skipped = Literal["close-up", "end-after-two"]
Doubled = Literal["pass-over", "end"]
Code = Literal[
    "skipped-rank",
    "ended-by-skipped-ranks",
    "double-rank",
    "ended-by-double-rank",
    "repeated-candidate",
    "beyond-limit",
    "write-in",
    "overvote",
    "undervote",
]


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """How marks on paper become a ranking, as the committee adopted it.

    Skipped ranks close up, or two in a row end the ranking; a rank given to two candidates is
    passed over, or ends the ranking there.
    """

    skipped: Skipped = "close-up"
    doubled: Doubled = "pass-over"


USUAL = ReadingRule()
READINGS = {"skipped": get_args(Skipped), "doubled": get_args(Doubled)}
ENDINGS: tuple[Code, ...] = ("ended-by-skipped-ranks", "ended-by-double-rank")


@dataclass(frozen=True, slots=True)
class Reason:
    """One way in which marks differ from what counts; `rank` from 1, 0 for the whole contest."""

    code: Code
    rank: int = 0


UNDERVOTE = Reason("undervote")


@dataclass(frozen=True, slots=True)
class Reading:
    """What counts of one contest of one ballot, and every deviation with its reason."""

    ranking: tuple[int, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def void(self) -> bool:
        """Whether the contest is spoiled by more marks than seats."""
        return any(reason.code == "overvote" for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Account:
    """Every ballot of a contest: those counted, blank and void, and how often each reason."""

    profile: Profile
    ballots: int
    counted: int
    blank: int
    void: int
    reasons: Mapping[Code, int]


def reading_rule(settings: Mapping[str, str]) -> ReadingRule:
    """The reading rule with parameters set, each given as text; refuses what it does not have."""
    for key, value in settings.items():
        if value not in READINGS.get(key, ()):
            has = ", ".join(f"{name}={' or '.join(texts)}" for name, texts in READINGS.items())
            raise BadInput(f"{key}={value} is no way of reading paper; there are {has}")
    values: dict[str, Any] = {**settings}
    return ReadingRule(**values)


def read_ranking(
    ranks: Sequence[Collection[int]],
    *,
    candidates: int,
    limit: int | None = None,
    rule: ReadingRule = USUAL,
) -> Reading:
    """Reads the marks of a ranked contest; `ranks` holds the candidates marked at each rank.

    What is void (write-ins, ranks beyond the limit) and what repeats an earlier mention goes
    first, so that the rest of a rank still counts (L11). Empty ranks after the last mark are no
    deviation.
    """
    ranking: list[int] = []
    reasons: list[Reason] = []
    last = max((rank for rank, marked in enumerate(ranks, start=1) if marked), default=0)
    for rank, marked in enumerate(ranks[:last], start=1):
        _check(marked, candidates)
        if limit is not None and rank > limit:
            codes: list[Code] = ["beyond-limit"] if marked else []
        else:
            codes = _read_rank(marked, ranking, rank > 1 and not ranks[rank - 2], rule)
        reasons += [Reason(code, rank) for code in codes]
        if codes and codes[-1] in ENDINGS:
            break
    return Reading(tuple(ranking), tuple(reasons if ranking else [*reasons, UNDERVOTE]))


def read_marks(marked: Collection[int], *, candidates: int, seats: int) -> Reading:
    """Reads the marks of a plurality contest or a question; more marks than seats void it."""
    _check(marked, candidates)
    names = {*marked} - {WRITE_IN}
    reasons = [Reason("write-in")] if WRITE_IN in marked else []
    if len(names) > seats:
        return Reading((), (*reasons, Reason("overvote")))
    return Reading(tuple(sorted(names)), tuple(reasons if names else [*reasons, UNDERVOTE]))


def account(readings: Iterable[tuple[Reading, int]], *, candidates: int) -> Account:
    """Sums up one contest's readings, each so many times: all are counted, blank or void."""
    rankings, times, reasons, void = list[str](), list[int](), Counter[Code](), 0
    for reading, cast in readings:
        for reason in reading.reasons:
            reasons[reason.code] += cast
        if reading.void:
            void += cast
        else:
            rankings.append("".join(map(chr, reading.ranking)))
            times.append(cast)
    profile = Profile.from_packed(candidates, rankings, times)
    return Account(profile, profile.total + void, profile.valid, profile.blanks, void, reasons)


def _read_rank(
    marked: Collection[int], ranking: list[int], after_skipped: bool, rule: ReadingRule
) -> list[Code]:
    """Adds the one candidate that a rank names to the ranking; answers with what deviates."""
    if not marked:
        ended = after_skipped and rule.skipped == "end-after-two"
        return ["skipped-rank", "ended-by-skipped-ranks"] if ended else ["skipped-rank"]
    codes: list[Code] = ["write-in"] if WRITE_IN in marked else []
    names = {*marked} - {WRITE_IN}
    if names & {*ranking}:
        codes.append("repeated-candidate")
        names -= {*ranking}
    if len(names) == 1:
        ranking.append(names.pop())
    elif names:
        codes.append("double-rank" if rule.doubled == "pass-over" else "ended-by-double-rank")
    return codes


def _check(marked: Collection[int], candidates: int) -> None:
    for candidate in marked:
        if candidate != WRITE_IN and not 0 <= candidate < candidates:
            raise BadInput(f"there is no candidate {candidate + 1} among {candidates}")
