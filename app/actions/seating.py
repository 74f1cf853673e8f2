import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import rules_in
from app.actions.canvass import ACCEPTED, frozen, opened_of, result_of
from app.actions.committee import Actor, signatures_of
from app.actions.counting import count_ballots
from app.actions.outcome import Outcome
from app.core.proof import ProofContest
from app.core.seat_rules import SeatRules
from app.core.seating import Seating, is_open, seat
from app.core.secrecy.encoding import canonical
from app.errors import NotPermitted, OutOfTurn
from app.records.canvass import ResultRecord, SeatChoice, seat_choices_of
from app.records.elections import Election, locked
from app.records.roll import MemberRecord


def choose_seat(
    session: Session,
    election: Election,
    member: MemberRecord,
    contest_id: str,
    *,
    by: Actor,
    now: datetime,
) -> ResultRecord:
    """Notes which of several seats a winner keeps (H12), and seats everybody anew.

    Only before anybody has signed the count: what is accepted and certified has its choices made.
    """
    locked(session, election.id)
    record = result_of(session, election)
    if signatures_of(session, election.id, ACCEPTED):
        raise OutOfTurn("The count is being accepted; a winner chooses before that.")
    outcome = outcome_in(session, election)
    standing = _choices_with(session, election, outcome, member, contest_id)
    session.merge(
        SeatChoice(
            election_id=election.id,
            member_number=member.member_number,
            contest_id=contest_id,
            entered_by=by.staff_id,
            entered_at=now,
        )
    )
    result = json.loads(record.result) | outcome.as_json(standing)
    record.result = canonical(result)
    record.digest = hashlib.sha256(record.result).hexdigest()
    session.flush()
    log_act(
        session,
        "seat_chosen",
        by=by.author,
        now=now,
        election=election.id,
        member_number=member.member_number,
        contest=contest_id,
        digest=record.digest,
    )
    return record


def _choices_with(
    session: Session, election: Election, outcome: Outcome, member: MemberRecord, contest_id: str
) -> dict[str, str]:
    """The choices that stand when a member chooses this seat too; NotPermitted without a choice."""
    filled, keys, rules = outcome.filled, outcome.keys, SeatRules.of(rules_in(election))
    choices = {keys[number]: to for number, to in seat_choices_of(session, election.id).items()}
    key = keys.get(member.member_number, "")
    choices[key] = contest_id
    if not is_open(filled, rules, choices, key):
        raise NotPermitted("This member has no choice of this seat by the bylaws.")
    # What another chose before may be no choice any more; it would come back with the seat.
    return {each: to for each, to in choices.items() if is_open(filled, rules, choices, each)}


@dataclass(frozen=True)
class OpenChoice:
    """A winner of seats that exclude each other, and the one that is kept as things stand."""

    member_number: str
    name: str
    seats: Mapping[str, str]  # titles by contest
    kept: str


def open_choices(session: Session, election: Election) -> list[OpenChoice]:
    """Every choice between seats that the bylaws leave to a winner (H12)."""
    outcome = outcome_in(session, election)
    filled, keys = outcome.filled, outcome.keys
    chosen = {keys[number]: to for number, to in seat_choices_of(session, election.id).items()}
    found = seat(filled, SeatRules.of(rules_in(election)), chosen)
    titles = {each.id: each.title for each in filled}
    names = {key: name for each in reversed(filled) for key, name in each.named.items()}
    numbers = {key: number for number, key in keys.items()}
    return [
        OpenChoice(
            numbers[key],
            names[key],
            {contest: titles[contest] for contest in contests},
            chosen.get(key, contests[0]),
        )
        for key, contests in found.open_choices.items()
    ]


def seated_in(session: Session, election: Election, outcome: Outcome) -> Seating:
    """Who sits where by what the ballots come to, with the choices that winners made."""
    told = json.loads(result_of(session, election).result)["choices"]
    choices = {each["person"]: each["contest"] for each in told}
    return seat(outcome.filled, SeatRules.of(rules_in(election)), choices)


def outcome_in(session: Session, election: Election) -> Outcome:
    """What the ballots come to."""
    ballot, manifest = frozen(session, election)
    contests = [ProofContest.read(stored) for stored in ballot.contests]
    counted = count_ballots(contests, manifest, opened_of(session, election, manifest))
    return Outcome(session, election, contests, counted)
