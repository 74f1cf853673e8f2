import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.actions.adoption import rule_adopted
from app.actions.bylaws import QUESTIONS, rules_in
from app.actions.canvass import ACCEPTED
from app.actions.certification import CERTIFIED, DISAGREES, signers_of
from app.actions.committee import TWO_PEOPLE, signatures_of
from app.actions.freezing import APPROVED
from app.actions.notices import rule_on_notice
from app.actions.voting import OPENED
from app.core.counting.rule import RUN_OFF
from app.core.roles import rule_on_committee
from app.core.rules import LocalRules
from app.core.ruling import Finding
from app.records.ballots import frozen_ballot, latest_ballot
from app.records.canvass import BoardRecord, OpeningRecord, ResultRecord, drawn_lots_of
from app.records.elections import Alphabet, Election, contests_of
from app.records.nominations import nominations_of
from app.records.notices import NoticeOverride
from app.records.questions import questions_of
from app.records.roll import size_of_roll
from app.records.staff import committee_of

EVERY_BALLOT = "29 CFR 452.108, .116"


class Stage(StrEnum):
    """A page of the committee's work, in the order of an election."""

    SET_UP = "Set-up"
    ROLL = "Roll"
    NOMINATIONS = "Nominations"
    QUESTIONS = "Questions"
    BALLOT = "Ballot"
    NOTICES = "Notices"
    VOTING = "Voting"
    OPENING = "Opening"
    COUNT = "Count"
    CERTIFICATE = "Certificate"
    RECORDS = "Records"


@dataclass(frozen=True, slots=True)
class Step:
    """What has to be so before its stage is done, and what to do while it is not.

    `awaits` is the moment that nobody can bring about, where the step is only to wait for it.
    """

    stage: Stage
    finding: Finding
    todo: str
    awaits: datetime | None = None


def checklist_of(session: Session, election: Election, *, now: datetime) -> list[Step]:
    """Every step of the election in order, each with the rule behind it."""
    rules = rules_in(election)
    return [
        *_before_the_ballot(session, election, rules, now),
        *_of_the_ballot(session, election, rules),
        *_of_the_notices(session, election),
        *_of_voting(session, election, rules, now),
        *_of_the_count(session, election, rules),
        *_of_the_certificate(session, election, rules),
    ]


def next_step(steps: list[Step]) -> Step | None:
    """The first step that is not done; None when the election is certified."""
    return next((step for step in steps if not step.finding.met), None)


def _before_the_ballot(
    session: Session, election: Election, rules: LocalRules, now: datetime
) -> list[Step]:
    members = size_of_roll(session, election.id)
    roll = f"{members:,} members are on the roll." if members else "The roll is not imported."
    kinds = rules.membership.voting_kinds
    committee = rule_on_committee(len(committee_of(session, election.id)), rules).findings[0]
    return [
        Step(Stage.SET_UP, committee, "appoint the committee"),
        Step(Stage.ROLL, _found(bool(members), kinds.cite, roll), "import the roll"),
        *(_of_nominations(session, election, rules, now) if election.nominates else ()),
        *([_of_questions(session, election)] if election.held_for == QUESTIONS else ()),
    ]


def _of_questions(session: Session, election: Election) -> Step:
    asked = questions_of(session, election.id)
    says = f"{len(asked)} questions are put to the members." if asked else "No question is put."
    return Step(Stage.QUESTIONS, _found(bool(asked), "", says), "put the questions")


def _of_nominations(
    session: Session, election: Election, rules: LocalRules, now: datetime
) -> list[Step]:
    accepted = sum(bool(each.accepted) for each in nominations_of(session, election.id))
    opened, closed = now >= election.nominations_open, now >= election.nominations_close
    open_says = "Nominations have opened." if opened else "Nominations have not opened."
    close_says = f"Nominations are {'closed' if closed else 'open'}; {accepted} are accepted."
    if not opened:
        close_says = "Nominations close when they have been open."
    answered = now >= election.acceptance_deadline
    answer_says = f"The time for nominees to answer is {'over' if answered else 'not over'}."
    return [
        Step(
            Stage.NOMINATIONS,
            _found(opened, _dated(rules, "nominations_open"), open_says),
            "wait until nominations open",
            election.nominations_open,
        ),
        Step(
            Stage.NOMINATIONS,
            _found(closed, _dated(rules, "nominations_close"), close_says),
            "enter nominations until they close",
            election.nominations_close,
        ),
        Step(
            Stage.NOMINATIONS,
            _found(answered, _dated(rules, "acceptance_deadline"), answer_says),
            "let nominees answer until the deadline",
            election.acceptance_deadline,
        ),
    ]


def _of_the_ballot(session: Session, election: Election, rules: LocalRules) -> list[Step]:
    cite = _dated(rules, "ballot_approved")
    prepared = latest_ballot(session, election.id)
    proof = "The ballot's proof is drawn up." if prepared else "The ballot is not drawn up."
    approved = bool(signatures_of(session, election.id, APPROVED))
    frozen = frozen_ballot(session, election.id) is not None
    signed = f"The Chair has {'approved' if approved else 'not approved'} the ballot."
    second = f"A second person has {'countersigned' if frozen else 'not countersigned'} it."
    return [
        *([_what_settles_ties(session, election, rules)] if election.nominates else ()),
        Step(Stage.BALLOT, _found(bool(prepared), cite, proof), "draw up the ballot"),
        Step(Stage.BALLOT, _found(approved, cite, signed), "have the Chair approve the ballot"),
        Step(Stage.BALLOT, _found(frozen, cite, second), "have a second person countersign"),
    ]


def _of_the_notices(session: Session, election: Election) -> list[Step]:
    stands = session.get(NoticeOverride, election.id) is not None
    return [
        Step(
            Stage.NOTICES,
            replace(each, met=each.met or stands),
            "mail the notice of election, and enter the proof"
            if election.held_for != QUESTIONS
            else "say why voting opens all the same",
        )
        for each in rule_on_notice(session, election).findings
    ]


def _what_settles_ties(session: Session, election: Election, rules: LocalRules) -> Step:
    """The alphabet, or a lot for each contest with more candidates than seats and no run-off."""
    cite = rules.ties.method.cite
    if rules.ties.method.value == "alphabet":
        entered = session.get(Alphabet, election.id) is not None
        says = f"The alphabet that settles ties is {'entered' if entered else 'not entered'}."
        return Step(Stage.BALLOT, _found(entered, cite, says), "enter the alphabet")
    standing = Counter(
        each.contest_id for each in nominations_of(session, election.id) if each.accepted
    )
    voted = {
        each.contest_id
        for each in contests_of(session, election.id)
        if standing[each.contest_id] > (each.seats or 0) and RUN_OFF not in rule_adopted(each).ties
    }
    if not voted and rules.ties.method.value == RUN_OFF:
        return Step(Stage.BALLOT, _found(True, cite, "Ties go to a run-off; no lot is needed."), "")
    drawn = voted & drawn_lots_of(session, election.id).keys()
    says = f"Lots are drawn for {len(drawn)} of {len(voted)} contests with a vote."
    todo = "draw the lots in the open and enter them"
    return Step(Stage.BALLOT, _found(drawn == voted, cite, says), todo)


def _of_voting(
    session: Session, election: Election, rules: LocalRules, now: datetime
) -> list[Step]:
    signed = len(signatures_of(session, election.id, OPENED))
    opens, closes = _dated(rules, "voting_opens"), _dated(rules, "voting_closes")
    due = now >= election.opens
    closed = now >= election.closes_cast
    open_says = f"{signed} of {TWO_PEOPLE} people have opened voting."
    close_says = f"The time for voting is {'over' if closed else 'not over'}."
    return [
        Step(
            Stage.VOTING,
            _found(signed >= TWO_PEOPLE, opens, open_says),
            "open voting, two people" if due else "wait until voting opens",
            None if due else election.opens,
        ),
        Step(
            Stage.VOTING,
            _found(closed, closes, close_says),
            "let members vote until voting closes",
            election.closes_cast,
        ),
    ]


def _of_the_count(session: Session, election: Election, rules: LocalRules) -> list[Step]:
    cite = _dated(rules, "count")
    board = session.get(BoardRecord, election.id) is not None
    opened = session.get(OpeningRecord, election.id) is not None
    record = session.get(ResultRecord, election.id)
    accepted = len(signatures_of(session, election.id, ACCEPTED))
    counted = _found(record is not None, cite, f"Ballots are {'' if record else 'not '}counted.")
    steps = [
        Step(Stage.OPENING, _found(board, cite, _received("The sealed ballots", board)),
             "receive the sealed ballots from the box"),
        Step(Stage.OPENING, _found(opened, cite, _received("The opened ballots", opened)),
             "upload the opened ballots of the ceremony"),
        Step(Stage.COUNT, counted, "count the ballots"),
    ]  # fmt: skip
    if record is not None:
        steps += _of_the_result(record, cite)
    says = f"{accepted} of {TWO_PEOPLE} people have accepted the count."
    met = _found(accepted >= TWO_PEOPLE, cite, says)
    return [*steps, Step(Stage.COUNT, met, "accept the count, two people")]


def _of_the_result(record: ResultRecord, cite: str) -> list[Step]:
    result = json.loads(record.result)
    balanced: bool = result["reconciliation"]["balanced"]
    agree = all(each.get("second_count") != DISAGREES for each in result["contests"])
    balance = "Every ballot is accounted for." if balanced else "The ballots do not balance."
    twice = f"The second count {'agrees' if agree else 'disagrees'}."
    return [
        Step(Stage.COUNT, _found(balanced, EVERY_BALLOT, balance), "find the missing ballots"),
        Step(Stage.COUNT, _found(agree, cite, twice), "find out why the two counts differ"),
    ]


def _of_the_certificate(session: Session, election: Election, rules: LocalRules) -> list[Step]:
    signed = len(signatures_of(session, election.id, CERTIFIED))
    needed = signers_of(session, election)
    says = f"{signed} of {needed} people have certified the result."
    clause = rules.committee.signers_majority
    met = _found(signed >= needed, clause.cite, says)
    return [Step(Stage.CERTIFICATE, met, "certify the result")]


def _received(what: str, there: bool) -> str:
    return f"{what} are {'received' if there else 'not received'}."


def _dated(rules: LocalRules, milestone: str) -> str:
    """The clause behind a date of the calendar; empty where the local's calendar has no such."""
    dates = {each.id: each.days.cite for each in rules.calendar.milestones}
    return dates.get(milestone, "")


def _found(met: bool, cite: str, says: str) -> Finding:
    return Finding("", met, cite, says)
