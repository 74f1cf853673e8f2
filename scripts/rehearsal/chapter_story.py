from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from random import Random

from app.core.contests import Contest, contests_of
from app.core.electorates import in_electorate
from app.core.eligibility import may_be_nominated, may_vote
from app.core.facts import Facts
from app.core.faults import BadInput
from app.core.roll import Member
from app.core.secrecy.manifest import BallotContest
from app.documents.rolls import read_rolls
from app.profiles import load
from rehearsal.people import People, Person
from rehearsal.proposals import Answers, Proposal

Ballot = dict[str, tuple[int, ...]]

# How many stand where; of contests that begin with a name and "*", in each of them.
STAND = {
    "president": 3,
    "treasurer": 2,
    "recording-secretary": 1,
    "trustees": 5,
    "sergeant-at-arms": 2,
    "dta-president": 2,
    "dcf-president": 1,
    "mental-health-president": 1,
    "rehabilitation-president": 1,
    "higher-education-president": 1,
    "mental-health-jeb": 2,
    "dta-vice-president-*": 1,
    "higher-education-board-*": 1,
}
TIED = "sergeant-at-arms"  # two candidates, and as many votes for one as for the other
KEPT = "rehabilitation-board-disability-determination"  # a place each is kept for two offices
KEPT_FOR, ALSO_KEPT_FOR = "Worcester office", "Boston office"
KEPT_VOTERS = 12  # who vote there at least, where so many vote at all
TWO_OFFICES = ("dta-president", "trustees")  # one nominee says nothing, and the first one stands
CHOSEN = ("treasurer", "president")  # another one accepts the first and declines the second
BLANK = 0.04


class ChapterStory:
    """Who is moved, who stands and how everybody votes in Local 509, all from one seed."""

    def __init__(
        self, files: Mapping[str, bytes], *, seed: int, voters: int, on: date, record: date
    ) -> None:
        self._chance = Random(seed)
        self._rules = load("local_509")
        self._on = on
        names = ("roll.csv", "standing.csv", "offices.csv", "employment.csv")
        self._roll = read_rolls(*(files[name] for name in names), rules=self._rules)
        self._people = {person.number: person for person in People(files).all}
        members = self._roll.members.values()
        self._contests = {row.id: row for row in contests_of(self._rules, roll=members)}
        mailed = [each for each in members if each.email]
        self._voting = [
            each for each in mailed if may_vote(self._facts(each), self._rules, on=record).granted
        ]
        able = [each for each in mailed if self._may_stand(each, self._contests["treasurer"])]
        self._free = self._chance.sample(able, len(able))
        self.candidates = {
            each: self._found(self._contests[each], number) for each, number in self._standing()
        }
        self.candidates[KEPT] = self._for_kept_places()
        self._silent = self._one_for(TWO_OFFICES)
        self._choosing = self._one_for(CHOSEN)
        self.candidates[TWO_OFFICES[0]].append(self._silent)
        self.candidates[CHOSEN[0]].append(self._choosing)
        self.voters = self._going(voters)

    @property
    def answers(self) -> Answers:
        """Everybody accepts, but for one who is silent and one who chooses."""
        number = self._choosing.number
        return Answers({self._silent.number}, {(number, CHOSEN[1])})

    def proposals(self) -> list[Proposal]:
        """Everybody who is moved and seconded in order, two of them for two offices."""
        stand = [(each, person) for each, people in self.candidates.items() for person in people]
        stand += [(TWO_OFFICES[1], self._silent), (CHOSEN[1], self._choosing)]
        return [self._moved(contest, person) for contest, person in stand]

    def misfits(self) -> list[Proposal]:
        """Nominations that some article refuses, each another one."""
        terms = (number for number, held in self._roll.offices.items() if len(held) == 2)
        broken = (
            number
            for number, periods in self._roll.standing.items()
            if [each.status.value for each in periods] == ["good", "suspended", "good"]
            and self._fails(number, {"M2"})
        )
        members = self._roll.members.values()
        associates = (each.member_number for each in members if each.kind == "associate")
        outside = self._outside("dcf")
        within = self._moved("dcf-president", self._person(self._within("dcf")[2]))
        return [
            self._moved("president", self._people[next(terms)]),
            self._moved("treasurer", self._people[next(broken)]),
            self._moved("trustees", self._people[next(associates)]),
            self._moved("dcf-president", outside),
            Proposal(within.contest, within.person, outside, within.seconder),
        ]

    def choices(
        self, contests: Sequence[BallotContest], numbers: Mapping[str, Mapping[str, int]]
    ) -> list[Ballot]:
        """Each voter's choices in every contest, in the order of the voters.

        `numbers` are the candidates' on the ballot, by contest and member number.
        """
        ballots = [{each.id: self._marks(each) for each in contests} for _ in self.voters]
        there = self.of_voters_in(TIED, ballots)
        for place, ballot in enumerate(there):
            ballot[TIED] = () if place >= len(there) // 2 * 2 else (1 + place % 2,)
        kept = numbers[KEPT][self.candidates[KEPT][0].number]
        others = sorted(number for number in numbers[KEPT].values() if number != kept)
        for place, ballot in enumerate(self.of_voters_in(KEPT, ballots)):
            ballot[KEPT] = tuple(sorted([kept, *others[:3]])) if not place else tuple(others[:4])
        return ballots

    def of_voters_in(self, contest: str, ballots: Iterable[Ballot]) -> list[Ballot]:
        """The ballots of those who vote in a contest."""
        electorate = self._contests[contest].electorate
        return [
            ballot
            for ballot, voter in zip(ballots, self.voters, strict=True)
            if in_electorate(electorate, self._roll.members[voter.number], self._rules)
        ]

    def _standing(self) -> Iterable[tuple[str, int]]:
        for name, number in STAND.items():
            prefix = name.removesuffix("*")
            for contest in self._contests:
                if contest == name or (prefix != name and contest.startswith(prefix)):
                    yield contest, number

    def _found(self, contest: Contest, wanted: int, **having: str) -> list[Person]:
        fit = (
            each
            for each in self._free
            if self._may_stand(each, contest)
            and all(getattr(each, field) == value for field, value in having.items())
        )
        found = [each for each, _ in zip(fit, range(wanted), strict=False)]
        if len(found) < wanted:
            raise BadInput(f"too few members can stand for {contest.title}: name a larger roll")
        self._free = [each for each in self._free if each not in found]
        return [self._person(each) for each in found]

    def _for_kept_places(self) -> list[Person]:
        """One of the office with few votes, and more with many votes than there are seats left."""
        contest = self._contests[KEPT]
        first = self._found(contest, 1, work_location=KEPT_FOR)
        also = self._found(contest, 1, work_location=ALSO_KEPT_FOR)
        here = [each for each in self._free if each.work_location != KEPT_FOR]
        self._free, kept = here, [each for each in self._free if each not in here]
        others = self._found(contest, (contest.seats or 0) - 1)
        self._free += kept
        return [*first, *also, *others]

    def _one_for(self, contests: Sequence[str]) -> Person:
        both = [self._contests[each] for each in contests]
        found = next(each for each in self._free if all(self._may_stand(each, c) for c in both))
        self._free.remove(found)
        return self._person(found)

    def _going(self, voters: int) -> list[Person]:
        electorate = self._contests[KEPT].electorate
        there = [each for each in self._voting if in_electorate(electorate, each, self._rules)]
        sure = self._chance.sample(there, min(len(there), KEPT_VOTERS, voters // 3))
        rest = self._chance.sample(
            [each for each in self._voting if each not in sure], voters - len(sure)
        )
        going = self._chance.sample([*sure, *rest], voters)
        return [self._person(each) for each in going]

    def _moved(self, contest: str, person: Person) -> Proposal:
        """Moved and seconded by two others of the chapter whose contest it is."""
        chapter = self._contests[contest].chapter
        others = (each for each in self._within(chapter) if each.member_number != person.number)
        return Proposal(contest, person, self._person(next(others)), self._person(next(others)))

    def _within(self, chapter: str) -> Sequence[Member]:
        return self._by_chapter[chapter] if chapter else self._voting

    @cached_property
    def _by_chapter(self) -> Mapping[str, list[Member]]:
        found: dict[str, list[Member]] = {}
        for each in self._voting:
            chapter = self._rules.units.short("chapter", "", each.chapter)
            found.setdefault(chapter, []).append(each)
        return found

    def _outside(self, chapter: str) -> Person:
        inside = self._within(chapter)
        return self._person(next(each for each in self._free if each not in inside))

    def _fails(self, number: str, rules: set[str]) -> bool:
        facts = self._facts(self._roll.members[number])
        ruling = may_be_nominated(facts, self._contests["treasurer"], self._rules, on=self._on)
        return {each.rule for each in ruling.findings if not each.met} == rules

    def _may_stand(self, member: Member, contest: Contest) -> bool:
        return may_be_nominated(self._facts(member), contest, self._rules, on=self._on).granted

    def _facts(self, member: Member) -> Facts:
        number = member.member_number
        return Facts(
            member=member,
            standing=self._roll.standing.get(number, ()),
            offices=self._roll.offices.get(number, ()),
            employment=self._roll.employment.get(number, ()),
            committee=False,
        )

    def _person(self, member: Member) -> Person:
        return self._people[member.member_number]

    def _marks(self, contest: BallotContest) -> tuple[int, ...]:
        if self._chance.random() < BLANK:
            return ()
        numbers = range(1, len(contest.candidates) + 1)
        return tuple(sorted(self._chance.sample(numbers, self._chance.randint(1, contest.limit))))
