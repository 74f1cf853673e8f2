from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from app.core.counting import Round, Rule, Tabulation


def margin(tabulation: Tabulation) -> int | None:
    """A number of votes that the result surely withstands: every change of fewer leaves it.

    One ballot more, less or changed is a change of two votes at most: it takes one from a
    candidate and gives one to another. It is a lower bound, 0 where a lot decided a seat, and
    None for the rules of which no bound is known here.
    """
    rule = tabulation.rule
    if rule.method == "plurality":
        return _plurality_margin(tabulation)
    if rule.method in ("irv", "sequential", "bottoms-up"):
        passes = [list(each) for _, each in groupby(tabulation.rounds, lambda one: one.passage)]
        return min(_elimination_margin(rounds, rule) for rounds in passes)
    if rule.method == "stv" and rule.surplus == "together":
        return _transfer_margin(tabulation)
    return None


def _plurality_margin(tabulation: Tabulation) -> int:
    if tabulation.awaiting is not None:
        return 0  # one mark would part the equals
    tally = tabulation.rounds[0].tally
    lost = [votes for candidate, votes in tally.items() if candidate not in tabulation.elected]
    if lost and len(tabulation.elected) < tabulation.seats:
        return 1  # a single mark would fill the vacant seat
    return min((tally[each] for each in tabulation.elected), default=0) - max(lost, default=0)


def _elimination_margin(rounds: Sequence[Round], rule: Rule) -> int:
    """The weakest step of the strongest chain of eliminations that leads to the same result.

    Candidates who together have fewer votes than each of those who stay leave before them in
    whatever order, so close calls among them decide nothing (Cary, "Estimating the Margin of
    Victory for Instant-Runoff Voting", 2011).
    """
    winners = {winner for each in rounds for winner in each.elected}
    continuing = [set(each.tally) for each in rounds] + [winners]
    strongest = [0] * len(rounds) + [max(sum(each.tally.values()) for each in rounds)]
    for here in reversed(range(len(rounds))):
        tally = rounds[here].tally
        strongest[here] = max(
            min(strongest[there], _step(tally, continuing[there], rule, first=here == 0))
            for there in range(here + 1, len(continuing))
        )
    return strongest[0]


def _step(tally: Mapping[int, int], staying: Collection[int], rule: Rule, *, first: bool) -> int:
    leaving = [votes for candidate, votes in tally.items() if candidate not in staying]
    if not leaving:
        return sum(tally.values())
    least = min((tally[candidate] for candidate in staying), default=0)
    gap = least - sum(leaving)
    if not first or rule.batch is None:
        return gap
    # Nobody who stays may fall below the share. One ballot moves that difference by numerator +
    # denominator at most, and counts as two votes.
    up, down = rule.batch.numerator, rule.batch.denominator
    return min(gap, 2 * (least * down - sum(tally.values()) * up) // (up + down))


def _transfer_margin(tabulation: Tabulation) -> int:
    """The closest decision of any round, less what moved surpluses may add to a change.

    Through each surplus moved before, a changed ballot changes the piles once more by as much as
    it changes the quota, and truncation changes a ballot's value by two last decimals at most.
    """
    unit = tabulation.rule.unit
    closest = tabulation.ballots * unit
    elected: set[int] = set()
    for each in tabulation.rounds:
        loss = 2 * len(elected) * tabulation.ballots
        gaps = _gaps(each, [candidate for candidate in each.tally if candidate not in elected])
        closest = min([closest, *((gap - loss) // (1 + len(elected)) for gap in gaps)])
        elected.update(each.elected)
    return max(closest, 0) // unit


def _gaps(each: Round, continuing: Sequence[int]) -> list[int]:
    """How far each decision of a round was from falling otherwise, in scaled votes."""
    tally, quota = each.tally, each.threshold or 0
    if any(tally[winner] < quota for winner in each.elected):
        return []  # as many were left as seats: nothing was decided
    gaps = [abs(tally[candidate] - quota) for candidate in continuing]
    for loser in each.eliminated:
        gaps += [tally[other] - tally[loser] for other in continuing if other != loser]
    return gaps
