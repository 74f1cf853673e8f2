from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from app.core.eligibility import may_vote
from app.core.facts import Facts
from app.core.roll import Member
from app.core.secrecy.manifest import BallotContest
from app.documents.rolls import read_rolls
from app.profiles import load
from rehearsal.people import People, Person
from rehearsal.proposals import Answers, Proposal

# Two units whose members come to vote in numbers, and one that has too few of them.
READY = ("Bay Cove Human Services unit", "Eliot Community Human Services unit")
IDLE = "Advocates unit"
COMING = 20  # of each unit that is ready: above three tenths of its members
YES, NO = 1, 2
AMENDMENT = {
    "rule": "amendment",
    "title": "Amendment of Article V: ballots by mail or in a browser",
    "text": "Article V, section 4, shall read: “Ballots are mailed or cast electronically.”",
    "arguments_for": "More members vote when they may choose how.",
    "arguments_against": "A letter needs no device and no network.",
    "days": {
        "submitted": "2028-08-20",
        "notice": "2028-09-10",
        "meeting": "2028-10-14",
        "expiry": "2029-10-13",
    },
    "basis": "Two thirds of the board of the Mental Health Chapter on August 19, 2028.",
}
STRIKE = {
    "rule": "strike",
    "title": "Strike at three agencies",
    "text": "Shall the members of the unit strike from December 11, 2028?",
    "units": [*READY, IDLE],
}


class QuestionStory:
    """How everybody answers: an amendment is just carried, and a strike lacks one unit."""

    candidates: Mapping[str, Sequence[Person]]
    answers = Answers()

    def __init__(self, files: Mapping[str, bytes], *, seed: int, voters: int, record: date) -> None:
        self.candidates = {}
        names = ("roll.csv", "standing.csv", "offices.csv", "employment.csv")
        rules = load("local_509")
        roll = read_rolls(*(files[name] for name in names), rules=rules)
        people = {person.number: person for person in People(files).all}

        def votes(member: Member) -> bool:
            facts = Facts(member=member, standing=roll.standing.get(member.member_number, ()))
            return bool(member.email) and may_vote(facts, rules, on=record).granted

        able = [each for each in roll.members.values() if votes(each)]
        mixed = Random(seed).sample(able, len(able))
        ready = [each for unit in READY for each in _of(unit, mixed)[:COMING]]
        idle = _of(IDLE, mixed)
        others = [each for each in mixed if each not in ready and each not in idle]
        going = [*ready, *idle[:1], *others][:voters]
        self.voters = [people[each.member_number] for each in going]

    def proposals(self) -> list[Proposal]:
        """Nobody is put forward."""
        return []

    def misfits(self) -> list[Proposal]:
        """Nobody is refused."""
        return []

    def questions(self) -> list[dict[str, Any]]:
        """What is put to the members."""
        return [AMENDMENT, STRIKE]

    def choices(
        self, contests: Sequence[BallotContest], numbers: Mapping[str, Mapping[str, int]]
    ) -> list[dict[str, tuple[int, ...]]]:
        """Two of three are for the amendment, and all are for the strike."""
        del numbers
        return [
            {each.id: (_answer(each, place),) for each in contests}
            for place, _ in enumerate(self.voters)
        ]


def _of(unit: str, members: Sequence[Member]) -> list[Member]:
    return [each for each in members if each.bargaining_unit == unit]


def _answer(contest: BallotContest, place: int) -> int:
    return NO if contest.id == AMENDMENT["rule"] and place % 3 == 2 else YES
