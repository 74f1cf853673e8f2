from collections.abc import Sequence
from dataclasses import dataclass

from app.core.counting.rounds import Round
from app.core.counting.tabulation import Tabulation, trimmed


@dataclass(frozen=True, slots=True)
class Decision:
    """One candidate kept before another in a round, by how many scaled votes.

    `ballots` is how many changed ballots would have put the other ahead there.
    """

    round: int
    ahead: int
    behind: int
    gap: int
    ballots: int


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close a count was, as far as its rounds show.

    `last` is the last decision: that many changed ballots are enough for another result.
    `closest` is the closest decision of all; the true margin of a ranked count can be smaller
    than either, for a change in one round echoes in later ones.
    """

    last: Decision
    closest: Decision

    def says(self, tabulation: Tabulation, names: Sequence[str]) -> str:
        """Both in words."""
        last, closest = self.last, self.closest
        places = tabulation.rule.precision
        # A ballot of a transferable vote may be worth less than one vote by then.
        enough = (
            f"it would have taken at least {_changed(last)} to turn it"
            if places
            else f"{_changed(last)} would have been enough for another result"
        )
        words = (
            f"In the last decision, round {last.round}, {names[last.ahead]} was ahead of"
            f" {names[last.behind]} by {trimmed(last.gap, places)}: {enough}."
        )
        if closest == last:
            return words
        return (
            f"{words} The closest decision was in round {closest.round}, {names[closest.ahead]}"
            f" before {names[closest.behind]} by {trimmed(closest.gap, places)}, which"
            f" {_changed(closest)} could have turned; what would have followed the rounds do not"
            " show."
        )


def _changed(decision: Decision) -> str:
    return f"{decision.ballots} changed ballot{'s' if decision.ballots > 1 else ''}"


def closeness(tabulation: Tabulation) -> Closeness | None:
    """What the rounds show; None where nobody lost or a lot is awaited."""
    if tabulation.awaiting is not None or tabulation.verdict is not None:
        return None
    found = [d for round_ in tabulation.rounds if (d := _decision(round_, tabulation))]
    return Closeness(found[-1], min(found, key=lambda d: d.gap)) if found else None


def _decision(round_: Round, tabulation: Tabulation) -> Decision | None:
    """Who went out, or was not elected in the end, and who was nearest above."""
    seated = tabulation.elected_before(round_) | (tabulation.guaranteed or {}).keys()
    in_race = [c for c in round_.tally if c not in seated]
    behind = list(round_.eliminated)
    if not behind and round_.number == len(tabulation.rounds):
        behind = [c for c in in_race if c not in round_.elected]
    ahead = [c for c in in_race if c not in behind]
    if not behind or not ahead:
        return None
    above = min(ahead, key=round_.tally.__getitem__)
    below = max(behind, key=round_.tally.__getitem__)
    gap = max(round_.tally[above] - round_.tally[below], 0)
    return Decision(round_.number, above, below, gap, gap // (2 * tabulation.rule.unit) + 1)
