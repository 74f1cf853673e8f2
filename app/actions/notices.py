from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import QUESTIONS, rules_in
from app.actions.changing_dates import voting_changed_on
from app.actions.committee import Actor
from app.actions.dates import days_of
from app.actions.question_days import rule_on_question_days
from app.core.calendar import check_year
from app.core.faults import BadInput
from app.core.notices import ELECTION_NOTICE, Batch, rule_on_mailing
from app.core.ruling import Ruling
from app.errors import AlreadyDone, OutOfTurn
from app.records.elections import Election
from app.records.notices import Mailing, NoticeOverride, mailings_of
from app.records.roll import size_of_roll

OF_NOTICES = "_notice"  # how the calendar's milestones of notices end
MOST_LETTERS = 10_000_000


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that the calendar asks for: until when, by which clause, and what was mailed."""

    id: str
    title: str
    due: date
    cite: str
    mailings: tuple[Mailing, ...]


def notices_of(session: Session, election: Election) -> list[Notice]:
    """Every notice of the election, in the order of its calendar."""
    days, mailings = days_of(election), mailings_of(session, election.id)
    found = [
        Notice(
            each.id,
            each.title,
            days[each.id],
            each.days.cite,
            tuple(mailing for mailing in mailings if mailing.notice == each.id),
        )
        for each in rules_in(election).calendar.milestones
        if each.id.endswith(OF_NOTICES) and each.id in days
    ]
    return sorted(found, key=lambda notice: notice.due)


def enter_mailing(
    session: Session,
    election: Election,
    *,
    notice: str,
    mailed_on: date,
    letters: int,
    proof: str,
    by: Actor,
    now: datetime,
) -> Mailing:
    """Notes a batch of letters with what proves its mailing, such as a post office's receipt."""
    if notice not in [each.id for each in notices_of(session, election)]:
        raise BadInput(f"notice: the calendar of this election has no {notice}.")
    check_year(mailed_on)
    if mailed_on > now.astimezone(ZoneInfo(election.zone)).date():
        raise BadInput("mailed_on: the proof of a mailing is entered when it has been mailed.")
    if not 0 < letters <= MOST_LETTERS:
        raise BadInput(f"letters: a batch has from 1 to {MOST_LETTERS:,} letters.")
    mailing = Mailing(
        election_id=election.id,
        notice=notice,
        mailed_on=mailed_on,
        letters=letters,
        proof=proof,
        entered_by=by.staff_id,
        entered_at=now,
    )
    session.add(mailing)
    session.flush()
    log_act(
        session,
        "mailing_entered",
        by=by.author,
        now=now,
        election=election.id,
        notice=notice,
        mailed_on=mailed_on.isoformat(),
        letters=letters,
    )
    return mailing


def override_notice(
    session: Session, election: Election, reason: str, *, by: Actor, now: datetime
) -> None:
    """Lets voting open although the proof of mailing is missing, short or late; once, in words."""
    try:
        with session.begin_nested():
            session.add(
                NoticeOverride(
                    election_id=election.id,
                    reason=reason,
                    entered_by=by.staff_id,
                    entered_at=now,
                )
            )
    except IntegrityError as fault:
        raise AlreadyDone("A reason is on record already.") from fault
    log_act(
        session, "notice_overridden", by=by.author, now=now, election=election.id, reason=reason
    )


def rule_on_notice(session: Session, election: Election) -> Ruling:
    """Whether the notice of election was mailed to everybody, and in time (L1).

    Of a vote on questions it is asked whether these keep the days that the bylaws give them.
    """
    if election.held_for == QUESTIONS:
        return rule_on_question_days(session, election)
    batches = [
        Batch(each.mailed_on, each.letters)
        for each in mailings_of(session, election.id)
        if each.notice == ELECTION_NOTICE
    ]
    members = size_of_roll(session, election.id)
    return rule_on_mailing(
        rules_in(election),
        days_of(election),
        batches,
        members,
        changed_on=voting_changed_on(session, election),
    )


def check_notice(session: Session, election: Election) -> None:
    """Refuses to open voting without a proper notice of election, unless for a stated reason."""
    unmet = [each for each in rule_on_notice(session, election).findings if not each.met]
    if unmet and session.get(NoticeOverride, election.id) is None:
        raise OutOfTurn(" ".join(f"{each.says} ({each.cite})" for each in unmet))
