from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.adoption import hold_before_freeze
from app.actions.auditing import log_act
from app.actions.bylaws import QUESTIONS, make_contests, rules_in
from app.actions.committee import Actor
from app.actions.wording import Wording, word
from app.core.faults import BadInput
from app.core.questions import question_named
from app.errors import NotFound, OutOfTurn
from app.records.elections import Election
from app.records.questions import Attendance, QuestionRecord, attendance_of, questions_of
from app.records.roll import members_of, size_of_roll


def put_question(
    session: Session,
    election: Election,
    rule: str,
    wording: Wording,
    *,
    by: Actor,
    now: datetime,
) -> QuestionRecord:
    """Puts one of the bylaws' questions to the members, and makes the contests anew."""
    _hold(session, election)
    asked = question_named(rules_in(election), rule)
    names = {each.name for each in questions_of(session, election.id)}
    free = (f"{rule}-{number}" for number in range(2, len(names) + 3))
    name = rule if rule not in names else next(each for each in free if each not in names)
    record = QuestionRecord(
        election_id=election.id, name=name, rule=rule, put_by=by.staff_id, put_at=now
    )
    word(session, election, record, asked, wording)
    session.add(record)
    return _put(session, election, record, "question_put", by=by, now=now)


def change_question(
    session: Session, election: Election, name: str, wording: Wording, *, by: Actor, now: datetime
) -> QuestionRecord:
    """Puts a question in other words, to other voters, or with other days."""
    _hold(session, election)
    record = question_of(session, election, name)
    word(session, election, record, question_named(rules_in(election), record.rule), wording)
    record.put_by, record.put_at = by.staff_id, now
    return _put(session, election, record, "question_changed", by=by, now=now)


def withdraw_question(
    session: Session, election: Election, name: str, *, by: Actor, now: datetime
) -> None:
    """Takes a question back before the ballot is frozen."""
    _hold(session, election)
    session.delete(question_of(session, election, name))
    session.flush()
    make_contests(session, election, None)
    log_act(
        session, "question_withdrawn", by=by.author, now=now, election=election.id, question=name
    )


def mark_present(
    session: Session,
    election: Election,
    member_numbers: Collection[str],
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Marks exactly these members present at the meeting, in the room or from elsewhere (M28)."""
    _hold(session, election)
    known = {each.member_number: each.id for each in members_of(session, election.id)}
    strangers = sorted({*member_numbers} - known.keys())
    if strangers:
        raise BadInput(f"member_numbers: no member of the roll has the number {strangers[0]}.")
    for mark in attendance_of(session, election.id):
        session.delete(mark)
    session.flush()
    for number in sorted({*member_numbers}):
        session.add(
            Attendance(member_id=known[number], election_id=election.id, marked_by=by.staff_id)
        )
    session.flush()
    make_contests(session, election, None)
    present = len({*member_numbers})
    log_act(
        session, "attendance_marked", by=by.author, now=now, election=election.id, present=present
    )
    return present


def question_of(session: Session, election: Election, name: str) -> QuestionRecord:
    """The question of the election with this name."""
    for record in questions_of(session, election.id):
        if record.name == name:
            return record
    raise NotFound(f"This election puts no question {name}.")


def _hold(session: Session, election: Election) -> None:
    if election.held_for != QUESTIONS:
        raise OutOfTurn("This election is not held for questions.")
    hold_before_freeze(session, election)
    if not size_of_roll(session, election.id):
        raise OutOfTurn("The roll comes first: who votes on a question follows from it.")


def _put(
    session: Session,
    election: Election,
    record: QuestionRecord,
    act: str,
    *,
    by: Actor,
    now: datetime,
) -> QuestionRecord:
    session.flush()
    make_contests(session, election, None)
    log_act(
        session,
        act,
        by=by.author,
        now=now,
        election=election.id,
        question=record.name,
        title=record.title,
        text=record.text,
    )
    return record
