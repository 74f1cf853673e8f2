import pytest
from rehearsal.chapter_story import CHOSEN, KEPT, TIED, TWO_OFFICES, ChapterStory
from rehearsal.plans import LOCAL_509, MEETING

from app.core.contests import contests_of
from app.core.counting import Profile, Tabulation, preset, tabulate
from app.core.roll import Member
from app.core.secrecy.manifest import BallotContest
from app.documents.rolls import read_rolls
from app.profiles import load

RULES = load("local_509")
SEATS = {TIED: 1, KEPT: 4}
PLACES = {"guarantee": "Worcester office:1,Boston office:1"}
OFFICES = {"Worcester office": "Worcester office", "Boston office": "Boston office"}


class Told:
    """A story of one seed with the contests counted that it has to decide."""

    def __init__(self, seed: int, voters: int) -> None:
        files = LOCAL_509.roll(LOCAL_509.usual_roll, seed)
        names = ("roll.csv", "standing.csv", "offices.csv", "employment.csv")
        self.members: dict[str, Member] = read_rolls(
            *(files[name] for name in names), rules=RULES
        ).members
        self.story = ChapterStory(files, seed=seed, voters=voters, on=MEETING, record=MEETING)
        self.numbers = {
            name: {person.number: place for place, person in enumerate(people, 1)}
            for name, people in self.story.candidates.items()
        }
        self.ballots = self.story.choices([*map(self._on_ballot, SEATS)], self.numbers)

    def _on_ballot(self, name: str) -> BallotContest:
        people = self.story.candidates[name]
        return BallotContest(
            id=name,
            title=name,
            seats=SEATS[name],
            limit=SEATS[name],
            ranked=False,
            candidates=tuple(f"{person.name} {person.number}" for person in people),
            counting_rule=bytes(32),
            lot_order=bytes(32),
        )

    def count(self, name: str) -> Tabulation:
        """The contest counted from the ballots of its own voters."""
        people = self.story.candidates[name]
        cast = [ballot[name] for ballot in self.story.of_voters_in(name, self.ballots)]
        rankings = [[number - 1 for number in ballot] for ballot in cast]
        rule = preset("plurality")
        if name == KEPT:
            rule = preset("plurality-guaranteed").with_parameters(PLACES)
        works = [self.members[person.number].work_location for person in people]
        return tabulate(
            Profile.from_rankings(len(people), rankings),
            rule,
            seats=SEATS[name],
            lots=range(len(people)),
            groups={place: OFFICES[each] for place, each in enumerate(works) if each in OFFICES},
        )


@pytest.mark.parametrize("seed", range(1, 5))
@pytest.mark.parametrize("voters", [12, 60])
def test_story_of_any_seed_has_a_tie_a_kept_place_and_two_who_must_choose(
    seed: int, voters: int
) -> None:
    told = Told(seed, voters)
    assert told.count(TIED).ties
    kept = told.count(KEPT)
    tally = kept.rounds[0].tally
    assert tally[0] == 1 < min(votes for each, votes in tally.items() if each)
    assert kept.guaranteed is not None
    assert kept.guaranteed[0] == "Worcester office"
    assert len(told.story.voters) == len({person.number for person in told.story.voters}) == voters

    proposed: dict[str, set[str]] = {}
    for each in told.story.proposals():
        proposed.setdefault(each.person.number, set()).add(each.contest)
    several = [contests for contests in proposed.values() if len(contests) > 1]
    assert sorted(map(sorted, several)) == sorted([sorted(TWO_OFFICES), sorted(CHOSEN)])


def test_story_s_contests_are_those_of_the_bylaws() -> None:
    told = Told(1, 12)
    made = {contest.id for contest in contests_of(RULES, roll=told.members.values())}
    assert set(told.story.candidates) <= made
