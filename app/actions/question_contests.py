from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from app.actions.voters import count_voters
from app.core.contest import Contest
from app.core.counting import preset
from app.core.questions import (
    Question,
    body_of,
    contests_of_question,
    counting_rule,
    question_named,
    with_measure,
)
from app.core.rules import LocalRules
from app.core.secrecy.groups import BallotQuestion
from app.documents.dates import day_in_words
from app.errors import OutOfTurn
from app.records.elections import Election
from app.records.questions import QuestionRecord, days_of, present_in, questions_of

TOGETHER = "Every unit votes on its own, and all of them must carry it."


def question_contests(
    session: Session, election: Election, rules: LocalRules
) -> tuple[Contest, ...]:
    """The contests that put an election's questions, each with its measure.

    What nobody could vote on, since the roll or the attendance is missing, is no contest yet.
    """
    made = [
        (record, asked, contest)
        for record, asked in asked_in(session, election, rules)
        for contest in contests_of_question(asked, question_named(rules, record.rule), rules)
    ]
    bodies = {("body", each.id): body_of(each, asked) for _, asked, each in made}
    voting = {("voting", each.id): each.electorate for _, _, each in made}
    counts = count_voters(session, election, rules, bodies | voting)
    contests = []
    for record, asked, each in made:
        if voters := counts["voting", each.id]:
            rule = counting_rule(
                question_named(rules, record.rule),
                eligible=counts["body", each.id],
                present=None if asked.present is None else voters,
                options=bool(asked.options),
            )
            contests.append(with_measure(each, rule))
    return tuple(contests)


def asked_in(
    session: Session, election: Election, rules: LocalRules
) -> list[tuple[QuestionRecord, Question]]:
    """Every question put in an election, as the core knows it too."""
    here = present_in(session, election.id)
    return [
        (each, as_question(each, here if question_named(rules, each.rule).in_meeting else None))
        for each in questions_of(session, election.id)
    ]


def as_question(record: QuestionRecord, present: list[str] | None) -> Question:
    """The question as the core knows it; `present` is None outside a meeting."""
    return Question(
        name=record.name,
        title=record.title,
        text=record.text,
        arguments_for=record.arguments_for,
        arguments_against=record.arguments_against,
        options=tuple(record.options),
        units=tuple(record.units),
        named=tuple(record.named),
        present=None if present is None else tuple(present),
    )


def check_asked(session: Session, election: Election, rules: LocalRules) -> None:
    """Refuses a ballot without a question, or with one that nobody, or no one of a unit, votes on.

    Every unit must carry what is put to several, so none may be missing from the ballot.
    """
    asked = asked_in(session, election, rules)
    if not asked:
        raise OutOfTurn("No question has been put.")
    ready = {each.id for each in question_contests(session, election, rules)}
    for record, question in asked:
        for each in contests_of_question(question, question_named(rules, record.rule), rules):
            if each.id not in ready:
                meeting = question.present is not None
                lacks = "mark who is present at the meeting" if meeting else "nobody may vote on it"
                raise OutOfTurn(f"{each.title} cannot be voted on yet: {lacks}.")


def asked_on_ballot(
    session: Session, election: Election, rules: LocalRules, contests: Iterable[Contest]
) -> Mapping[str, tuple[BallotQuestion, Sequence[str]]]:
    """By contest, what its voters read of a question on their ballot, and the answers to it."""
    asked = {each.name: (each, question) for each, question in asked_in(session, election, rules)}
    found = {}
    for contest in contests:
        if contest.office in asked:
            record, question = asked[contest.office]
            found[contest.id] = _printed(record, contest, rules), question.answers
    return found


def _printed(record: QuestionRecord, contest: Contest, rules: LocalRules) -> BallotQuestion:
    rule = question_named(rules, record.rule)
    measure = preset(contest.rule).with_parameters(dict(contest.parameters)).text
    notice = days_of(record).get("notice")
    return BallotQuestion(
        of=record.name,
        title=record.title,
        text=record.text,
        arguments_for=record.arguments_for,
        arguments_against=record.arguments_against,
        measure=f"{measure} {TOGETHER}" if rule.by_unit else measure,
        notice=f"Notice was given to members on {day_in_words(notice)}." if notice else "",
        approval=rule.approval,
        cite=rule.cite,
    )
