import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.core.secrecy.manifest import Manifest
from rehearsal.members import signed_in
from rehearsal.post_office import PostOffice

VOTERS = 3
ASKED = 12  # members, of whom those vote on paper who have the most groups in common


@dataclass(frozen=True)
class KeyedTwice:
    """The paper ballots of one group as made-up clerks key them.

    The second clerk misreads the first ballot, and calls the last one spoiled like the first clerk.
    """

    contests: Sequence[str]
    marked: str
    ballots: int

    def files(self) -> Mapping[str, bytes]:
        """What the first clerk keyed, what the second one did, and the third look."""
        blank: dict[str, list[int]] = {contest: [] for contest in self.contests}
        right = blank | ({self.marked: [1]} if self.marked in blank else {})
        valid = [{"ballot": at, "choices": right} for at in range(1, self.ballots)]
        spoiled = {"ballot": self.ballots, "spoiled": "torn"}
        misread = {"ballot": 1, "spoiled": "not legible"}
        keyed = {
            "first": [*valid, spoiled],
            "second": [misread, *valid[1:], spoiled],
            "third": valid[:1],
        }
        return {name: _lines(rows) for name, rows in keyed.items()}


def _lines(rows: Iterable[Mapping[str, object]]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def who_votes_on_paper(
    url: str, election: str, numbers: Iterable[str], post: PostOffice
) -> Mapping[str, tuple[int, ...]]:
    """Some members, by number, with the contest groups that all of them have."""
    groups: dict[str, tuple[int, ...]] = {}
    for number in islice(filter(post.has_code, numbers), ASKED):
        with signed_in(url, election, number, post.code_of(number)) as http:
            mine = http.get("/api/v1/my/ballot").raise_for_status().json()
            groups[number] = tuple(mine["groups"])
    entitled = [each for each in groups.values() if each]
    common = max(entitled, key=entitled.count, default=())
    alike = (number for number, each in groups.items() if each and each == common)
    return dict.fromkeys(islice(alike, VOTERS), common)


def keyed_ballots(
    manifest: Manifest, voters: Mapping[str, tuple[int, ...]]
) -> dict[int, KeyedTwice]:
    """What was keyed of the members' paper, by group: marked in the first contest alone.

    So no tie or winner of the story hangs on it.
    """
    groups = Counter(group for each in voters.values() for group in each)
    marked = manifest.contests[0].id
    return {
        group: KeyedTwice([each.id for each in manifest.contests_of(group)], marked, ballots)
        for group, ballots in sorted(groups.items())
    }
