from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contest_in, rules_in
from app.actions.committee import Actor
from app.actions.exclusive import Choice, choice_of
from app.actions.rolls import facts_of
from app.core.faults import BadInput
from app.core.nominations import rule_on_acceptance, rule_on_statement
from app.core.ruling import Ruling
from app.errors import AlreadyDone, NotPermitted, OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.elections import Election, locked
from app.records.nominations import Nomination, nominees_of
from app.records.roll import MemberRecord

LONGEST_STATEMENT = 20_000  # letters


def answer_nomination(
    session: Session,
    election: Election,
    nomination: Nomination,
    *,
    accept: bool,
    attested: bool | None = None,
    now: datetime,
) -> Ruling | None:
    """Accepts or declines; an acceptance is ruled on anew, and one that is refused is stored too.

    A member who accepts may hold only so many nominations, so the ruling looks at the others.
    `attested` is the statement that no conviction bars from office, None where it was not asked.
    """
    member = _held(session, election, nomination, now)
    if nomination.accepted is not None:
        raise AlreadyDone("This nomination has been answered.")
    author = f"member {member.member_number}"
    if not accept:
        nomination.answered_at, nomination.accepted = now, False
        _log(session, "nomination_declined", author, nomination, member, now)
        return None
    if not nomination.granted:
        raise NotPermitted("This nomination was ruled out of order and cannot be accepted.")
    if attested is not None:
        nomination.attested = attested
    return _accept(session, election, nomination, member, author, now)


def withdraw_nomination(
    session: Session, election: Election, nomination: Nomination, *, now: datetime
) -> None:
    """Takes back an acceptance while nominees may still answer."""
    member = _held(session, election, nomination, now)
    if nomination.accepted is not True:
        raise OutOfTurn("Only a nomination that was accepted can be withdrawn.")
    nomination.answered_at, nomination.accepted = now, False
    _log(session, "nomination_withdrawn", f"member {member.member_number}", nomination, member, now)


def enter_statement(
    session: Session,
    election: Election,
    nomination: Nomination,
    statement: str,
    *,
    by: Actor | None = None,
    now: datetime,
) -> Ruling:
    """Takes a candidate's statement, in place of the one before, within the words all may use.

    The candidate enters it, or `by` for the candidate who brought it on paper. Where the bylaws
    count no words, the letters that the service keeps are the limit for all.
    """
    if not 0 < len(statement.strip()) <= LONGEST_STATEMENT:
        raise BadInput(f"Write the statement, in at most {LONGEST_STATEMENT:,} letters.")
    member = _held(session, election, nomination, now)
    if not nomination.granted or nomination.accepted is False:
        raise NotPermitted("A statement belongs to a nomination that stands.")
    ruling = rule_on_statement(statement, rules_in(election))
    for finding in ruling.findings:
        if not finding.met:
            raise NotPermitted(f"{finding.says} ({finding.cite})")
    nomination.statement = statement.strip()
    author = by.author if by else f"member {member.member_number}"
    _log(session, "statement_entered", author, nomination, member, now)
    return ruling


def choice_requests(session: Session, election: Election) -> list[tuple[MemberRecord, Choice]]:
    """Every nominee who still has to choose among nominations, by member number."""
    nominees = nominees_of(session, election.id).values()
    choices = (
        (member, choice_of(session, election, member.id))
        for member in sorted(nominees, key=lambda each: each.member_number)
    )
    return [(member, choice) for member, choice in choices if choice and not choice.is_made]


def undecided(session: Session, election: Election) -> list[MemberRecord]:
    """The nominees whom the bylaws answer for, since they chose none of their nominations."""
    return [member for member, choice in choice_requests(session, election) if choice.default]


def settle_choices(
    session: Session, election: Election, *, by: Actor, now: datetime
) -> list[Nomination]:
    """After the time to answer, lets the highest-ranking nomination of a silent nominee stand.

    The acceptance is ruled on like any other; the nominee's other nominations in the same choice
    fall. Gives the nominations that were answered so.
    """
    if now < election.acceptance_deadline:
        raise OutOfTurn("Nominees may still choose.")
    locked(session, election.id)
    if frozen_ballot(session, election.id):
        raise OutOfTurn("The ballot is frozen, and its candidates with it.")
    settled: list[Nomination] = []
    for member in undecided(session, election):
        while among := _silent_on(session, election, member):
            settled += among
            *fall, highest = among
            for nomination in fall:
                nomination.answered_at, nomination.accepted = now, False
                nomination.by_default = True
                _log(session, "nomination_fell", by.author, nomination, member, now)
            highest.by_default = True
            _accept(session, election, highest, member, by.author, now)
    return settled


def _silent_on(session: Session, election: Election, member: MemberRecord) -> list[Nomination]:
    """The nominations among which a member should have chosen, the highest-ranking last."""
    choice = choice_of(session, election, member.id)
    if choice is None or choice.is_made:
        return []
    in_order = sorted(choice.among, key=lambda pair: pair[0].id == choice.highest.id)
    return [nomination for _, nomination in in_order]


def _accept(
    session: Session,
    election: Election,
    nomination: Nomination,
    member: MemberRecord,
    author: str,
    now: datetime,
) -> Ruling:
    contest = contest_in(session, election, nomination.contest_id)
    on = nomination.nominated_at.astimezone(ZoneInfo(election.zone)).date()
    session.flush()
    ruling = rule_on_acceptance(facts_of(session, member), contest, rules_in(election), on=on)
    nomination.acceptance_ruling = ruling.as_json()
    if ruling.granted:
        nomination.answered_at, nomination.accepted = now, True
    act = "nomination_accepted" if ruling.granted else "acceptance_refused"
    _log(session, act, author, nomination, member, now)
    return ruling


def _held(
    session: Session, election: Election, nomination: Nomination, now: datetime
) -> MemberRecord:
    """The nominee, held so that no other answer of the same member can come between."""
    if now >= election.acceptance_deadline:
        raise OutOfTurn("The time to accept, decline or withdraw is over.")
    member = session.get_one(MemberRecord, nomination.member_id, with_for_update=True)
    session.refresh(nomination)
    return member


def _log(
    session: Session,
    act: str,
    author: str,
    nomination: Nomination,
    member: MemberRecord,
    now: datetime,
) -> None:
    log_act(
        session,
        act,
        by=author,
        now=now,
        election=nomination.election_id,
        contest=nomination.contest_id,
        member_number=member.member_number,
        **({"by_default": True} if nomination.by_default else {}),
    )
