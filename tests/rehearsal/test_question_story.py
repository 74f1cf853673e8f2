import pytest
from rehearsal.plans import QUESTIONS_509
from rehearsal.question_story import AMENDMENT, YES, QuestionStory

from app.core.secrecy.groups import BallotContest


@pytest.mark.parametrize("seed", range(1, 4))
def test_story_of_any_seed_just_carries_the_amendment(seed: int) -> None:
    files = QUESTIONS_509.roll(QUESTIONS_509.usual_roll, seed)
    told, _ = QUESTIONS_509.tell(files, [], seed, 60)
    assert isinstance(told, QuestionStory)
    assert len({person.number for person in told.voters}) == 60
    answers = ("Yes", "No", "Abstain")
    name = str(AMENDMENT["rule"])
    contest = BallotContest(name, name, 1, 1, False, answers, bytes(32), bytes(32))
    ballots = told.choices([contest], {})
    assert sum(each[name] == (YES,) for each in ballots) == 40
