from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contests_in, rules_in
from app.actions.committee import Actor
from app.actions.mailing import ballot_page, write_mail
from app.actions.notices import notices_of
from app.actions.voting import read_manifest
from app.core.faults import BadInput
from app.documents.addresses_csv import FIELDS, address_lines, as_addresses_csv
from app.documents.dates import day_in_words, in_words
from app.documents.letters import LetterText, write_letter
from app.errors import OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.elections import Election, locked
from app.records.jobs import paper_letters
from app.records.roll import MemberRecord, as_member
from app.records.rolls import addressed
from app.settings import Settings

MOST_AT_ONCE = 500
LONGEST_RECIPIENT = 200


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter on paper, with the lines of its envelope."""

    address: tuple[str, ...]
    text: LetterText


def print_letters(
    session: Session,
    election: Election,
    *,
    again: bool,
    settings: Settings,
    by: Actor,
    now: datetime,
) -> list[PrintedLetter]:
    """Writes the letters to members without an e-mail address, to be printed now.

    Some at a time; `again` writes those too that were printed before. A code in a letter is made
    now, as the worker makes one for an e-mail, and stands nowhere else.
    """
    locked(session, election.id)
    jobs = paper_letters(session, election.id, again=again, most=MOST_AT_ONCE)
    if not jobs:
        raise OutOfTurn("No letter waits to be printed.")
    printed = []
    for job in jobs:
        mail = write_mail(session, job, settings)
        member = session.get_one(MemberRecord, job.member_id)
        text = LetterText(mail.subject, mail.text)
        printed.append(PrintedLetter(address_lines(as_member(member)), text))
        job.done = True
    log_act(
        session,
        "letters_printed",
        by=by.author,
        now=now,
        election=election.id,
        letters=len(printed),
        again=again,
    )
    return printed


def write_notice(session: Session, election: Election, settings: Settings) -> LetterText:
    """The notice of election, the same for every member; it names nobody."""
    shown = ballot_page(session, election.id, settings)
    frozen = frozen_ballot(session, election.id)
    made = contests_in(session, election)
    contests = read_manifest(frozen.manifest).contests if frozen else made
    return write_letter(
        "election_notice",
        {
            "local": rules_in(election).title,
            "election": election,
            "purpose": election.purpose,
            "contests": [{"title": each.title, "seats": each.seats} for each in contests],
            "record_date": day_in_words(election.record_date),
            "opens": in_words(election.opens, election.zone),
            "closes": in_words(election.closes_issue, election.zone),
            "ballot": shown,
        },
    )


def export_addresses(
    session: Session,
    election: Election,
    *,
    notice: str,
    recipient: str,
    by: Actor,
    now: datetime,
) -> bytes:
    """Every member's name and postal address as CSV, for the mailing of one notice (D1, D2).

    The log keeps for what and for whom it was made, which fields, and how many rows.
    """
    titles = {each.id: each.title for each in notices_of(session, election)}
    if notice not in titles:
        raise BadInput(f"notice: the calendar of this election has no {notice}.")
    if not 0 < len(recipient.strip()) <= LONGEST_RECIPIENT:
        raise BadInput(f"recipient: name the mail house in at most {LONGEST_RECIPIENT} characters.")
    members = addressed(session, election.id)
    log_act(
        session,
        "addresses_exported",
        by=by.author,
        now=now,
        election=election.id,
        purpose=titles[notice],
        recipient=recipient.strip(),
        fields=list(FIELDS),
        rows=len(members),
    )
    return as_addresses_csv(members)
