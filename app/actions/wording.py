from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.actions.bylaws import rules_in
from app.actions.question_contests import as_question
from app.core.calendar import check_year
from app.core.faults import BadInput
from app.core.question_rules import BODY, ENTERED, MEMBERS, QuestionRule
from app.core.questions import check_question
from app.core.roll import OfficeHeld
from app.core.rules import LocalRules
from app.errors import NotFound, NotPermitted
from app.records.elections import Election
from app.records.petitions import Petition
from app.records.questions import QuestionRecord
from app.records.roll import members_of, offices_of_roll

LONGEST_TITLE, LONGEST_TEXT, MOST_OPTIONS = 200, 20_000, 10


@dataclass(frozen=True)
class Wording:
    """What a committee says of a question: its words, its voters, and its days.

    `units` are named as on the roll; who holds one of `offices` on the record date is of the body,
    besides the members named by number. `days` go by what brings a date of the calendar.
    """

    title: str
    text: str
    arguments_for: str = ""
    arguments_against: str = ""
    options: Sequence[str] = ()
    units: Sequence[str] = ()
    member_numbers: Sequence[str] = ()
    offices: Sequence[str] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    basis: str = ""
    petition_id: int | None = None


def word(
    session: Session,
    election: Election,
    record: QuestionRecord,
    rule: QuestionRule,
    wording: Wording,
) -> None:
    """Gives a question its wording; BadInput names what its rule lacks, or does not want."""
    rules = rules_in(election)
    _check_words(wording)
    _check_days(rule, wording.days)
    _check_basis(session, election, rule, wording)
    record.title, record.text = wording.title.strip(), wording.text.strip()
    record.arguments_for = wording.arguments_for.strip()
    record.arguments_against = wording.arguments_against.strip()
    record.options = [option.strip() for option in wording.options]
    record.units = _units(session, election, rule, rules, wording.units)
    record.named = _body(session, election, wording)
    record.days = {source: day.isoformat() for source, day in wording.days.items()}
    record.basis, record.petition_id = wording.basis.strip(), wording.petition_id
    check_question(as_question(record, [] if rule.in_meeting else None), rule)


def _check_words(wording: Wording) -> None:
    texts = (wording.text, wording.arguments_for, wording.arguments_against, wording.basis)
    if not 0 < len(wording.title.strip()) <= LONGEST_TITLE:
        raise BadInput(f"title: name the question in at most {LONGEST_TITLE} characters.")
    if not wording.text.strip():
        raise BadInput("text: give the full text that is voted on.")
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise BadInput(f"text: text, basis and arguments have at most {LONGEST_TEXT:,} characters.")
    if len(wording.options) > MOST_OPTIONS:
        raise BadInput(f"options: a question has at most {MOST_OPTIONS} of them.")


def _check_days(rule: QuestionRule, days: Mapping[str, date]) -> None:
    asked = [source for _, source in rule.dates if source in ENTERED]
    for source, day in days.items():
        if source not in asked:
            known = ", ".join(asked) or "none"
            raise BadInput(f"days: {rule.title} has no day for {source}; it has: {known}.")
        check_year(day)


def _check_basis(
    session: Session, election: Election, rule: QuestionRule, wording: Wording
) -> None:
    """What may rest on a petition rests on one that was granted, or says on what else."""
    if wording.petition_id is not None:
        petition = session.get(Petition, wording.petition_id)
        own = petition is not None and petition.election_id == election.id
        if petition is None or not own or petition.rule != rule.petition:
            raise NotFound(f"This election has no petition {wording.petition_id} for it.")
        if not (petition.ruling and petition.ruling["granted"]):
            raise NotPermitted(f"{petition.title}: not enough valid signatures are counted on it.")
    elif rule.petition and not wording.basis.strip():
        raise BadInput(
            f"basis: name the petition {rule.title} rests on, or the vote of which body "
            f"({rule.cite})."
        )


def _units(
    session: Session,
    election: Election,
    rule: QuestionRule,
    rules: LocalRules,
    units: Sequence[str],
) -> list[str]:
    """The units by their short names, each with a member on the roll."""
    if not units or rule.among in (MEMBERS, BODY):
        return list(units)
    on_roll = {
        rules.units.short(
            rule.among,
            rules.units.short("chapter", "", each.chapter),
            str(getattr(each, rule.among)),
        )
        for each in members_of(session, election.id)
    }
    found = [rules.units.short(rule.among, "", unit) for unit in units]
    for unit, short in zip(units, found, strict=True):
        if not short or short not in on_roll:
            raise BadInput(f"units: no member of the roll is of {unit!r}.")
    return list(dict.fromkeys(found))


def _body(session: Session, election: Election, wording: Wording) -> list[str]:
    """The members of a body: those named, and who holds one of the offices on the record date."""
    known = {each.member_number for each in members_of(session, election.id)}
    for number in wording.member_numbers:
        if number not in known:
            raise BadInput(f"member_numbers: no member of the roll has the number {number}.")
    if not wording.offices:
        return sorted({*wording.member_numbers})
    held = offices_of_roll(session, election.id)
    on, found = election.record_date, {*wording.member_numbers}
    for office in wording.offices:
        holders = {number for number, rows in held.items() if _holds(rows, office, on)}
        if not holders:
            raise BadInput(f"offices: nobody on the roll holds {office!r} on {on}.")
        found |= holders
    return sorted(found)


def _holds(rows: Sequence[OfficeHeld], office: str, on: date) -> bool:
    return any(
        row.office == office and row.term_start <= on <= (row.term_end or on) for row in rows
    )
