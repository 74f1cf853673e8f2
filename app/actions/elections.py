import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from app import profiles
from app.actions.auditing import log_act
from app.actions.bylaws import make_contests
from app.actions.committee import Actor
from app.core.calendar import propose
from app.core.faults import BadInput
from app.errors import NotFound
from app.records.elections import Election, elections_newest_first
from app.records.staff import Staff, elections_appointed_to

PURPOSES = ("election", "rehearsal")
OPENS, CLOSES = 8, 17  # the hours at which what has only a day opens and closes
LAST_CASTS = timedelta(minutes=15)  # for ballots issued in the last minute


@dataclass(frozen=True)
class Dates:
    """An election's dates, as the committee set them or the profile proposed them."""

    term_begins: date
    record_date: date
    TIMES: ClassVar = (
        "nominations_open",
        "nominations_close",
        "opens",
        "closes_issue",
        "closes_cast",
    )
    nominations_open: datetime
    nominations_close: datetime
    opens: datetime
    closes_issue: datetime
    closes_cast: datetime

    def __post_init__(self) -> None:
        times = [getattr(self, name) for name in self.TIMES]
        if any(earlier >= later for earlier, later in pairwise(times)):
            raise BadInput(f"The dates must come in this order: {', '.join(self.TIMES)}.")


def propose_dates(profile: str, zone: str, *, now: datetime) -> Dates:
    """The dates that the profile's calendar proposes for the next term, at usual hours."""
    local = ZoneInfo(zone)
    calendar = propose(profiles.load(profile), today=now.astimezone(local).date())

    def at(name: str, hour: int) -> datetime:
        return datetime.combine(calendar.on(name), time(hour), local)

    closes = at("voting_closes", CLOSES)
    return Dates(
        term_begins=calendar.on("term_begins"),
        record_date=calendar.on("record_date"),
        nominations_open=at("nominations_open", OPENS),
        nominations_close=at("nominations_close", CLOSES),
        opens=at("voting_opens", OPENS),
        closes_issue=closes,
        closes_cast=closes + LAST_CASTS,
    )


def check_zone(zone: str) -> None:
    """Refuses a name that is no time zone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise BadInput(f"zone: {zone} is no time zone of the IANA database.") from fault


def create_election(
    session: Session,
    *,
    profile: str,
    title: str,
    purpose: str,
    zone: str,
    dates: Dates,
    granted_delegates: int | None,
    by: Actor,
    now: datetime,
) -> Election:
    """Sets up an election with the contests of its profile, each under its proposed rule."""
    if purpose not in PURPOSES:
        raise BadInput("purpose: name election or rehearsal.")
    check_zone(zone)
    election = Election(
        id=secrets.token_hex(16),
        profile=profile,
        title=title,
        purpose=purpose,
        zone=zone,
        granted_delegates=granted_delegates,
        settings=[],
        created_at=now,
        **vars(dates),
    )
    session.add(election)
    session.flush()
    make_contests(session, election, None)
    facts = {"title": title, "profile": profile, "purpose": purpose}
    log_act(session, "election_created", by=by.author, now=now, election=election.id, **facts)
    return election


def election_of(session: Session, election_id: str) -> Election:
    """The election with this id."""
    election = session.get(Election, election_id)
    if election is None:
        raise NotFound("There is no election with this id.")
    return election


def elections_shown_to(session: Session, staff: Staff) -> list[Election]:
    """The elections that a staff member may look into, newest first."""
    elections = elections_newest_first(session)
    if staff.administrator:
        return elections
    mine = elections_appointed_to(session, staff.id)
    return [election for election in elections if election.id in mine]
