from collections.abc import Iterator, Sequence

from app.core.margins import margin
from app.core.secrecy.checks.opening import MOVED_BY_ONE
from app.core.secrecy.encoding import in_groups
from app.core.secrecy.evidence import Evidence, GroupEvidence
from app.core.secrecy.partial_checking import FEWEST, links_hash
from app.core.secrecy.partial_checks import check_partially
from app.core.secrecy.report import Outcome, Verdict, verified

_NO_DICE = "no dice were rolled: the opening rests on the trustees"


def check_dice(evidence: Evidence) -> Outcome:
    """One side of each ballot, as dice chose it after H was announced, is opened truly."""
    opening, checked = evidence.opening, _checked(evidence)
    if not opening.dice:
        return Outcome(Verdict.NOT_PERFORMED, _NO_DICE)
    links = {group.group_id: group.answered.links for group in checked}
    for group in checked:
        check_partially(
            evidence.manifest,
            evidence.entries,
            group.answered,
            announced=opening.H,
            dice=opening.dice,
        )
    sides = sum(map(len, links.values()))
    announced = in_groups(links_hash(opening.H, links))
    return verified(f"one side of {sides} ballots in {len(links)} groups; L = {announced}")


def check_bounds(evidence: Evidence) -> Outcome:
    """How likely it is that enough ballots to turn a contest were altered and none was found."""
    if not evidence.opening.dice:
        return Outcome(Verdict.NOT_PERFORMED, _NO_DICE)
    bounds = [line for group in _checked(evidence) for line in _bounds(group)]
    if not bounds:
        return Outcome(Verdict.NOT_PERFORMED, f"no group has {FEWEST} ballots on the board")
    return verified("; ".join(bounds))


def _bounds(group: GroupEvidence) -> Iterator[str]:
    """A result turns by as many altered ballots as its margin takes, less what is malformed."""
    called = MOVED_BY_ONE * len(group.opening.malformed)
    for contest_id, counted in group.recounts.items():
        votes = margin(counted.tabulation)
        if votes is None:
            yield f"{contest_id}: no margin is known, so no bound"
        else:
            altered = -(-max(0, votes - called) // MOVED_BY_ONE)
            yield f"{contest_id}: (3/4)^{altered} = {0.75**altered:.2g}"


def check_attestations(evidence: Evidence) -> Outcome:
    """Groups too few for dice rest on the word of those present at the opening."""
    few = [each for each in evidence.groups if each.cast and not each.is_checked]
    if not few:
        return verified(f"every group has {FEWEST} ballots or none: dice were rolled for them")
    named = f"groups {', '.join(str(each.group_id) for each in few)}"
    told = evidence.opening.attestations
    if not told:
        return Outcome(Verdict.NOT_PERFORMED, f"{named}: nobody attests how they were opened")
    return verified(f"{named}: {' '.join(told)}")


def _checked(evidence: Evidence) -> Sequence[GroupEvidence]:
    return [group for group in evidence.groups if group.is_checked]
