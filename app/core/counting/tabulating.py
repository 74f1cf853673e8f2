from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from app.core.counting.count import Count, LotNeeded
from app.core.counting.plurality import guaranteed, is_void, plurality
from app.core.counting.profile import Profile, ranking_fault
from app.core.counting.question import question
from app.core.counting.ranked import bottoms_up, run_off, sequential
from app.core.counting.rule import Rule
from app.core.counting.stv import transferable
from app.core.counting.tabulation import Tabulation
from app.core.faults import BadInput
from app.core.ties import Draw


def tabulate(
    profile: Profile,
    rule: Rule,
    *,
    seats: int,
    lots: Sequence[int] | None,
    draws: Sequence[Draw] = (),
    groups: Mapping[int, str] | None = None,
    kept: Collection[int] = (),
) -> Tabulation:
    """Counts a contest by a rule, exactly, to the end or to a tie that awaits a lot.

    `lots` are candidate indexes, best first: in a tie the earlier wins or stays. `draws` are
    lots drawn in the open for ties that these leave; with them the count goes on. `groups` say
    which candidate belongs to which group with guaranteed places. `kept` keep their seats in a
    recount of a ranked contest and are never eliminated.
    """
    _check(profile, rule, seats, lots)
    if rule.limit is not None:
        profile = profile.limited(rule.limit)
    count = Count(rule, lots, draws, kept)
    found = Tabulation(
        rule,
        seats,
        profile.total,
        elected=(),
        rounds=(),
        ties=(),
        alternates=() if rule.method in ("plurality", "guaranteed") else None,
        void=_void(profile, rule, seats),
        unvoted=profile.total > 0 and not profile.valid,
    )
    try:
        if profile.candidates:
            found = _run(found, profile, count, groups or {})
    except LotNeeded as needed:
        found = replace(found, awaiting=needed.awaiting)
    return replace(
        found,
        elected=tuple(count.elected),
        rounds=tuple(count.rounds),
        ties=tuple(count.ties),
    )


def _run(
    found: Tabulation, profile: Profile, count: Count, groups: Mapping[int, str]
) -> Tabulation:
    """Counts by the rule's method; what the rounds do not hold is added to the tabulation."""
    seats = found.seats
    match count.rule.method:
        case "plurality":
            return replace(found, alternates=tuple(plurality(profile, count, seats)))
        case "guaranteed":
            alternates, seated = guaranteed(profile, count, seats, groups)
            return replace(found, alternates=tuple(alternates), guaranteed=seated)
        case "question":
            return replace(found, verdict=question(profile, count))
        case "irv":
            run_off(profile, count)
        case "stv":
            transferable(profile, count, seats)
        case "sequential":
            sequential(profile, count, seats)
        case _:
            bottoms_up(profile, count, seats)
    return found


def _void(profile: Profile, rule: Rule, seats: int) -> int:
    if rule.is_ranked:
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
    if rule.method == "question" and seats != 1:
        raise BadInput(f"a question has one answer and {seats} are asked for")
    if rule.method == "guaranteed":
        promised = sum(number for _, number in rule.guarantee)
        if not promised:
            raise BadInput(f"{rule.name} needs guarantee=GROUP:NUMBER: without one it is plurality")
        if promised > seats:
            raise BadInput(f"{promised} places are guaranteed, and there are {seats} seats")
    if lots is not None:
        fault = ranking_fault(lots, profile.candidates)
        if fault:
            raise BadInput(f"the lot order is wrong: {fault}")
