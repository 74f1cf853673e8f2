from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contest_in, rules_in
from app.actions.committee import Actor
from app.actions.forums import invite_too
from app.actions.nominations import day_of, tell_nominee
from app.actions.rolls import facts_of
from app.core.nominations import rule_on_acceptance, rule_on_nomination
from app.errors import OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.elections import Election, locked
from app.records.nominations import Nomination
from app.records.roll import MemberRecord


def rule_again(
    session: Session, election: Election, nomination: Nomination, *, by: Actor, now: datetime
) -> None:
    """Rules on a nomination by the facts known now, as of the day it was made.

    A nominee who has accepted and is refused now stands no longer, and stands again when a later
    ruling grants it; nobody needs to accept twice. The nominee is told where the ruling turned.
    """
    check_open(session, election)
    member = session.get_one(MemberRecord, nomination.member_id, with_for_update=True)
    session.refresh(nomination)
    contest, rules = contest_in(session, election, nomination.contest_id), rules_in(election)
    facts, on = facts_of(session, member), day_of(election, nomination.nominated_at)
    ruling = rule_on_nomination(facts, contest, rules, on=on)
    turned = ruling.granted is not nomination.granted
    nomination.granted, nomination.ruling = ruling.granted, ruling.as_json()
    said_yes = nomination.answered_at is not None and nomination.accepted is not False
    if said_yes:
        acceptance = rule_on_acceptance(facts, contest, rules, on=on)
        nomination.acceptance_ruling = acceptance.as_json()
        stood, nomination.accepted = nomination.accepted, True if acceptance.granted else None
        if nomination.accepted and not stood:
            invite_too(session, election, contest, member, by=by, now=now)
    log_act(
        session,
        "nomination_ruled_again",
        by=by.author,
        now=now,
        election=election.id,
        contest=contest.id,
        member_number=member.member_number,
        granted=ruling.granted,
        accepted=nomination.accepted,
    )
    if turned:
        tell_nominee(session, member, contest, ruling)


def check_open(session: Session, election: Election) -> None:
    """Refuses once the ballot is frozen; holds the election against other writers until then."""
    locked(session, election.id)
    if frozen_ballot(session, election.id):
        raise OutOfTurn("The ballot is frozen, and its candidates with it.")
