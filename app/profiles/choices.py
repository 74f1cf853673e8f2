"""The values that a clause of a profile can have, where it is one of a few."""

from collections.abc import Mapping, Sequence

from app.core.counting.rule import PRESETS
from app.core.roll import Kind, Status
from app.core.rules import VACANT

KINDS = frozenset(kind.value for kind in Kind)
STATUSES = frozenset(status.value for status in Status)
CHANNELS = frozenset({"mail", "electronic"})
METHODS = ("ranked", "plurality")
TIES = ("alphabet", "lots", "run-off")
EQUAL_NAMES = ("lots",)
FOLLOW_VOTES = ("next highest", VACANT)
FOLLOW_RANKS = ("recount", "last eliminated", VACANT)

# By the end of the path that leads to the clause.
BY_PATH: Mapping[str, Sequence[str]] = {
    "channels": sorted(CHANNELS),
    "membership.voting_kinds": [kind.value for kind in Kind],
    "membership.standing_kinds": [kind.value for kind in Kind],
    "counting.several_seats": [
        rule.name for rule in PRESETS.values() if rule.is_ranked and rule.method != "irv"
    ],
    "ties.method": TIES,
    "ties.equal_names": EQUAL_NAMES,
    "succession.plurality": FOLLOW_VOTES,
    "succession.ranked": FOLLOW_RANKS,
}
