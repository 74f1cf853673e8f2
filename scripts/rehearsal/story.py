from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from app.core.secrecy.manifest import BallotContest
from rehearsal.people import People, Person, with_other_name
from rehearsal.proposals import Answers, Proposal

ALPHABET = {
    "letters": "EPHDZWATORJFQSCIUMNBXKYLGV",
    "held_on": "2023-05-16",
    "source": "Oregon Secretary of State, randomized alphabet for the election of May 16, 2023",
}

TIED = "bargaining-district-1"  # two candidates, and as many votes for one as for the other
# Two members who win two seats each, and leave the second one to who follows there.
TWICE = (("president", "director-multnomah"), ("vice-president", "bargaining-district-2"))
BLANK = 0.04
SHORT = 0.3  # share of voters who rank only some


@dataclass(frozen=True)
class Contest:
    """A contest as the registrar's API shows it."""

    id: str
    title: str
    seats: int
    counties: tuple[str, ...]
    district: str | None
    stewards: bool

    @classmethod
    def of(cls, shown: Mapping[str, Any]) -> "Contest":
        """The contest of the API's JSON."""
        needed = {each["field"]: tuple(each["values"]) for each in shown["conditions"]}
        district = needed.get("district")
        return cls(
            shown["id"],
            shown["title"],
            shown["seats"],
            needed.get("county", ()),
            district[0] if district else None,
            "steward" in needed,
        )


class Story:
    """Who stands and how everybody votes, all from one seed."""

    def __init__(
        self,
        people: People,
        contests: Sequence[Contest],
        *,
        seed: int,
        voters: int,
    ) -> None:
        self._chance = Random(seed)
        self._people = people
        self._counties: dict[str, set[str]] = defaultdict(set)
        self._contests = {contest.id: contest for contest in contests}
        for contest in contests:
            self._counties[contest.district or ""].update(contest.counties)
        self._free = self._chance.sample(people.sound, len(people.sound))
        self.committee = [self._free.pop() for _ in range(3)]
        self.candidates = {each.id: self._candidates_for(each) for each in contests}
        self.twice = [self._stand_twice(*both) for both in TWICE]
        others = [each for each in people.sound if each not in self.twice]
        going = [*self.twice, *self._chance.sample(others, voters - len(self.twice))]
        self.voters = self._chance.sample(going, voters)

    @classmethod
    def of(
        cls, files: Mapping[str, bytes], contests: Sequence[Contest], *, seed: int, voters: int
    ) -> "Story":
        """The story of a roll's files."""
        return cls(People(files), contests, seed=seed, voters=voters)

    @property
    def answers(self) -> Answers:
        """Everybody accepts all that the bylaws let them accept."""
        return Answers()

    def proposals(self) -> list[Proposal]:
        """Everybody who stands, and one of them for a second statewide office."""
        stand = [
            Proposal(contest, person)
            for contest, people in self.candidates.items()
            for person in people
        ]
        return [*stand, Proposal("secretary-treasurer", self.candidates["president"][0])]

    def misfits(self) -> list[Proposal]:
        """Nominations that some rule refuses: lapsed, on the committee, elsewhere, no steward."""
        lapsed = next(each for each in self._people.all if each.lapsed)
        elsewhere = next(each for each in self._free if each.county != "Lane")
        neighbour = next(each for each in self._free if each.county == "Clackamas")
        no_steward = next(each for each in self._free if not each.steward)
        return [
            Proposal("president", lapsed),
            Proposal("vice-president", self.committee[1]),
            Proposal("director-lane", elsewhere),
            Proposal("director-multnomah", neighbour),
            Proposal("chief-steward-homecare", no_steward),
        ]

    def choices(
        self, contests: Sequence[BallotContest], numbers: Mapping[str, Mapping[str, int]]
    ) -> list[dict[str, tuple[int, ...]]]:
        """Each voter's choices in every contest, in the order of the voters.

        `numbers` are the candidates' on the ballot, by contest and member number.
        """
        liked = {each.id: [self._chance.random() for _ in each.candidates] for each in contests}
        ballots = [
            {each.id: self._choose(each, liked[each.id]) for each in contests} for _ in self.voters
        ]
        self._tie(ballots)
        limits = {each.id: each.limit for each in contests}
        for person, both in zip(self.twice, TWICE, strict=True):
            for contest in both:
                self._win(ballots, contest, numbers[contest][person.number], limits[contest])
        return ballots

    def _win(
        self, ballots: Sequence[dict[str, tuple[int, ...]]], contest: str, number: int, most: int
    ) -> None:
        """Makes two of every three voters of a contest rank one candidate first."""
        for place, ballot in enumerate(self.of_voters_in(contest, ballots)):
            if place % 3 != 2:
                others = (each for each in ballot[contest] if each != number)
                ballot[contest] = (number, *others)[:most]

    def of_voters_in(
        self, contest: str, ballots: Sequence[dict[str, tuple[int, ...]]]
    ) -> list[dict[str, tuple[int, ...]]]:
        """The ballots of those who vote in a contest."""
        district = self._contests[contest].district
        return [
            ballot
            for ballot, voter in zip(ballots, self.voters, strict=True)
            if district is None or voter.county in self._counties[district]
        ]

    def _tie(self, ballots: Sequence[dict[str, tuple[int, ...]]]) -> None:
        """Makes as many voters of District 1 rank one first as the other, the odd one nobody."""
        there = self.of_voters_in(TIED, ballots)
        even = len(there) // 2 * 2
        for place, ballot in enumerate(there):
            ballot[TIED] = () if place >= even else ((1, 2) if place % 2 else (2, 1))

    def _choose(self, contest: BallotContest, liked: Sequence[float]) -> tuple[int, ...]:
        if self._chance.random() < BLANK:
            return ()
        numbers = sorted(
            range(1, len(liked) + 1),
            key=lambda number: -liked[number - 1] - self._chance.random(),
        )
        most = contest.limit
        if self._chance.random() < SHORT:
            most = self._chance.randint(1, most)
        chosen = numbers[:most]
        return tuple(chosen) if contest.ranked else tuple(sorted(chosen))

    def _candidates_for(self, contest: Contest) -> list[Person]:
        found: list[Person] = []
        wanted = self._wanted(contest)
        for person in list(self._free):
            if len(found) == wanted:
                break
            if self._fits(person, contest) and with_other_name(person, found):
                found.append(person)
                self._free.remove(person)
        return found

    def _wanted(self, contest: Contest) -> int:
        if contest.id == TIED:
            return 2
        if any(contest.id in both for both in TWICE):
            return contest.seats + 2
        if contest.id == "delegates":
            return contest.seats + 6
        return contest.seats + self._chance.choice((0, 1, 1, 2, 3))

    def _stand_twice(self, first: str, second: str) -> Person:
        """One more candidate who stands in both contests."""
        both = self.candidates[first], self.candidates[second]
        person = next(
            each
            for each in self._free
            if self._fits(each, self._contests[first])
            and self._fits(each, self._contests[second])
            and all(with_other_name(each, others) for others in both)
        )
        self._free.remove(person)
        for others in both:
            others.append(person)
        return person

    def _fits(self, person: Person, contest: Contest) -> bool:
        if contest.stewards and not person.steward:
            return False
        counties = contest.counties or self._counties[contest.district or ""]
        return contest.district is None or person.county in counties
