from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.core.counting.count import Count, LotNeeded, equals
from app.core.counting.profile import Profile
from app.core.counting.rule import preset
from app.core.counting.stv import transferable
from app.core.counting.tabulating import tabulate
from app.core.counting.tabulation import Tabulation
from app.core.faults import BadInput
from app.core.ties import Draw


@dataclass(frozen=True, slots=True)
class Recount:
    """A count of the same ballots for a vacancy.

    `candidates` are the contest's indexes of those counted again, by their index in the
    tabulation; `successors` are the contest's indexes of who comes in.
    """

    tabulation: Tabulation
    candidates: tuple[int, ...]
    successors: tuple[int, ...]


def alternates(tabulation: Tabulation, departed: Collection[int]) -> list[int]:
    """Plurality: the next highest in votes, in order, without those who have left."""
    if tabulation.alternates is None:
        raise BadInput(f"{tabulation.rule.name} has no alternates: a ranked vacancy is recounted")
    _check_ended(tabulation)
    return [candidate for candidate in tabulation.alternates if candidate not in departed]


def recount(
    profile: Profile,
    tabulation: Tabulation,
    departed: Collection[int],
    *,
    lots: Sequence[int] | None,
    draws: Sequence[Draw] = (),
    sitting: Collection[int] | None = None,
) -> Recount:
    """Counts the same ballots without those who left; the others elected keep their seats.

    `sitting` names those who keep one, where some have come in for others already.
    """
    _check_departed(tabulation, departed)
    stay = [c for c in range(profile.candidates) if c not in departed]
    keeping = tabulation.elected if sitting is None else sitting
    kept = [stay.index(c) for c in keeping if c not in departed]
    again = tabulate(
        profile.without(departed),
        tabulation.rule,
        seats=tabulation.seats,
        lots=_among(stay, lots),
        draws=_draws_among(stay, draws),
        kept=kept,
    )
    came = tuple(stay[c] for c in again.elected if c not in kept)
    return Recount(again, tuple(stay), came)


def last_eliminated(tabulation: Tabulation, departed: Collection[int] = ()) -> list[list[int]]:
    """Those not elected, the last to go first, equals in one group: a lot orders these.

    Who was still in the race at the end comes before everybody eliminated. Of several passes
    the last one counts.
    """
    _check_ranked(tabulation)
    out = {*tabulation.elected, *departed}
    last = tabulation.rounds[-1:]
    passage = [round_ for round_ in tabulation.rounds if round_.passage == last[0].passage]
    left = [(round_, [*round_.tally]) for round_ in last]
    left += [(round_, [*round_.eliminated]) for round_ in reversed(passage)]
    line = []
    for round_, candidates in left:
        line += equals(round_.tally, [c for c in candidates if c not in out])
    return line


def countback(
    profile: Profile,
    tabulation: Tabulation,
    departed: int,
    *,
    unavailable: Collection[int] = (),
    lots: Sequence[int] | None,
    draws: Sequence[Draw] = (),
) -> Recount:
    """Counts the ballots that elected a departing member, at the value that stayed with her.

    Only for a transferable vote. Those elected, and the unavailable, are passed over; whoever
    has more than half of the value wins as in `irv`.
    """
    _check_departed(tabulation, [departed])
    rule = tabulation.rule
    if rule.method != "stv":
        raise BadInput(f"a countback is for a transferable vote, and this was {rule.name}")
    ballots = profile if rule.limit is None else profile.limited(rule.limit)
    retained = _retained(ballots, tabulation, departed, lots, draws)
    out = {departed, *tabulation.elected, *unavailable}
    stay = [c for c in range(profile.candidates) if c not in out]
    by_value = replace(preset("irv"), precision=rule.precision, ties=rule.ties)
    again = tabulate(
        Profile(profile.candidates, retained).without(out),
        by_value,
        seats=1,
        lots=_among(stay, lots),
        draws=_draws_among(stay, draws),
    )
    papers = sum(ballots.rankings[ranking] for ranking in retained)
    came = tuple(stay[c] for c in again.elected)
    return Recount(replace(again, ballots=papers), tuple(stay), came)


def _retained(
    ballots: Profile,
    tabulation: Tabulation,
    departed: int,
    lots: Sequence[int] | None,
    draws: Sequence[Draw],
) -> dict[str, int]:
    """Runs the count again for the votes, ballot by ballot, that stayed with a winner."""
    try:
        piles = transferable(ballots, Count(tabulation.rule, lots, draws), tabulation.seats)
    except LotNeeded as needed:
        raise BadInput("a countback needs the lot order by which the count was made") from needed
    return {ranking: votes for ranking, votes in piles.retained(departed).items() if votes}


def _check_departed(tabulation: Tabulation, departed: Collection[int]) -> None:
    _check_ranked(tabulation)
    if not {*departed} & {*tabulation.elected}:
        raise BadInput("a vacancy is that of a member who was elected, and none of these was")


def _check_ended(tabulation: Tabulation) -> None:
    if tabulation.awaiting is not None:
        raise BadInput("the count awaits a lot: nobody can succeed before it came to its end")


def _check_ranked(tabulation: Tabulation) -> None:
    _check_ended(tabulation)
    if not tabulation.rule.is_ranked:
        raise BadInput(f"{tabulation.rule.name} is not ranked: the next alternate succeeds")


def _among(stay: Sequence[int], lots: Sequence[int] | None) -> list[int] | None:
    return None if lots is None else [stay.index(c) for c in lots if c in stay]


def _draws_among(stay: Sequence[int], draws: Sequence[Draw]) -> list[Draw]:
    return [
        replace(draw, order=tuple(stay.index(c) for c in draw.order if c in stay)) for draw in draws
    ]
