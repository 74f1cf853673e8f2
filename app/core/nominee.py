from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

# Facts that a ruling looked at, and that are between the committee and the nominee alone (M6).
CONFIDENTIAL = frozenset({"attested", "barred"})


class NomineeState(StrEnum):
    """Where a nomination stands, as its nominee and its nominator are told."""

    MAY_NOT_STAND = "may not stand"
    ASKED = "asked"
    COULD_NOT_ACCEPT = "could not accept"
    STANDS = "stands"
    DECLINED = "declined"
    SILENT = "silent"


def state_of(*, granted: bool, accepted: bool | None, tried: bool, is_over: bool) -> NomineeState:
    """The state that follows from the rulings and the answer.

    `tried` is whether an acceptance was refused, `is_over` whether the time to answer is.
    """
    if not granted:
        return NomineeState.MAY_NOT_STAND
    if accepted is not None:
        return NomineeState.STANDS if accepted else NomineeState.DECLINED
    if is_over:
        return NomineeState.SILENT
    return NomineeState.COULD_NOT_ACCEPT if tried else NomineeState.ASKED


def told_to_others(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What a nominator is told of a ruling on somebody else: why not, and never of convictions.

    The facts of the rules that are met stay the nominee's own.
    """
    return [
        finding
        for finding in findings
        if not finding["met"] and not CONFIDENTIAL.intersection(finding["facts"])
    ]
