from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contest_in, rules_in
from app.actions.committee import Actor
from app.core.adoptable import rule_on_counting
from app.core.calendar import check_year
from app.core.counting import Rule, rule_from
from app.core.faults import BadInput
from app.core.ties import validate_alphabet
from app.errors import NotFound, OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.canvass import CONVENTION, DrawnLot
from app.records.elections import Alphabet, ContestRecord, Election, locked
from app.records.roll import member_by_number


def rule_adopted(contest: ContestRecord) -> Rule:
    """The counting rule in force for a contest."""
    return rule_from(contest.counting_rule)


def adopt_counting_rule(
    session: Session,
    election: Election,
    contest_id: str,
    *,
    rule: Mapping[str, Any],
    ranking_limit: int | None,
    by: Actor,
    now: datetime,
) -> Rule:
    """Adopts how a contest is counted and how far it is ranked, before the ballot is frozen."""
    hold_before_freeze(session, election)
    contest = session.get(ContestRecord, (election.id, contest_id))
    if contest is None:
        raise NotFound(f"This election has no contest {contest_id}.")
    adopted = rule_from(rule)
    ruling = rule_on_counting(
        contest_in(session, election, contest_id), adopted, rules_in(election)
    )
    for finding in ruling.findings:
        if not finding.met:
            raise BadInput(f"{finding.says} ({finding.cite})")
    contest.counting_rule = dict(adopted.as_data())
    contest.ranking_limit = ranking_limit
    contest.adopted_by, contest.adopted_at = by.staff_id, now
    log_act(
        session,
        "counting_rule_adopted",
        by=by.author,
        now=now,
        election=election.id,
        contest=contest_id,
        rule=adopted.as_data(),
        ranking_limit=ranking_limit,
    )
    return adopted


def enter_alphabet(
    session: Session,
    election: Election,
    *,
    letters: str,
    held_on: date,
    source: str,
    by: Actor,
    now: datetime,
) -> None:
    """Enters the randomized alphabet that settles ties, with the election it was drawn for."""
    check_year(held_on)
    hold_before_freeze(session, election)
    session.merge(
        Alphabet(
            election_id=election.id,
            letters=validate_alphabet(letters),
            held_on=held_on,
            source=source,
            entered_by=by.staff_id,
            entered_at=now,
        )
    )
    session.flush()
    log_act(
        session,
        "alphabet_entered",
        by=by.author,
        now=now,
        election=election.id,
        letters=letters,
        source=source,
    )


def enter_drawn_lot(
    session: Session,
    election: Election,
    contest_id: str,
    *,
    member_numbers: Sequence[str],
    witnesses: str,
    by: Actor,
    now: datetime,
) -> None:
    """Enters a lot drawn in the open between candidates whose names the alphabet cannot part."""
    hold_before_freeze(session, election)
    _check_lot(session, election, contest_id, member_numbers)
    session.merge(
        DrawnLot(
            election_id=election.id,
            contest_id=contest_id,
            member_numbers=list(member_numbers),
            witnesses=witnesses,
            entered_by=by.staff_id,
            entered_at=now,
        )
    )
    session.flush()
    log_act(
        session,
        "drawn_lot_entered",
        by=by.author,
        now=now,
        election=election.id,
        contest=contest_id,
        member_numbers=list(member_numbers),
        witnesses=witnesses,
    )


def _check_lot(
    session: Session, election: Election, contest_id: str, member_numbers: Sequence[str]
) -> None:
    if contest_id != CONVENTION or rules_in(election).convention is None:
        contest_in(session, election, contest_id)
    for place, number in enumerate(member_numbers):
        if member_by_number(session, election.id, number) is None:
            raise BadInput(f"member_numbers: no member of the roll has the number {number}.")
        if number in member_numbers[:place]:
            raise BadInput(f"member_numbers: {number} was drawn twice.")


def hold_before_freeze(session: Session, election: Election) -> None:
    """Holds the election against other writers; OutOfTurn once its ballot is frozen."""
    locked(session, election.id)
    if frozen_ballot(session, election.id):
        raise OutOfTurn("The ballot is frozen, and this with it.")
