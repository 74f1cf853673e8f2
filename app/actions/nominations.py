from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import VACANCIES, contest_in, rules_in
from app.actions.committee import Actor, check_committee
from app.actions.exclusive import ask_to_choose
from app.actions.mailing import NOMINATED, queue_letter
from app.actions.rolls import facts_of
from app.core.contests import Contest
from app.core.faults import BadInput
from app.core.nominations import rule_on_floor, rule_on_nomination, rule_on_written
from app.core.rules import LocalRules
from app.core.ruling import Ruling
from app.errors import AlreadyDone, NotFound, NotPermitted, OutOfTurn
from app.records.elections import Election
from app.records.nominations import Motion, Nomination
from app.records.roll import MemberRecord, as_member


def nominate(
    session: Session,
    election: Election,
    contest_id: str,
    nominee: MemberRecord,
    *,
    nominated_by: str,
    attested: bool | None = None,
    by: Actor,
    now: datetime,
) -> Nomination:
    """Stores a nomination with the ruling on it, granted or not, and has the nominee told.

    `attested` is the nominee's statement that no conviction bars from office, where it was signed
    with the nomination.
    """
    if cite := made_at_meeting(rules_in(election)):
        raise BadInput(f"Name who moves and who seconds, by member number ({cite}).")
    return _enter(session, election, contest_id, nominee, nominated_by, attested, by.author, now)


def move_nomination(
    session: Session,
    election: Election,
    contest_id: str,
    nominee: MemberRecord,
    *,
    mover: MemberRecord,
    seconder: MemberRecord | None,
    attested: bool | None = None,
    by: Actor,
    now: datetime,
) -> tuple[Motion, Nomination | None]:
    """Stores a motion from the floor with the ruling on it; one in order makes a nomination."""
    if election.held_for == VACANCIES:
        raise BadInput("Nominations for vacant seats are made in writing: name the signed paper.")
    return _move(session, election, contest_id, nominee, mover, seconder, attested, by.author, now)


def nominate_in_writing(
    session: Session,
    election: Election,
    contest_id: str,
    nominee: MemberRecord,
    *,
    nominator: MemberRecord,
    paper: str,
    attested: bool | None = None,
    by: Actor,
    now: datetime,
) -> tuple[Motion, Nomination | None]:
    """Stores a nomination for a vacant seat on a signed paper, with the ruling on it (M18).

    The nominator is of the seat's chapter; nobody seconds.
    """
    if election.held_for != VACANCIES:
        raise BadInput("Nominations in writing are for vacant seats.")
    return _move(
        session, election, contest_id, nominee, nominator, None, attested, by.author, now, paper
    )


def nominate_as_member(
    session: Session,
    election: Election,
    contest_id: str,
    nominee: MemberRecord,
    *,
    nominator: MemberRecord,
    now: datetime,
) -> tuple[Motion, Nomination | None]:
    """Stores what a member moves online, with the ruling on it; in order, it nominates.

    NotPermitted where nominations are made at a meeting or on paper.
    """
    if elsewhere := made_elsewhere(election):
        raise NotPermitted(elsewhere)
    author = f"member {nominator.member_number}"
    return _move(session, election, contest_id, nominee, nominator, None, None, author, now)


def made_at_meeting(rules: LocalRules) -> str:
    """The clause that has nominations moved and seconded at a meeting, or ""."""
    seconded = rules.nominations.seconded
    return seconded.cite if seconded is not None and seconded.value else ""


def made_elsewhere(election: Election) -> str:
    """Where nominations are made, in a sentence, if not online by the members; else ""."""
    if election.held_for == VACANCIES:
        return "Nominations for vacant seats are made in writing, to the elections committee."
    cite = made_at_meeting(rules_in(election))
    return f"Nominations are moved and seconded at a meeting ({cite})." if cite else ""


def _move(
    session: Session,
    election: Election,
    contest_id: str,
    nominee: MemberRecord,
    mover: MemberRecord,
    seconder: MemberRecord | None,
    attested: bool | None,
    author: str,
    now: datetime,
    paper: str = "",
) -> tuple[Motion, Nomination | None]:
    check_nominating(election, now)
    contest = contest_in(session, election, contest_id)
    ruling = _rule_on_mover(session, election, contest, mover, seconder, paper, now)
    motion = Motion(
        election_id=election.id,
        contest_id=contest.id,
        member_id=nominee.id,
        mover_id=mover.id,
        seconder_id=seconder.id if seconder else None,
        paper=paper,
        moved_at=now,
        granted=ruling.granted,
        ruling=ruling.as_json(),
    )
    session.add(motion)
    session.flush()
    log_act(
        session,
        "nomination_moved",
        by=author,
        now=now,
        election=election.id,
        contest=contest.id,
        member_number=nominee.member_number,
        mover=mover.member_number,
        seconder=seconder.member_number if seconder else None,
        paper=paper,
        granted=ruling.granted,
    )
    if not ruling.granted:
        return motion, None
    movers = [as_member(each).display_name for each in (mover, seconder) if each]
    said = ", seconded by ".join(movers) + (", in writing" if paper else "")
    return motion, _enter(session, election, contest_id, nominee, said, attested, author, now)


def _rule_on_mover(
    session: Session,
    election: Election,
    contest: Contest,
    mover: MemberRecord,
    seconder: MemberRecord | None,
    paper: str,
    now: datetime,
) -> Ruling:
    rules, on, first = rules_in(election), day_of(election, now), facts_of(session, mover)
    if paper:
        return rule_on_written(first, contest, rules, on=on)
    second = facts_of(session, seconder) if seconder else None
    return rule_on_floor(first, second, contest, rules, on=on)


def nomination_in(session: Session, election: Election, nomination_id: int) -> Nomination:
    """The nomination with this id, of this election."""
    nomination = session.get(Nomination, nomination_id)
    if nomination is None or nomination.election_id != election.id:
        raise NotFound("There is no such nomination.")
    return nomination


def own_nomination(
    session: Session, election: Election, member: MemberRecord, nomination_id: int
) -> Nomination:
    """The member's own nomination with this id."""
    nomination = nomination_in(session, election, nomination_id)
    if nomination.member_id != member.id:
        raise NotPermitted("This nomination is another member's.")
    return nomination


def tell_nominee(session: Session, nominee: MemberRecord, contest: Contest, ruling: Ruling) -> None:
    """Has the ruling on a nomination sent to the nominee."""
    queue_letter(session, NOMINATED, nominee, _told(contest, ruling))


def day_of(election: Election, moment: datetime) -> date:
    """The day of a moment where the election is held."""
    return moment.astimezone(ZoneInfo(election.zone)).date()


def _enter(
    session: Session,
    election: Election,
    contest_id: str,
    nominee: MemberRecord,
    nominated_by: str,
    attested: bool | None,
    author: str,
    now: datetime,
) -> Nomination:
    check_nominating(election, now)
    check_committee(session, election)
    contest, rules = contest_in(session, election, contest_id), rules_in(election)
    on = day_of(election, now)
    ruling = rule_on_nomination(facts_of(session, nominee), contest, rules, on=on)
    nomination = Nomination(
        election_id=election.id,
        contest_id=contest.id,
        member_id=nominee.id,
        nominated_by=nominated_by,
        nominated_at=now,
        granted=ruling.granted,
        ruling=ruling.as_json(),
        attested=attested,
        by_default=False,
    )
    try:
        with session.begin_nested():
            session.add(nomination)
    except IntegrityError as fault:
        raise AlreadyDone(f"This member is nominated for {contest.title} already.") from fault
    log_act(
        session,
        "nomination_entered",
        by=author,
        now=now,
        election=election.id,
        contest=contest.id,
        member_number=nominee.member_number,
        granted=ruling.granted,
    )
    tell_nominee(session, nominee, contest, ruling)
    if ruling.granted:
        ask_to_choose(session, election, nominee)
    return nomination


def check_nominating(election: Election, now: datetime) -> None:
    """Refuses before and after the time for nominations."""
    if now < election.nominations_open:
        raise OutOfTurn("Nominations have not opened.")
    if now >= election.nominations_close:
        raise OutOfTurn("Nominations have closed.")


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
