import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import combinations, islice, permutations
from typing import Any, Literal

import pyrankvote

from app.core.counting import Profile, Rule, Tabulation, preset, tabulate
from app.core.counting.rule import Habit
from app.core.faults import BadInput

Word = Literal["agrees", "differs by rule", "disagrees"]
SEEDS = (1, 2, 3)
MOST_ORDERS = 5040
MOST_WORK = 10**6


@dataclass(frozen=True, slots=True)
class SecondCount:
    """What the repeat of a count by pyrankvote says, and in a sentence what that rests on.

    `disagrees` blocks certification until somebody explains it.
    """

    word: Word
    because: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which pyrankvote counts otherwise: in words, and as a change to our rule."""

    says: str
    habit: Habit | None = None
    changes: tuple[tuple[str, Any], ...] = ()

    def applied(self, rule: Rule) -> Rule:
        """The rule, counting as pyrankvote does in this respect."""
        habits = rule.habits | ({self.habit} if self.habit else set())
        return replace(rule, habits=habits, **dict(self.changes))


@dataclass(frozen=True, slots=True)
class Part:
    """What pyrankvote is given at once: a contest, or one pass of several."""

    profile: Profile
    rule: Rule
    seats: int
    lots: tuple[int, ...] | None
    elected: frozenset[int]


_FINE = ("precision", 12)
_LOSERS = Difference(
    "it drops at once all who cannot pass the next above, even on equality", "certain-losers"
)
_STV = (
    _LOSERS,
    Difference("its quota is not rounded, and is to be passed", "unrounded-quota", (_FINE,)),
    Difference(
        "its transfers are not weighted by the value of the ballot", "equal-papers", (_FINE,)
    ),
    Difference("it moves all surpluses together", None, (("surplus", "together"),)),
    Difference("it does not truncate", None, (_FINE,)),
)
DIFFERENCES: dict[str, tuple[Difference, ...]] = {
    "irv": (
        _LOSERS,
        Difference("it has no elimination by a share of first choices", None, (("batch", None),)),
    ),
    "stv": _STV,
    "bottoms-up": _STV,
}
# Where pyrankvote has no such method, what it does instead.
INSTEAD = {
    "bottoms-up": (
        Difference("it knows no count without a quota", None, (("method", "stv"), _FINE)),
    )
}
_CHANCE = "it settles a tie by second choices or by chance"


def second_count(
    profile: Profile,
    rule: Rule,
    *,
    seats: int,
    lots: Sequence[int] | None,
    tabulation: Tabulation,
) -> SecondCount:
    """Repeats a ranked count by pyrankvote and compares who is elected.

    Where the two differ, our engine counts again by pyrankvote's ways: the fewest that give
    pyrankvote's result are the named difference.
    """
    if tabulation.awaiting or not rule.is_ranked:
        raise BadInput("only a ranked count that came to its end can be repeated by pyrankvote")
    if rule.limit is not None:
        profile = profile.limited(rule.limit)
    found = [_repeat(part) for part in _parts(profile, rule, seats, lots, tabulation.elected)]
    ranks: tuple[Word, ...] = ("disagrees", "differs by rule", "agrees")
    return min(found, key=lambda finding: ranks.index(finding.word))


def _parts(
    profile: Profile,
    rule: Rule,
    seats: int,
    lots: Sequence[int] | None,
    elected: Sequence[int],
) -> Iterator[Part]:
    """The contest as it is; a sequential one pass by pass, without those elected before."""
    if rule.method != "sequential":
        yield Part(profile, rule, seats, None if lots is None else (*lots,), frozenset(elected))
        return
    of_pass = replace(preset("irv"), ties=rule.ties)
    for passage, winner in enumerate(elected):
        out = elected[:passage]
        stay = [c for c in range(profile.candidates) if c not in out]
        left = None if lots is None else tuple(stay.index(c) for c in lots if c not in out)
        yield Part(profile.without(out), of_pass, 1, left, frozenset({stay.index(winner)}))


def _repeat(part: Part) -> SecondCount:
    if not part.profile.valid:
        says = "pyrankvote was not run: where no ballot names anybody it elects the first listed"
        return SecondCount("differs by rule", says)
    if part.profile.candidates <= part.seats:
        says = "pyrankvote was not run: it needs more candidates than seats"
        return SecondCount("differs by rule", says)
    reasons = []
    for seed in SEEDS:
        line, winners = _pyrankvote(part, seed)
        if winners != part.elected:
            reasons.append(_difference(part, line, winners))
    if not reasons:
        return SecondCount("agrees", f"pyrankvote, run {len(SEEDS)} times, elects the same")
    named = next((reason for reason in reasons if reason is None), reasons[0])
    if named is None:
        return SecondCount("disagrees", "pyrankvote elects others, and no known way of it says why")
    return SecondCount("differs by rule", f"pyrankvote elects others: {named}")


def _difference(part: Part, line: Sequence[int], winners: frozenset[int]) -> str | None:
    """The fewest of pyrankvote's ways that turn our result into its; None when none do.

    Its chance is named only where counting all its ways comes to a tie. A result that our own
    engine does not repeat has no such reason.
    """
    if not _gives(part, part.rule, part.lots, part.elected):
        return None
    known, instead = DIFFERENCES[part.rule.method], INSTEAD.get(part.rule.method, ())
    all_ways = _by_chance(_counting(part.rule, (*instead, *known)))
    tied = tabulate(part.profile, all_ways, seats=part.seats, lots=None).awaiting is not None
    order = _order(part, all_ways, line, winners) if tied else None
    for size in range(len(known) + 1):
        for chosen in combinations(known, size):
            ways = (*instead, *chosen)
            rule, says = _counting(part.rule, ways), [way.says for way in ways]
            if order and _gives(part, _by_chance(rule), order, winners):
                return ", and ".join([*says, _CHANCE])
            if _gives(part, rule, part.lots, winners):
                return ", and ".join(says)
    return None


def _order(part: Part, rule: Rule, line: Sequence[int], winners: frozenset[int]) -> Sequence[int]:
    """An order of lots by which pyrankvote's ties can have gone as they did.

    Its own final order nearly always is one. Of equals it may drop the first and the last and
    keep one between, and then some other order is looked for.
    """
    most = min(MOST_ORDERS, MOST_WORK // len(part.profile.rankings))
    for order in islice(permutations(line), most + 1):
        if _gives(part, rule, order, winners):
            return order
    return line


def _by_chance(rule: Rule) -> Rule:
    return replace(rule, ties=("lots",))


def _counting(rule: Rule, ways: Sequence[Difference]) -> Rule:
    for way in ways:
        rule = way.applied(rule)
    return rule


def _gives(part: Part, rule: Rule, lots: Sequence[int] | None, winners: frozenset[int]) -> bool:
    count = tabulate(part.profile, rule, seats=part.seats, lots=lots)
    return count.awaiting is None and frozenset(count.elected) == winners


def _pyrankvote(part: Part, seed: int) -> tuple[list[int], frozenset[int]]:
    """Everybody in pyrankvote's order, best first, and whom it elects.

    It is given the indexes as names, since it would take two of one name for one.
    """
    candidates = [pyrankvote.Candidate(str(index)) for index in range(part.profile.candidates)]
    ballots = []
    for ranking, times in part.profile.items():
        ballots += [pyrankvote.Ballot([candidates[index] for index in ranking])] * times
    with _chance(seed):
        if part.rule.method == "irv":
            result = pyrankvote.instant_runoff_voting(candidates, ballots)
        else:
            result = pyrankvote.single_transferable_vote(candidates, ballots, part.seats)
    line = [int(row.candidate.name) for row in result.rounds[-1].candidate_results]
    return line, frozenset(int(winner.name) for winner in result.get_winners())


@contextmanager
def _chance(seed: int) -> Iterator[None]:
    """Chance as pyrankvote draws it, repeatable; whoever else draws finds it undisturbed."""
    state = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(state)
