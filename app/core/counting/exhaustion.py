from dataclasses import dataclass

from app.core.counting.profile import Profile
from app.core.counting.tabulation import Tabulation


@dataclass(frozen=True, slots=True)
class Exhaustion:
    """The ballots that named somebody and count for nobody at the end of a ranked count.

    They ranked nobody who was still in the race or elected; or they did, but only beyond the
    ranks that the rule lets count.
    """

    no_further_choice: int
    beyond_limit: int


def exhaustion(profile: Profile, tabulation: Tabulation) -> Exhaustion:
    """Why ballots are exhausted, from the ballots as cast; of several passes after the last."""
    last = tabulation.rounds[-1].tally if tabulation.rounds else {}
    no_further_choice = beyond_limit = 0
    for ranking, times in profile.items():
        if not any(candidate in last for candidate in ranking[: tabulation.rule.limit]):
            if any(candidate in last for candidate in ranking):
                beyond_limit += times
            else:
                no_further_choice += times
    return Exhaustion(no_further_choice, beyond_limit)
