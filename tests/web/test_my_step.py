"""What a member's page says first: what happened, what is next, and until when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.calendar import Phase
from app.records.elections import Election
from app.web.my.step import Situation, Step, step_of

AT_A_MEETING = "They are made at a meeting (Art. V s.3)."
A_DAY = timedelta(days=1)
ELECTION = Election(
    id="e",
    zone="America/Los_Angeles",
    term_begins=date(2028, 5, 1),
    nominations_open=datetime(2028, 1, 14, 16, tzinfo=UTC),
    nominations_close=datetime(2028, 2, 14, 1, tzinfo=UTC),
    acceptance_deadline=datetime(2028, 2, 21, 1, tzinfo=UTC),
    opens=datetime(2028, 3, 29, 15, tzinfo=UTC),
    closes_issue=datetime(2028, 4, 20, 0, tzinfo=UTC),
    closes_cast=datetime(2028, 4, 20, 0, 15, tzinfo=UTC),
)
PLAIN = Situation(
    phase=Phase.SET_UP,
    may_vote=True,
    channel=None,
    is_challenged=False,
    to_answer={},
    made_elsewhere="",
)
VOTING = replace(PLAIN, phase=Phase.VOTING)
IN_VOTING = ELECTION.opens + A_DAY
OPENS, CLOSES = (
    "Wednesday, March 29, 2028 at 8:00 a.m. PDT",
    "Wednesday, April 19, 2028 at 5:00 p.m.",
)


def told(at: Situation, now: datetime) -> Step:
    return step_of(at, ELECTION, now)


@pytest.mark.parametrize(
    ("at", "now", "says", "until", "button"),
    [
        (
            PLAIN,
            ELECTION.nominations_open - A_DAY,
            "Nominations are not open yet",
            "January 14, 2028 at 8:00 a.m. PST (UTC−8)",
            "",
        ),
        (
            replace(PLAIN, phase=Phase.NOMINATIONS),
            ELECTION.nominations_open,
            "Nominations are open",
            "until Sunday, February 13, 2028 at 5:00 p.m.",
            "Nominate",
        ),
        (
            replace(
                PLAIN,
                phase=Phase.NOMINATIONS,
                made_elsewhere="They are made at a meeting (Art. V s.3).",
            ),
            ELECTION.nominations_open,
            "Nominations are open",
            "at a meeting (Art. V s.3). They close Sunday, February 13, 2028",
            "",
        ),
        (
            replace(PLAIN, phase=Phase.NOMINATIONS, may_vote=False),
            ELECTION.nominations_open,
            "Nominations are open",
            "By the roll you have none",
            "",
        ),
        (
            replace(PLAIN, phase=Phase.BALLOT),
            ELECTION.nominations_close,
            "Nominations are closed",
            "until Sunday, February 20, 2028 at 5:00 p.m.",
            "",
        ),
        (
            replace(PLAIN, phase=Phase.BALLOT),
            ELECTION.acceptance_deadline,
            "The candidates are known",
            OPENS,
            "",
        ),
        (
            replace(PLAIN, phase=Phase.BALLOT),
            ELECTION.opens,
            "Voting is not open yet",
            f"It was to open {OPENS}",
            "",
        ),
        (VOTING, IN_VOTING, "Voting is open", CLOSES, "Vote"),
        (
            replace(VOTING, may_vote=False),
            IN_VOTING,
            "You may not vote in this election",
            "The reason stands below",
            "",
        ),
        (
            replace(VOTING, is_challenged=True),
            IN_VOTING,
            "Your vote is challenged",
            "Ask the elections committee for a paper ballot before voting closes",
            "",
        ),
        (
            replace(VOTING, channel="electronic"),
            IN_VOTING,
            "A ballot was issued to you",
            "April 19, 2028 at 5:15 p.m.",
            "Go to the ballot page",
        ),
        (replace(VOTING, channel="paper"), IN_VOTING, "Your paper ballot came in", CLOSES, ""),
        (
            VOTING,
            ELECTION.closes_issue,
            "No ballot is issued any more",
            "the last are cast until Wednesday, April 19, 2028 at 5:15 p.m.",
            "",
        ),
        (
            replace(PLAIN, phase=Phase.OPENING),
            ELECTION.closes_cast,
            "Voting closed Wednesday, April 19, 2028 at 5:15 p.m. PDT (UTC−7)",
            "The elections committee opens and counts the ballots",
            "",
        ),
        (
            replace(PLAIN, phase=Phase.RECORDS),
            ELECTION.closes_cast + A_DAY,
            "The results are certified",
            "Anyone can read them.",
            "Open them",
        ),
    ],
)
def test_page_says_what_happened_and_what_is_next(
    at: Situation, now: datetime, says: str, until: str, button: str
) -> None:
    step = told(at, now)
    assert step.says == says
    assert until in step.then
    assert step.button == button
    assert bool(step.page) == bool(button)


def test_nominations_that_wait_come_first_until_the_deadline() -> None:
    one = replace(PLAIN, phase=Phase.NOMINATIONS, to_answer={"/my/e/nominations/1": "President"})
    step = told(one, ELECTION.nominations_open)
    assert (step.says, step.page) == ("You are nominated for President", "/my/e/nominations/1")
    assert told(one, ELECTION.acceptance_deadline).says != step.says
    many = replace(one, to_answer={f"/{number}": f"Seat {number}" for number in range(4)})
    step = told(many, ELECTION.nominations_open)
    assert (step.says, step.page) == ("You are nominated for 4 contests", "/my/e#received")


def test_vote_without_nominations_speaks_of_no_candidates() -> None:
    moment = ELECTION.opens - 10 * A_DAY
    times = dict.fromkeys(("nominations_open", "nominations_close", "acceptance_deadline"), moment)
    shown = {name: getattr(ELECTION, name) for name in ("opens", "closes_issue", "closes_cast")}
    question = Election(id="q", zone="America/Los_Angeles", **times, **shown)
    step = step_of(replace(PLAIN, phase=Phase.BALLOT), question, ELECTION.opens - A_DAY)
    assert step.says == "Voting is not open yet"
