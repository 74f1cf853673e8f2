import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from app import profiles
from app.actions.auditing import log_act
from app.actions.bylaws import GENERAL, QUESTIONS, STEWARDS, make_contests
from app.actions.committee import Actor
from app.actions.dates import Plan, check_plan
from app.core.faults import BadInput
from app.errors import NotFound, NotPermitted
from app.records.base import Database
from app.records.elections import Election, all_rehearsals, elections_newest_first
from app.records.staff import Staff, elections_appointed_to
from app.settings import Settings

PURPOSES = ("election", "rehearsal")
BY_THEMSELVES = (GENERAL, QUESTIONS, STEWARDS)  # what an election is held for that follows no other


def create_election(
    session: Session,
    *,
    profile: str,
    title: str,
    purpose: str,
    zone: str,
    plan: Plan,
    granted_delegates: int | None,
    by: Actor,
    now: datetime,
    despite: str = "",
    held_for: str = GENERAL,
    follows: Election | None = None,
) -> Election:
    """Sets up an election with the contests that it is held for, each under its proposed rule.

    Dates that break a rule are refused, or stand with the reason `despite`. One that fills vacant
    seats `follows` the election whose seats they are, and takes over what was chosen there.
    """
    if purpose not in PURPOSES:
        raise BadInput("purpose: name election or rehearsal.")
    if follows is None and held_for not in BY_THEMSELVES:
        raise BadInput(f"held_for: name {' or '.join(BY_THEMSELVES)}.")
    if held_for == GENERAL:
        check_plan(profiles.load(profile), plan, despite)
    election = Election(
        id=secrets.token_hex(16),
        profile=profile,
        title=title,
        purpose=purpose,
        held_for=held_for,
        follows=follows.id if follows else None,
        zone=zone,
        granted_delegates=granted_delegates,
        settings=list(follows.settings) if follows else [],
        calendar={name: day.isoformat() for name, day in plan.calendar.items()},
        despite=despite,
        created_at=now,
        **vars(plan.dates),
    )
    session.add(election)
    session.flush()
    make_contests(session, election, None)
    facts = {"title": title, "profile": profile, "purpose": purpose, "despite": despite}
    facts["held_for"] = held_for
    log_act(session, "election_created", by=by.author, now=now, election=election.id, **facts)
    return election


def election_of(session: Session, election_id: str) -> Election:
    """The election with this id."""
    election = session.get(Election, election_id)
    if election is None:
        raise NotFound("There is no election with this id.")
    return election


def check_clock(database: Database, settings: Settings) -> None:
    """Refuses a made-up clock where an election is more than a rehearsal."""
    if settings.clock_file:
        with database.reading() as session:
            if not all_rehearsals(session):
                raise NotPermitted("A made-up clock is for rehearsals; here is an election.")


def elections_shown_to(session: Session, staff: Staff) -> list[Election]:
    """The elections that a staff member may look into, newest first."""
    elections = elections_newest_first(session)
    if staff.administrator:
        return elections
    mine = elections_appointed_to(session, staff.id)
    return [election for election in elections if election.id in mine]
