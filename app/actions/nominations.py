from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contest_in, rules_in
from app.actions.committee import Actor, check_committee
from app.actions.mailing import NOMINATED, queue_letter
from app.actions.rolls import facts_of
from app.core.contests import Contest
from app.core.nominations import rule_on_acceptance, rule_on_nomination
from app.core.ruling import Ruling
from app.errors import AlreadyDone, NotFound, NotPermitted, OutOfTurn
from app.records.elections import Election
from app.records.nominations import Nomination
from app.records.roll import MemberRecord


def nominate(
    session: Session,
    election: Election,
    contest_id: str,
    nominee: MemberRecord,
    *,
    nominated_by: str,
    by: Actor,
    now: datetime,
) -> Nomination:
    """Stores a nomination with the ruling on it, granted or not, and has the nominee told."""
    _in_window(election, now)
    check_committee(session, election)
    contest = contest_in(session, election, contest_id)
    rules = rules_in(election)
    on = now.astimezone(ZoneInfo(election.zone)).date()
    ruling = rule_on_nomination(facts_of(session, nominee), contest, rules, on=on)
    nomination = Nomination(
        election_id=election.id,
        contest_id=contest.id,
        member_id=nominee.id,
        nominated_by=nominated_by,
        nominated_at=now,
        granted=ruling.granted,
        ruling=ruling.as_json(),
    )
    try:
        with session.begin_nested():
            session.add(nomination)
    except IntegrityError as fault:
        raise AlreadyDone(f"This member is nominated for {contest.title} already.") from fault
    _log(session, "nomination_entered", by.author, nomination, nominee, now, ruling.granted)
    if nominee.email:
        queue_letter(session, NOMINATED, nominee, _told(contest, ruling))
    return nomination


def answer_nomination(
    session: Session, election: Election, nomination: Nomination, *, accept: bool, now: datetime
) -> Ruling | None:
    """Accepts or declines; an acceptance is ruled on anew, and one that is refused is stored too.

    A member who accepts may hold only so many nominations, so the ruling looks at the others.
    """
    _still_answering(election, now)
    member = session.get_one(MemberRecord, nomination.member_id, with_for_update=True)
    session.refresh(nomination)  # as it is now that no other answer of the member can come between
    if nomination.accepted is not None:
        raise AlreadyDone("This nomination has been answered.")
    author = f"member {member.member_number}"
    if not accept:
        nomination.answered_at, nomination.accepted = now, False
        _log(session, "nomination_declined", author, nomination, member, now)
        return None
    if not nomination.granted:
        raise NotPermitted("This nomination was ruled out of order and cannot be accepted.")
    contest = contest_in(session, election, nomination.contest_id)
    on = nomination.nominated_at.astimezone(ZoneInfo(election.zone)).date()
    ruling = rule_on_acceptance(facts_of(session, member), contest, rules_in(election), on=on)
    nomination.acceptance_ruling = ruling.as_json()
    if ruling.granted:
        nomination.answered_at, nomination.accepted = now, True
    act = "nomination_accepted" if ruling.granted else "acceptance_refused"
    _log(session, act, author, nomination, member, now)
    return ruling


def nomination_with_election(session: Session, nomination_id: int) -> tuple[Nomination, Election]:
    """A nomination and the election it belongs to."""
    nomination = session.get(Nomination, nomination_id)
    if nomination is None:
        raise NotFound("There is no such nomination.")
    return nomination, session.get_one(Election, nomination.election_id)


def _in_window(election: Election, now: datetime) -> None:
    if now < election.nominations_open:
        raise OutOfTurn("Nominations have not opened.")
    if now >= election.nominations_close:
        raise OutOfTurn("Nominations have closed.")


def _still_answering(election: Election, now: datetime) -> None:
    if now >= election.acceptance_deadline:
        raise OutOfTurn("The time to accept, decline or withdraw is over.")


def _told(contest: Contest, ruling: Ruling) -> dict[str, object]:
    return {
        "contest": contest.title,
        "granted": ruling.granted,
        "unmet": [
            {"says": finding.says, "cite": finding.cite}
            for finding in ruling.findings
            if not finding.met
        ],
    }


def _log(
    session: Session,
    act: str,
    author: str,
    nomination: Nomination,
    member: MemberRecord,
    now: datetime,
    granted: bool | None = None,
) -> None:
    ruled = {} if granted is None else {"granted": granted}
    log_act(
        session,
        act,
        by=author,
        now=now,
        election=nomination.election_id,
        contest=nomination.contest_id,
        member_number=member.member_number,
        **ruled,
    )
