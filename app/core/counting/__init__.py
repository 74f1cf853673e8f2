"""Counting: a profile of ballots, a rule and a lot order in, a tabulation of rounds out."""

from collections.abc import Sequence

from app.core.counting.count import Count, LotNeeded
from app.core.counting.plurality import is_void, plurality
from app.core.counting.profile import Profile, ranking_fault
from app.core.counting.ranked import bottoms_up, run_off, sequential
from app.core.counting.rounds import Awaiting, Round, Tabulation, Tie, Transfer
from app.core.counting.rule import PRESETS, Rule, preset, rule_from
from app.core.counting.stv import transferable
from app.core.faults import BadInput

__all__ = [
    "PRESETS",
    "Awaiting",
    "Profile",
    "Round",
    "Rule",
    "Tabulation",
    "Tie",
    "Transfer",
    "preset",
    "ranking_fault",
    "rule_from",
    "tabulate",
]


def tabulate(profile: Profile, rule: Rule, *, seats: int, lots: Sequence[int] | None) -> Tabulation:
    """Counts a contest by a rule, exactly, to the end or to a tie that awaits a lot.

    `lots` are candidate indexes, best first: in a tie the earlier wins or stays.
    """
    _check(profile, rule, seats, lots)
    if rule.limit is not None:
        profile = profile.limited(rule.limit)
    count = Count(rule, lots)
    awaiting, alternates = None, None
    try:
        alternates = _run(profile, count, seats) if profile.candidates else None
    except LotNeeded as needed:
        awaiting = needed.awaiting
    return Tabulation(
        rule=rule,
        seats=seats,
        ballots=profile.total,
        elected=tuple(count.elected),
        rounds=tuple(count.rounds),
        ties=tuple(count.ties),
        awaiting=awaiting,
        alternates=None if rule.method != "plurality" else tuple(alternates or ()),
        void=_void(profile, rule, seats),
    )


def _run(profile: Profile, count: Count, seats: int) -> list[int] | None:
    match count.rule.method:
        case "plurality":
            return plurality(profile, count, seats)
        case "irv":
            run_off(profile, count)
        case "stv":
            transferable(profile, count, seats)
        case "sequential":
            sequential(profile, count, seats)
        case "bottoms-up":
            bottoms_up(profile, count, seats)
    return None


def _void(profile: Profile, rule: Rule, seats: int) -> int:
    if rule.method != "plurality":
        return 0
    return sum(times for ranking, times in profile.rankings.items() if is_void(ranking, seats))


def _check(profile: Profile, rule: Rule, seats: int, lots: Sequence[int] | None) -> None:
    if seats < 1:
        raise BadInput(f"{seats} seats: a contest fills at least one seat")
    if rule.method == "irv" and seats != 1:
        raise BadInput(
            f"{rule.name} fills one seat and {seats} are asked for: for several seats choose"
            " stv-wigm, stv-scottish, sequential-irv, bottoms-up or plurality"
        )
    if lots is not None:
        fault = ranking_fault(lots, profile.candidates)
        if fault:
            raise BadInput(f"the lot order is wrong: {fault}")
