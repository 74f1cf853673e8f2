from collections.abc import Iterator

from app.core.question_results import Asked, decide
from app.core.seating import OF_SEATS
from app.core.secrecy.encoding import Malformed, canonical
from app.core.secrecy.evidence import Evidence
from app.core.secrecy.report import Outcome, verified


def check_questions(evidence: Evidence) -> Outcome:
    """Every question decided again by what the manifest froze, as results.json says."""
    results = evidence.results
    asked = list(_asked(evidence))
    for each in asked:
        published = results.contest(each.count.contest_id)
        told = {name: value for name, value in published.items() if name in OF_SEATS}
        if canonical(told) != canonical(each.as_json()):
            raise Malformed(f"{each.count.contest_id}: title and clause are not the manifest's")
    found = [each.as_json() for each in decide(asked)]
    if canonical(found) != canonical(results.questions):
        raise Malformed("the questions of results.json are not decided as the ballots decide them")
    return verified(f"{len(found)} questions" if found else "no question was put")


def _asked(evidence: Evidence) -> Iterator[Asked]:
    """The contests that put questions, each by the measure that its voters read."""
    for group in evidence.groups:
        voters = evidence.manifest.group(group.group_id).eligible
        for contest in group.contests:
            if contest.question is None:
                continue
            count = group.recounts[contest.id]
            rule = count.tabulation.rule
            counted = rule.eligible if rule.present is None else rule.present
            if counted != voters:
                raise Malformed(f"{contest.id}: its measure counts {counted}, but {voters} vote")
            if not contest.question.measure.startswith(rule.text):
                raise Malformed(f"{contest.id}: the ballot named another measure")
            yield Asked(contest.title, contest.question, count)
