from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contest_in
from app.actions.committee import Actor
from app.actions.mailing import FORUM, queue_letter
from app.core.faults import BadInput
from app.documents.dates import in_words
from app.errors import OutOfTurn
from app.records.elections import Election
from app.records.forums import Forum
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
    contest = contest_in(session, election, contest_id)
    if now < election.acceptance_deadline:
        raise OutOfTurn("Candidates are invited when nominees can no longer answer.")
    if not place.strip():
        raise BadInput("Say where the forum is held.")
    if not now < held_at < election.closes_issue:
        raise BadInput("A forum is held after today, and before voting closes.")
    invited = candidates_in(session, election, contest_id)
    if len(invited) < FEWEST:
        raise BadInput(f"{contest.title} has {len(invited)} of the {FEWEST} candidates of a forum.")
    facts = {
        "contest": contest.title,
        "held_at": in_words(held_at, election.zone),
        "place": place.strip(),
    }
    with_email = [member for member in invited if member.email]
    for member in with_email:
        queue_letter(session, FORUM, member, facts)
    forum = Forum(
        election_id=election.id,
        contest_id=contest_id,
        held_at=held_at,
        place=place.strip(),
        by_email=len(with_email),
        by_letter=len(invited) - len(with_email),
        entered_by=by.staff_id,
        entered_at=now,
    )
    session.add(forum)
    session.flush()
    log_act(
        session,
        "forum_entered",
        by=by.author,
        now=now,
        election=election.id,
        contest=contest_id,
        held_at=held_at.isoformat(),
        place=forum.place,
        invited=[member.member_number for member in invited],
    )
    return forum
