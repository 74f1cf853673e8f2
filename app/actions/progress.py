from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.actions.bylaws import contests_in, rules_in
from app.actions.canvass import ACCEPTED
from app.actions.certification import certified_at
from app.actions.committee import done_at
from app.actions.dates import Dates, rule_on_dates
from app.actions.voting import OPENED
from app.core.calendar import Acts, phase
from app.records.ballots import frozen_at
from app.records.canvass import OpeningRecord
from app.records.elections import Election, contests_of
from app.records.roll import size_of_roll


def acts_done(session: Session, election: Election) -> Acts:
    """The dates and acts that the election's phase follows from."""
    opening = session.get(OpeningRecord, election.id)
    return Acts(
        nominations_open=election.nominations_open,
        nominations_close=election.nominations_close,
        frozen_at=frozen_at(session, election.id),
        voting_opened_at=done_at(session, election.id, OPENED),
        closes_cast=election.closes_cast,
        opened_at=opening.received_at if opening else None,
        counted_at=done_at(session, election.id, ACCEPTED),
        certified_at=certified_at(session, election),
    )


def progress_of(session: Session, election: Election, *, now: datetime) -> dict[str, Any]:
    """An election as anyone may see it: its phase, dates and contests; no figure of the box."""
    by_id = {contest.id: contest for contest in contests_in(session, election)}
    return {
        "id": election.id,
        "title": election.title,
        "local": rules_in(election).title,
        "purpose": election.purpose,
        "held_for": election.held_for,
        "zone": election.zone,
        "phase": phase(acts_done(session, election), now),
        "now": now.isoformat(),
        "dates": {name: getattr(election, name).isoformat() for name in Dates.TIMES},
        "calendar": election.calendar,
        "date_ruling": rule_on_dates(election, rules_in(election)).as_json(),
        "despite": election.despite,
        "settings": election.settings,
        "record_date": election.record_date.isoformat(),
        "term_begins": election.term_begins.isoformat(),
        "roll": size_of_roll(session, election.id),
        "contests": [
            {
                **by_id[record.contest_id].as_json(),
                "seats": record.seats,
                "counting_rule": record.counting_rule,
                "ranking_limit": record.ranking_limit,
            }
            for record in contests_of(session, election.id)
        ],
    }
