from collections.abc import Collection, Sequence

from app.core.counting.succession import alternates, last_eliminated, recount
from app.core.results import ContestCount

LAST_ELIMINATED = "last eliminated"


def follower(
    counted: ContestCount, left: Collection[int], sitting: Sequence[int], *, by: str
) -> tuple[int | None, str]:
    """Who follows, by the ballots that were cast, when `left` have gone; and how that was found.

    All are candidate indexes. Under plurality the next in votes follows. Where it was ranked both
    readings of the next highest ranked are told, and `by` says which is in force: the same
    ballots counted again with those sitting kept, or the last candidate eliminated. Nobody does
    while a run-off is awaited, since its candidates may come next.
    """
    tabulation = counted.tabulation
    if tabulation.awaiting is not None:
        return None, ""
    if tabulation.alternates is not None:
        line = alternates(tabulation, {*left, *sitting})
        return (line[0] if line else None), ""
    again = recount(counted.profile, tabulation, left, lots=counted.lots, sitting=sitting)
    recounted = again.successors[0] if again.successors else None
    last = _last_out(counted, {*left, *sitting})
    says = (
        "Counted again without whoever left, and with the others keeping their seats, the "
        f"ballots elect {_called(counted, recounted)}; "
        f"the last eliminated is {_called(counted, last)}."
    )
    return (last if by == LAST_ELIMINATED else recounted), says


def _last_out(counted: ContestCount, out: Collection[int]) -> int | None:
    for level in last_eliminated(counted.tabulation, out):
        return min(level, key=list(counted.lots).index)
    return None


def _called(counted: ContestCount, index: int | None) -> str:
    return "nobody" if index is None else counted.candidates[index]
