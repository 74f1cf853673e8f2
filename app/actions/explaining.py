import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.actions.canvass import frozen
from app.actions.counting import count_ballots
from app.actions.voting import read_manifest
from app.core.counting.closeness import closeness
from app.core.counting.exhaustion import Exhaustion, exhaustion
from app.core.counting.explanation import Explanation
from app.core.proof import ProofContest
from app.core.results import ContestCount
from app.core.secrecy.opened import Opened
from app.errors import NotFound, OutOfTurn
from app.records.canvass import OpeningRecord
from app.records.elections import Election


@dataclass(frozen=True)
class Explained:
    """What the ballots of a contest tell beyond its rounds; `why_not` is by losing candidate."""

    why_not: Mapping[str, str]
    exhausted: Exhaustion | None
    how_close: str
    lot_order: tuple[str, ...]


def explain_contest(counted: ContestCount) -> Explained:
    """Why each of the others lost, why ballots ran out, how close it was, and the lot order."""
    tabulation, names, letters = counted.tabulation, counted.candidates, counted.alphabet
    told = Explanation(tabulation, names, letters)
    close = closeness(tabulation)
    return Explained(
        why_not={
            name: told.why_not(candidate)
            for candidate, name in enumerate(names)
            if candidate not in tabulation.elected and tabulation.awaiting is None
        },
        exhausted=exhaustion(counted.profile, tabulation) if tabulation.rule.is_ranked else None,
        how_close=close.says(tabulation, names) if close else "",
        lot_order=tuple(each.because for each in letters.comparisons) if letters else (),
    )


def contest_counted(session: Session, election: Election, contest_id: str) -> ContestCount | None:
    """The count of one contest with its ballots; None where it was declared without a vote."""
    ballot, _ = frozen(session, election)
    opening = session.get(OpeningRecord, election.id)
    if opening is None:
        raise OutOfTurn("The opened file has not been received.")
    counts = _counts(json.dumps(ballot.contests), ballot.manifest, opening.opened)
    if contest_id not in counts:
        raise NotFound(f"The ballot of this election has no contest {contest_id}.")
    return counts[contest_id]


@functools.lru_cache(maxsize=2)
def _counts(contests: str, manifest: bytes, opened: bytes) -> Mapping[str, ContestCount | None]:
    """Every contest of a frozen ballot counted, once a process: none of it changes any more."""
    proved = [ProofContest.read(each) for each in json.loads(contests)]
    read = read_manifest(manifest)
    counted = count_ballots(proved, read, Opened.parse(opened, read))
    return {each.contest.id: each.count for each in counted}
