from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.contest import Contest
from app.core.proof import ProofContest
from app.core.question_results import Asked
from app.core.results import ContestCount, count_contest, declared_result, read_rule
from app.core.seating import Filled
from app.core.secrecy.apart import choices_of
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.opened import Opened
from app.second_count import second_count


@dataclass(frozen=True)
class Counted:
    """A contest of the frozen ballot with its count; None where it was declared without a vote."""

    contest: ProofContest
    count: ContestCount | None

    def as_json(self) -> dict[str, Any]:
        """The contest as results.json has it, with the second count of a ranked one."""
        contest = self.contest
        if self.count is None:
            return dict(declared_result(contest.id, contest.names, seats=contest.seats))
        return {**self.count.as_json(), **self._counted_again(self.count)}

    def _counted_again(self, count: ContestCount) -> dict[str, Any]:
        if not self.contest.ranked:
            return {}
        again = second_count(
            count.profile,
            count.tabulation.rule,
            seats=self.contest.seats,
            lots=count.lots,
            tabulation=count.tabulation,
        )
        return {"second_count": again.word, "second_count_because": again.because}


def count_ballots(
    contests: Sequence[ProofContest], manifest: Manifest, opened: Opened
) -> list[Counted]:
    """Every contest counted from the opened ballots, in the order of the bylaws."""
    rankings = _rankings(manifest, opened)
    return [Counted(each, _count(each, rankings)) for each in contests]


def filled_by(counted: Sequence[Counted], contests: Sequence[Contest]) -> list[Filled]:
    """Who was elected where, each candidate known by the public key; questions elect nobody."""
    by_id = {contest.id: contest for contest in contests}
    return [
        Filled(
            id=each.contest.id,
            title=each.contest.title,
            group=by_id[each.contest.id].group,
            cite=each.contest.cite,
            seats=each.contest.seats,
            names=each.contest.names,
            people=[candidate.key for candidate in each.contest.candidates],
            count=each.count,
        )
        for each in counted
        if each.contest.question is None
    ]


def asked_in(counted: Sequence[Counted]) -> list[Asked]:
    """The contests that put questions, in the order of the ballot."""
    return [
        Asked(each.contest.title, each.contest.question, each.count)
        for each in counted
        if each.contest.question is not None and each.count is not None
    ]


def _count(contest: ProofContest, rankings: Mapping[str, list[list[int]]]) -> ContestCount | None:
    if contest.declared:
        return None
    rule, places = read_rule(contest.adopted_rule)
    return count_contest(
        contest.id,
        contest.names,
        seats=contest.seats,
        rule=rule,
        lots=range(len(contest.candidates)),
        rankings=rankings[contest.id],
        alphabet=contest.letters,
        places=places,
    )


def _rankings(manifest: Manifest, opened: Opened) -> Mapping[str, list[list[int]]]:
    """By contest, what each ballot says, as candidate indexes from 0."""
    rankings: dict[str, list[list[int]]] = {each.id: [] for each in manifest.contests}
    for group in opened.groups:
        contests = manifest.contests_of(group.group_id)
        for padded in group.plain:
            choices = choices_of(padded, contests, manifest.pad_len)
            for contest_id, numbers in choices.items():
                rankings[contest_id].append([number - 1 for number in numbers])
    return rankings
