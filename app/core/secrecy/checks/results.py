from collections import Counter
from collections.abc import Mapping

from app.core.results import GroupFigures, declared_result, reconcile
from app.core.seating import OF_SEATS
from app.core.secrecy.encoding import Json, Malformed, canonical
from app.core.secrecy.evidence import Evidence, GroupEvidence
from app.core.secrecy.published_results import elected_of
from app.core.secrecy.report import Outcome, Verdict, verified

_SECOND, _SECOND_BECAUSE = "second_count", "second_count_because"
_OF_TIES = ("ties", "lot_order", "alphabet")


def check_election(evidence: Evidence) -> Outcome:
    """The results name the election and purpose of the manifest, and no contest beyond it."""
    results, manifest = evidence.results, evidence.manifest
    if (results.election, results.purpose) != (manifest.title, manifest.purpose):
        raise Malformed("results.json names another election or purpose than the manifest")
    voted = [each for each, contest in results.contests.items() if _how(contest) == "elected"]
    if voted != [contest.id for contest in manifest.contests]:
        raise Malformed("the contests voted on in results.json are not those of the manifest")
    for contest_id, contest in results.contests.items():
        if contest_id not in voted:
            _check_declared(contest_id, contest)
    return verified(f"certified by {', '.join(results.certified_by)}")


def _check_declared(contest_id: str, contest: Mapping[str, Json]) -> None:
    elected, seats = elected_of(contest_id, contest), contest.get("seats")
    if type(seats) is not int or len(elected) > seats:
        raise Malformed(f"{contest_id}: more are declared elected than there are seats")
    if _without(contest, *OF_SEATS) != canonical(declared_result(contest_id, elected, seats=seats)):
        raise Malformed(f"{contest_id} is not written as a contest without a vote is")


def check_reconciliation(evidence: Evidence) -> Outcome:
    """Every ballot is accounted for, and results.json says the same."""
    found = reconcile(_figures(group) for group in evidence.groups)
    if canonical(found) != canonical(evidence.results.reconciliation):
        raise Malformed("the reconciliation of results.json is not that of board and opening")
    if not found["balanced"]:
        raise Malformed("the reconciliation does not balance")
    return verified("balanced in every group")


def _figures(group: GroupEvidence) -> GroupFigures:
    counts = group.evidence.register.groups.get(group.group_id)
    if counts is None:
        raise Malformed(f"register.json lacks group {group.group_id}")
    return GroupFigures(
        group.group_id,
        eligible=counts.eligible,
        issued=counts.issued,
        paper=sum(header.count + header.spoiled for header in group.batches),
        cast=group.cast - group.paper,
        counted=len(group.ballots),
        malformed=len(group.opening.malformed),
        spoiled=sum(header.spoiled for header in group.batches),
    )


def check_recount(evidence: Evidence) -> Outcome:
    """Every contest counted again from the ballots comes to what results.json says."""
    contests = evidence.manifest.contests
    for group in evidence.groups:
        for contest_id, counted in group.recounts.items():
            published = evidence.results.contest(contest_id)
            ours = _without(counted.as_json(), *_OF_TIES)
            if _without(published, _SECOND, _SECOND_BECAUSE, *_OF_TIES, *OF_SEATS) != ours:
                raise Malformed(f"{contest_id}: results.json is not what the ballots come to")
    return verified(f"{len(contests)} contests counted again from the ballots")


def check_ties(evidence: Evidence) -> Outcome:
    """Every tie was settled by the lot order that was frozen before voting."""
    ties = 0
    for group in evidence.groups:
        for contest_id, counted in group.recounts.items():
            published = evidence.results.contest(contest_id)
            if _only(published, *_OF_TIES) != _only(counted.as_json(), *_OF_TIES):
                raise Malformed(f"{contest_id}: its ties are not settled by the frozen lot order")
            ties += len(counted.tabulation.ties)
    return verified(f"ties: {ties}, all settled by the frozen rule and lot order")


def check_second_count(evidence: Evidence) -> Outcome:
    """What the registrar says of another program's count, which is not repeated here."""
    said = [
        contest[_SECOND] for contest in evidence.results.contests.values() if _SECOND in contest
    ]
    words = Counter(word for word in said if isinstance(word, str))
    told = ", ".join(f"{word} ({times})" for word, times in sorted(words.items())) or "nothing"
    return Outcome(Verdict.NOT_PERFORMED, f"the registrar says: {told}")


def _how(contest: Mapping[str, Json]) -> str:
    return "declared" if contest.get("declared") is True else "elected"


def _only(contest: Mapping[str, Json], *names: str) -> bytes:
    return canonical({name: contest[name] for name in names if name in contest})


def _without(contest: Mapping[str, Json], *names: str) -> bytes:
    return canonical({name: value for name, value in contest.items() if name not in names})
