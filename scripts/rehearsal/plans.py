from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Protocol

from app.core.secrecy.manifest import BallotContest
from rehearsal.chapter_story import ChapterStory
from rehearsal.committee import CHAIR, OTHERS
from rehearsal.made_up_roll import make_roll
from rehearsal.people import People, Person
from rehearsal.proposals import Answers, Proposal
from rehearsal.question_story import QuestionStory
from rehearsal.story import ALPHABET, Contest, Story

Files = Mapping[str, bytes]


class Told(Protocol):
    """Who stands and how everybody votes in one local's rehearsal."""

    voters: list[Person]

    @property
    def candidates(self) -> Mapping[str, Sequence[Person]]:
        """Who stands for what in the end."""

    @property
    def answers(self) -> Answers:
        """Who accepts what."""

    def proposals(self) -> list[Proposal]:
        """Everybody who is put forward in order."""

    def misfits(self) -> list[Proposal]:
        """Proposals that some rule refuses."""

    def choices(
        self, contests: Sequence[BallotContest], numbers: Mapping[str, Mapping[str, int]]
    ) -> list[dict[str, tuple[int, ...]]]:
        """Each voter's choices in every contest, in the order of the voters."""


# The roll's files, the contests as the API shows them, and who of the committee is on the roll.
Teller = Callable[[Files, Sequence[Mapping[str, Any]], int, int], tuple[Told, Sequence[str | None]]]


@dataclass(frozen=True)
class Plan:
    """What one local's rehearsal is made of, beside what its bylaws say.

    `committee` are names, addresses and roles; `settings` what it adopts, with its reason; without
    an `alphabet` lots are drawn. `able` says how many can vote by e-mail. Nominations come in
    `nominating` after they have opened.
    """

    form: Mapping[str, Any]
    set_up: datetime
    nominating: timedelta
    committee: Sequence[tuple[str, str, str]]
    appointed_by: str
    roll: Callable[[int, int], dict[str, bytes]]
    tell: Teller
    able: Callable[[People], int]
    least_roll: int
    usual_roll: int
    alphabet: Mapping[str, str] | None = None
    settings: Sequence[tuple[str, object]] = ()
    reason: str = ""


def _tell_local_99(
    files: Files, shown: Sequence[Mapping[str, Any]], seed: int, voters: int
) -> tuple[Told, Sequence[str | None]]:
    contests = [Contest.of(each) for each in shown]
    story = Story.of(files, contests, seed=seed, voters=voters)
    return story, [person.number for person in story.committee]


def _tell_local_509(
    files: Files, shown: Sequence[Mapping[str, Any]], seed: int, voters: int
) -> tuple[Told, Sequence[str | None]]:
    del shown  # the story makes the same contests from the same roll
    story = ChapterStory(files, seed=seed, voters=voters, on=MEETING, record=MEETING)
    return story, (None, None)


def _tell_questions(
    files: Files, shown: Sequence[Mapping[str, Any]], seed: int, voters: int
) -> tuple[Told, Sequence[str | None]]:
    del shown  # the questions are put when the roll is in
    return QuestionStory(files, seed=seed, voters=voters, record=MEETING), (None, None)


MEETING = date(2028, 10, 14)
LOCAL_99 = Plan(
    form={
        "profile": "homecare_local_99",
        "title": "2028 general election",
        "purpose": "rehearsal",
        "zone": "America/Los_Angeles",
        "granted_delegates": 65,  # 20 more than the 45 who sit ex officio
    },
    set_up=datetime(2028, 1, 10, 18, tzinfo=UTC),
    nominating=timedelta(days=3),
    committee=(CHAIR, *OTHERS),
    appointed_by="the President",
    roll=make_roll,
    tell=_tell_local_99,
    able=lambda people: len(people.sound),
    least_roll=500,
    usual_roll=2000,
    alphabet=ALPHABET,
)
LOCAL_509 = Plan(
    form={
        "profile": "local_509",
        "title": "2028 general election",
        "purpose": "rehearsal",
        "zone": "America/New_York",
        "anchor": str(MEETING),
    },
    set_up=datetime(2028, 6, 12, 18, tzinfo=UTC),
    nominating=timedelta(hours=1),
    committee=(
        ("Ines Carvalho", "authority@example.org", "chair"),
        ("Paul Murphy", "recording.secretary@example.org", "committee"),
    ),
    appointed_by="the Joint Executive Board",
    roll=lambda size, seed: make_roll(size, seed, date(2028, 9, 15), "local_509"),
    tell=_tell_local_509,
    able=lambda people: sum(each.sound and each.mailable for each in people.all),
    least_roll=2500,
    usual_roll=3000,
    settings=(("channels", ["mail", "electronic"]), ("ties.method", "lots")),
    reason="Adopted by the Joint Executive Board on May 3, 2028, before nominations open.",
)
QUESTIONS_509 = replace(
    LOCAL_509,
    form={
        "profile": "local_509",
        "title": "Votes of autumn 2028",
        "purpose": "rehearsal",
        "zone": "America/New_York",
        "held_for": "questions",
        "vote": {
            "record_date": str(MEETING),
            "opens": "2028-11-20T08:00:00-05:00",
            "closes_issue": "2028-12-04T17:00:00-05:00",
            "closes_cast": "2028-12-04T17:15:00-05:00",
        },
    },
    set_up=datetime(2028, 10, 20, 18, tzinfo=UTC),
    tell=_tell_questions,
    settings=(("channels", ["mail", "electronic"]),),
    reason="Adopted by the Joint Executive Board on May 3, 2028.",
)
PLANS = MappingProxyType({"homecare_local_99": LOCAL_99, "local_509": LOCAL_509})
