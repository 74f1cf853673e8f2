from collections.abc import Sequence

from app.core.margins import margin
from app.core.secrecy.board import tree_hash_of
from app.core.secrecy.encoding import Malformed, in_groups
from app.core.secrecy.evidence import Evidence, GroupEvidence
from app.core.secrecy.opening_checks import (
    check_count,
    check_group_ids,
    check_malformed,
    check_middle,
    check_plain,
)
from app.core.secrecy.published import opening_hash
from app.core.secrecy.report import Outcome, Verdict, verified

MOVED_BY_ONE = 2  # votes: what a ballot changed takes from one candidate and gives to another


def check_lengths(evidence: Evidence) -> Outcome:
    """Board, middle and plain hold as many as they must, sorted; malformed indexes are theirs."""
    check_group_ids(evidence.manifest, [group.group_id for group in evidence.opening.groups])
    for group in evidence.groups:
        malformed = group.opening.malformed
        check_malformed(group.group_id, malformed)
        check_middle(evidence.entries, group.group_id, group.middle, malformed)
        check_count(group.group_id, len(group.middle), len(group.ballots), malformed)
        if group.plain is not None:
            check_plain(evidence.manifest, group.group_id, group.plain)
    counted = sum(len(group.ballots) for group in evidence.groups)
    return verified(f"{len(evidence.entries)} on the board, {counted} counted")


def check_H(evidence: Evidence) -> Outcome:  # noqa: N802 - the protocol's name
    """H, as announced before any dice, is the hash of what the bundle holds."""
    for group in evidence.groups:
        _check_hashes(group)
    found = opening_hash(evidence.manifest.hash, evidence.root, evidence.opening.groups)
    if found != evidence.opening.H:
        raise Malformed("H of opening.json is not the hash of board and opening")
    apart = [str(group.group_id) for group in evidence.groups if group.plain is None]
    given = f"; mth_plain of group {', '.join(apart)} as announced" if apart else ""
    return verified(f"H = {in_groups(found)}{given}")


def _check_hashes(group: GroupEvidence) -> None:
    if group.opening.mth_middle != tree_hash_of(group.middle):
        raise Malformed(f"group {group.group_id}: mth_middle is not the tree hash of its middle")
    if group.plain is not None and group.opening.mth_plain != tree_hash_of(group.plain):
        raise Malformed(f"group {group.group_id}: mth_plain is not the tree hash of its ballots")


def check_margins(evidence: Evidence) -> Outcome:
    """Malformed ballots, had they been valid, could not have changed a result."""
    doubtful = [line for group in evidence.groups for line in _doubtful(group)]
    if doubtful:
        return Outcome(Verdict.NOT_PROVEN, "; ".join(doubtful))
    malformed = sum(len(group.opening.malformed) for group in evidence.groups)
    return verified(f"{malformed} malformed, every margin above twice their number")


def _doubtful(group: GroupEvidence) -> Sequence[str]:
    malformed = len(group.opening.malformed)
    if not malformed:
        return []
    lines = []
    for contest_id, counted in group.recounts.items():
        votes = margin(counted.tabulation)
        if votes is None or votes <= MOVED_BY_ONE * malformed:
            known = "no margin is known" if votes is None else f"the margin is {votes}"
            lines.append(f"{contest_id}: {malformed} malformed ballots, and {known}")
    return lines
