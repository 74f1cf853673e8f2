from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.bylaws import rules_in
from app.core.question_rules import PETITION, VOTE
from app.core.questions import question_named, rule_on_days
from app.core.ruling import Ruling
from app.records.elections import Election
from app.records.petitions import Petition
from app.records.questions import QuestionRecord, days_of, questions_of


def rule_on_question_days(session: Session, election: Election) -> Ruling:
    """What the bylaws say of the days of every question put, until the vote."""
    findings = [
        finding
        for record in questions_of(session, election.id)
        for finding in days_ruling(session, election, record).findings
    ]
    return Ruling(tuple(findings))


def days_ruling(session: Session, election: Election, record: QuestionRecord) -> Ruling:
    """What the bylaws say of one question's days."""
    rules = rules_in(election)
    rule = question_named(rules, record.rule)
    days = days_of(record) | {VOTE: _day_of_vote(election, in_meeting=rule.in_meeting)}
    petition = session.get(Petition, record.petition_id) if record.petition_id else None
    if petition is not None and petition.decided_on is not None:
        days[PETITION] = petition.decided_on
    return rule_on_days(rule, rules, days)


def _day_of_vote(election: Election, *, in_meeting: bool) -> date:
    """The day of the meeting in which the vote is taken, or else its last day."""
    moment = election.opens if in_meeting else election.closes_issue
    return moment.astimezone(ZoneInfo(election.zone)).date()
