from datetime import date

from sqlalchemy.orm import Session

from app.actions.bylaws import contests_in, rules_in
from app.actions.rolls import waivers_in
from app.core.exclusions import Sweep, sweep
from app.records.elections import Election
from app.records.rolls import roll_for_rulings


def count_excluded(session: Session, election: Election, *, on: date) -> Sweep:
    """How many of the roll each rule shuts out of voting, and of standing on that day (L8)."""
    return sweep(
        roll_for_rulings(session, election.id),
        rules_in(election),
        contests_in(session, election),
        on=on,
        waivers=waivers_in(session, election),
    )
