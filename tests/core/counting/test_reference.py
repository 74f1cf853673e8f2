from fractions import Fraction
from random import Random

import pytest

from app.core.counting import Profile, Tabulation, preset, tabulate
from tests.core.counting.reference import Counted, refer
from tests.core.counting.strategies import RANKED

ELECTIONS = 300


@pytest.mark.parametrize("name", RANKED)
def test_engine_counts_as_the_second_counter_written_from_the_text(name: str) -> None:
    for seed in range(ELECTIONS):
        compare(name, seed)


def compare(name: str, seed: int) -> None:
    """One random election by both counters: every round, figure, decision and tie."""
    chance = Random(f"{name} {seed}")
    candidates, rankings, seats, lots = made_up(chance)
    if preset(name).method == "irv":
        seats = 1
    ours = tabulate(
        Profile.from_rankings(candidates, rankings), preset(name), seats=seats, lots=lots
    )
    assert told(ours) == told_of(refer(name, candidates, rankings, seats, lots)), (name, seed)


def made_up(chance: Random) -> tuple[int, list[list[int]], int, list[int]]:
    """A contest small enough for ties, or with a few rankings cast often, for long transfers."""
    candidates = chance.randint(1, 10)
    everybody = range(candidates)
    ballots = chance.choice([0, 1, 3, 8, 20, 60, 200])
    rankings = [chance.sample(everybody, chance.randint(0, candidates)) for _ in range(ballots)]
    if chance.random() < 0.4:
        rankings = [ranking for ranking in rankings[:8] for _ in range(chance.randint(1, 25))]
    lots = chance.sample(everybody, candidates)
    return candidates, rankings, chance.randint(1, 5), lots


def told(count: Tabulation) -> object:
    unit = count.rule.unit
    rows = [
        (
            {c: Fraction(votes, unit) for c, votes in row.tally.items()},
            Fraction(row.exhausted, unit),
            Fraction(row.residual, unit),
            None if row.threshold is None else Fraction(row.threshold, unit),
            row.passage,
            {*row.elected},
            {*row.eliminated},
        )
        for row in count.rounds
    ]
    ties = [(t.round, t.kind, frozenset(t.tied), t.chosen, t.settled_by) for t in count.ties]
    return [{*count.elected}, rows, ties]


def told_of(count: Counted) -> object:
    rows = [
        (
            row.tally,
            row.exhausted,
            row.residual,
            row.threshold,
            row.passage,
            {*row.elected},
            {*row.eliminated},
        )
        for row in count.rows
    ]
    return [{*count.elected}, rows, count.ties]
