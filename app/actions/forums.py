from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contest_in
from app.actions.committee import Actor
from app.actions.mailing import FORUM, queue_letter
from app.core.contest import Contest
from app.core.faults import BadInput
from app.documents.dates import in_words
from app.errors import OutOfTurn
from app.records.elections import Election, locked
from app.records.forums import Forum, forums_of
from app.records.nominations import nominations_of, nominees_of
from app.records.roll import MemberRecord

FEWEST = 2  # candidates, for whom a forum is one


def candidates_in(session: Session, election: Election, contest_id: str) -> list[MemberRecord]:
    """The members who stand in a contest, by number."""
    people = nominees_of(session, election.id)
    standing = [
        people[each.member_id]
        for each in nominations_of(session, election.id)
        if each.accepted and each.contest_id == contest_id
    ]
    return sorted(standing, key=lambda member: member.member_number)


def hold_forum(
    session: Session,
    election: Election,
    contest_id: str,
    *,
    held_at: datetime,
    place: str,
    by: Actor,
    now: datetime,
) -> Forum:
    """Enters a forum and invites every candidate of its contest at once, in the same words.

    Only once nominees can no longer answer, so that nobody who stands is left out.
    """
    locked(session, election.id)
    contest = contest_in(session, election, contest_id)
    _check(election, held_at, place, now)
    invited = candidates_in(session, election, contest_id)
    if len(invited) < FEWEST:
        raise BadInput(f"{contest.title} has {len(invited)} of the {FEWEST} candidates of a forum.")
    forum = Forum(
        election_id=election.id,
        contest_id=contest_id,
        held_at=held_at,
        place=place.strip(),
        by_email=0,
        by_letter=0,
        entered_by=by.staff_id,
        entered_at=now,
    )
    session.add(forum)
    for member in invited:
        _invite(session, election, forum, contest, member)
    session.flush()
    _log(session, "forum_entered", forum, invited, by, now)
    return forum


def invite_too(
    session: Session,
    election: Election,
    contest: Contest,
    member: MemberRecord,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Invites a candidate who stands again to the forums of the contest that are to come."""
    for forum in forums_of(session, election.id):
        if forum.contest_id == contest.id and forum.held_at > now:
            _invite(session, election, forum, contest, member)
            _log(session, "forum_opened_to", forum, [member], by, now)


def _check(election: Election, held_at: datetime, place: str, now: datetime) -> None:
    if now < election.acceptance_deadline:
        raise OutOfTurn("Candidates are invited when nominees can no longer answer.")
    if not place.strip():
        raise BadInput("Say where the forum is held.")
    if not now < held_at < election.closes_issue:
        raise BadInput("A forum is held after today, and before voting closes.")


def _invite(
    session: Session, election: Election, forum: Forum, contest: Contest, member: MemberRecord
) -> None:
    """Queues the letter, which goes on paper where there is no e-mail address."""
    if member.email:
        forum.by_email += 1
    else:
        forum.by_letter += 1
    held_at = in_words(forum.held_at, election.zone)
    facts = {"contest": contest.title, "held_at": held_at, "place": forum.place}
    queue_letter(session, FORUM, member, facts)


def _log(
    session: Session,
    act: str,
    forum: Forum,
    invited: Sequence[MemberRecord],
    by: Actor,
    now: datetime,
) -> None:
    log_act(
        session,
        act,
        by=by.author,
        now=now,
        election=forum.election_id,
        contest=forum.contest_id,
        held_at=forum.held_at.isoformat(),
        place=forum.place,
        invited=[member.member_number for member in invited],
    )
