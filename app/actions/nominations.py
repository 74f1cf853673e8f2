from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contest_in, contests_in, rules_in
from app.actions.committee import Actor, check_committee
from app.actions.mailing import CHOOSE, NOMINATED, queue_letter
from app.actions.rolls import facts_of
from app.core.contests import Contest
from app.core.faults import BadInput
from app.core.nominations import choice_needed, rule_on_floor, rule_on_nomination
from app.core.rules import LocalRules
from app.core.ruling import Ruling
from app.errors import AlreadyDone, NotFound, OutOfTurn
from app.records.elections import Election
from app.records.nominations import Motion, Nomination, nominations_by_member
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
    seconded = rules_in(election).nominations.seconded
    if seconded is not None and seconded.value:
        raise BadInput(f"Name who moves and who seconds, by member number ({seconded.cite}).")
    return _enter(session, election, contest_id, nominee, nominated_by, attested, by, now)


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
    _in_window(election, now)
    contest = contest_in(session, election, contest_id)
    second = facts_of(session, seconder) if seconder else None
    rules, on = rules_in(election), day_of(election, now)
    ruling = rule_on_floor(facts_of(session, mover), second, contest, rules, on=on)
    motion = Motion(
        election_id=election.id,
        contest_id=contest.id,
        member_id=nominee.id,
        mover_id=mover.id,
        seconder_id=seconder.id if seconder else None,
        moved_at=now,
        granted=ruling.granted,
        ruling=ruling.as_json(),
    )
    session.add(motion)
    session.flush()
    log_act(
        session,
        "nomination_moved",
        by=by.author,
        now=now,
        election=election.id,
        contest=contest.id,
        member_number=nominee.member_number,
        mover=mover.member_number,
        seconder=seconder.member_number if seconder else None,
        granted=ruling.granted,
    )
    if not ruling.granted:
        return motion, None
    movers = [as_member(each).display_name for each in (mover, seconder) if each]
    said = ", seconded by ".join(movers)
    return motion, _enter(session, election, contest_id, nominee, said, attested, by, now)


def nomination_with_election(session: Session, nomination_id: int) -> tuple[Nomination, Election]:
    """A nomination and the election it belongs to."""
    nomination = session.get(Nomination, nomination_id)
    if nomination is None:
        raise NotFound("There is no such nomination.")
    return nomination, session.get_one(Election, nomination.election_id)


def nomination_in(session: Session, election: Election, nomination_id: int) -> Nomination:
    """The nomination with this id, of this election."""
    nomination, its_election = nomination_with_election(session, nomination_id)
    if its_election.id != election.id:
        raise NotFound("There is no such nomination.")
    return nomination


def standing_nominations(
    session: Session, election: Election, member_id: int
) -> list[tuple[Contest, Nomination]]:
    """The granted nominations that a member has not declined, in the order of the bylaws."""
    mine = {
        each.contest_id: each
        for each in nominations_by_member(session, member_id)
        if each.granted and each.accepted is not False
    }
    contests = contests_in(session, election)
    return [(contest, mine[contest.id]) for contest in contests if contest.id in mine]


def tell_nominee(session: Session, nominee: MemberRecord, contest: Contest, ruling: Ruling) -> None:
    """Has the ruling on a nomination sent to the nominee, where there is an e-mail address."""
    if nominee.email:
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
    by: Actor,
    now: datetime,
) -> Nomination:
    _in_window(election, now)
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
        by=by.author,
        now=now,
        election=election.id,
        contest=contest.id,
        member_number=nominee.member_number,
        granted=ruling.granted,
    )
    tell_nominee(session, nominee, contest, ruling)
    if nominee.email and ruling.granted:
        _ask_to_choose(session, election, nominee, rules)
    return nomination


def _ask_to_choose(
    session: Session, election: Election, nominee: MemberRecord, rules: LocalRules
) -> None:
    """Has a nominee of several contests that exclude each other told to choose among them."""
    standing = [contest for contest, _ in standing_nominations(session, election, nominee.id)]
    needed = choice_needed(standing, rules)
    if needed is not None:
        row, default = needed
        queue_letter(session, CHOOSE, nominee, _choice(row.groups, standing, default, rules))


def _choice(
    groups: Sequence[str], standing: Sequence[Contest], default: Contest, rules: LocalRules
) -> dict[str, object]:
    stands = rules.nominations.highest_stands
    among = [contest.title for contest in standing if contest.group in groups]
    by_rank = stands is not None and stands.value
    cite = stands.cite if stands is not None else ""
    return {"contests": among, "default": default.title if by_rank else "", "cite": cite}


def _in_window(election: Election, now: datetime) -> None:
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
