import pytest
from rehearsal.made_up_roll import make_roll
from rehearsal.people import People
from rehearsal.story import TIED, TWICE, Contest, Story

from app.core.contests import contests_of
from app.core.counting import Profile, Tabulation, preset, tabulate
from app.core.secrecy.manifest import BallotContest
from app.profiles import load

CONTESTS = {row.id: row for row in contests_of(load("homecare_local_99"), granted_delegates=65)}


class Told:
    """A story of one seed, with every contest counted from its ballots."""

    def __init__(self, seed: int, voters: int) -> None:
        people = People(make_roll(500, seed))
        contests = [Contest.of(row.as_json()) for row in CONTESTS.values()]
        self.story = Story(people, contests, seed=seed, voters=voters)
        self.numbers = {
            name: {person.number: place for place, person in enumerate(candidates, 1)}
            for name, candidates in self.story.candidates.items()
        }
        self.ballots = self.story.choices([*map(self._on_ballot, CONTESTS)], self.numbers)

    def _on_ballot(self, name: str) -> BallotContest:
        contest, candidates = CONTESTS[name], self.story.candidates[name]
        return BallotContest(
            id=name,
            title=contest.title,
            seats=contest.seats or 0,
            limit=len(candidates),
            ranked=contest.method == "ranked",
            candidates=tuple(f"{person.name} {person.number}" for person in candidates),
            counting_rule=bytes(32),
            lot_order=bytes(32),
        )

    def count(self, name: str) -> Tabulation:
        """The contest counted from the ballots of its own voters."""
        contest, candidates = CONTESTS[name], len(self.numbers[name])
        cast = [ballot[name] for ballot in self.story.of_voters_in(name, self.ballots)]
        rankings = [[number - 1 for number in ballot] for ballot in cast]
        profile = Profile.from_rankings(candidates, rankings)
        rule = preset(contest.rule)
        return tabulate(profile, rule, seats=contest.seats or 0, lots=range(candidates))


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("voters", [10, 60])
def test_story_of_any_seed_has_two_who_win_twice_and_a_tie(seed: int, voters: int) -> None:
    told = Told(seed, voters)
    for person, both in zip(told.story.twice, TWICE, strict=True):
        for name in both:
            assert told.numbers[name][person.number] - 1 in told.count(name).elected
    tied = told.count(TIED)
    assert tied.ties
    assert len(told.story.voters) == len({person.number for person in told.story.voters}) == voters
