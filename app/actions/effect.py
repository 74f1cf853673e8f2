from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import rules_in
from app.actions.certification import certified_result
from app.actions.committee import Actor
from app.actions.questions import question_of
from app.core.questions import question_named, rule_on_effect
from app.core.ruling import Ruling
from app.errors import AlreadyDone, OutOfTurn
from app.records.elections import Election
from app.records.questions import Approval


@dataclass(frozen=True)
class Effect:
    """Whether a question that was decided takes effect, and the approval that it has."""

    decided: dict[str, Any]
    ruling: Ruling
    approval: Approval | None


def effects_of(session: Session, election: Election) -> Sequence[Effect]:
    """What became of each question of a certified result."""
    questions = certified_result(session, election)["questions"]
    return [_effect(session, election, each) for each in questions]


def record_approval(
    session: Session,
    election: Election,
    name: str,
    *,
    approved_on: date,
    reference: str,
    by: Actor,
    now: datetime,
) -> Ruling:
    """Notes that a carried question was approved by whom the bylaws name, in which document."""
    record = question_of(session, election, name)
    rule = question_named(rules_in(election), record.rule)
    if not rule.approval:
        raise OutOfTurn(f"{rule.title} takes effect without anybody's approval ({rule.cite}).")
    decided = {each["id"]: each for each in certified_result(session, election)["questions"]}
    if not decided[name]["carried"]:
        raise OutOfTurn(f"{record.title} was not carried, so there is nothing to approve.")
    approval = Approval(
        question_id=record.id,
        approved_on=approved_on,
        reference=reference,
        entered_by=by.staff_id,
        entered_at=now,
    )
    try:
        with session.begin_nested():
            session.add(approval)
    except IntegrityError as fault:
        raise AlreadyDone("This approval is on record already.") from fault
    log_act(
        session,
        "approval_recorded",
        by=by.author,
        now=now,
        election=election.id,
        question=name,
        approved_on=approved_on.isoformat(),
        reference=reference,
    )
    return rule_on_effect(rule, carried=True, approved=True)


def _effect(session: Session, election: Election, decided: dict[str, Any]) -> Effect:
    record = question_of(session, election, decided["id"])
    rule = question_named(rules_in(election), record.rule)
    approval = session.get(Approval, record.id)
    ruling = rule_on_effect(rule, carried=decided["carried"], approved=approval is not None)
    return Effect(decided, ruling, approval)
