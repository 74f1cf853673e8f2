from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.core.calendar import Phase
from app.documents.dates import in_words
from app.records.elections import Election
from app.web.my.visit import home_of
from app.web.phrases import counted, listed

MOST_NAMED = 3  # contests in a heading


@dataclass(frozen=True)
class Situation:
    """All that the head of a member's page follows from.

    `to_answer` are the titles of the nominations that wait for the member's answer, by address;
    `channel` is how the member votes, as the register has it; `made_elsewhere` says where
    nominations are made, if not on these pages.
    """

    phase: Phase
    may_vote: bool
    channel: str | None
    is_challenged: bool
    to_answer: Mapping[str, str]
    made_elsewhere: str


@dataclass(frozen=True)
class Step:
    """What happened, and what is next: who does it and until when; `page` is where, or ""."""

    says: str
    then: str
    page: str = ""
    button: str = ""


def step_of(at: Situation, election: Election, now: datetime) -> Step:
    """What a member is told first on the day of `now`."""
    if at.to_answer and now < election.acceptance_deadline:
        return _answer(at.to_answer, election)
    if at.phase is Phase.NOMINATIONS:
        return _nominations(at, election)
    if at.phase is Phase.VOTING:
        return _voting(at, election, now)
    return _waiting(at.phase, election, now)


def _moment(election: Election, name: str) -> str:
    return in_words(getattr(election, name), election.zone)


def _answer(to_answer: Mapping[str, str], election: Election) -> Step:
    titles = tuple(to_answer.values())
    what = listed(titles) if len(titles) <= MOST_NAMED else counted(len(titles), "contest")
    says = f"You are nominated for {what}"
    then = f"Accept or decline by {_moment(election, 'acceptance_deadline')}."
    if len(to_answer) > 1:
        return Step(says, then, f"{home_of(election)}#received", "See your nominations")
    return Step(says, then, next(iter(to_answer)), "Answer")


def _nominations(at: Situation, election: Election) -> Step:
    until = _moment(election, "nominations_close")
    if at.made_elsewhere:
        return Step("Nominations are open", f"{at.made_elsewhere} They close {until}.")
    if not at.may_vote:
        then = f"Members with a vote nominate until {until}. By the roll you have none; the reason "
        return Step("Nominations are open", f"{then}stands below.")
    return Step(
        "Nominations are open",
        f"You may nominate members, and yourself, until {until}.",
        f"{home_of(election)}/nominate",
        "Nominate",
    )


def _voting(at: Situation, election: Election, now: datetime) -> Step:
    last = _moment(election, "closes_cast")
    until = _moment(election, "closes_issue")
    ballot = f"/vote/{election.id}"
    if at.channel == "paper":
        return Step("Your paper ballot came in", f"It is counted after voting closes, {until}.")
    if at.channel:
        then = "If it is not in the ballot box yet, finish on the device you began with, or with "
        then += f"your recovery code, until {last}."
        return Step("A ballot was issued to you", then, ballot, "Go to the ballot page")
    if not at.may_vote:
        return Step("You may not vote in this election", "The reason stands below, by its rule.")
    if at.is_challenged:
        then = f"Ask the elections committee for a paper ballot before voting closes, {until}."
        return Step("Your vote is challenged", then)
    if now >= election.closes_issue:
        then = f"New ballots were issued until {until}; the last are cast until {last}."
        return Step("No ballot is issued any more", then)
    then = f"Vote until {until}. The ballot page asks for your code again, and keeps nothing of "
    return Step("Voting is open", f"{then}this one.", ballot, "Vote")


def _waiting(phase: Phase, election: Election, now: datetime) -> Step:
    """The stages in which the committee acts, or a date is waited for."""
    if phase is Phase.RECORDS:
        results = f"/elections/{election.id}/results"
        return Step("The results are certified", "Anyone can read them.", results, "Open them")
    if phase in (Phase.OPENING, Phase.COUNT, Phase.CERTIFICATE):
        then = "The elections committee opens and counts the ballots before observers, and "
        then += "certifies the results; then they stand here."
        return Step(f"Voting closed {_moment(election, 'closes_cast')}", then)
    if now < election.nominations_open:
        opens = _moment(election, "nominations_open")
        return Step("Nominations are not open yet", f"They open {opens}.")
    if now < election.acceptance_deadline:
        until = _moment(election, "acceptance_deadline")
        then = f"Nominees accept or decline until {until}; then you see here who stands."
        return Step("Nominations are closed", then)
    opens = _moment(election, "opens")
    if now < election.opens:
        then = "The elections committee prepares the ballot and mails the notice. Voting opens "
        says = "The candidates are known" if election.nominates else "Voting is not open yet"
        return Step(says, f"{then}{opens}.")
    then = f"It was to open {opens}; two members of the elections committee open it."
    return Step("Voting is not open yet", then)
