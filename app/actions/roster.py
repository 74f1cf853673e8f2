import json

from sqlalchemy.orm import Session

from app.actions.bylaws import contests_in, rules_in
from app.actions.canvass import result_of
from app.actions.certification import certified_at
from app.actions.seating import outcome_in
from app.core.roll import OfficeHeld
from app.core.roster import Installed, roster_after
from app.core.seat_rules import SeatRules
from app.core.seating import seat
from app.errors import OutOfTurn
from app.records.elections import Election
from app.records.roll import offices_of_roll


def roster_of(session: Session, election: Election) -> dict[str, tuple[OfficeHeld, ...]]:
    """The terms of office after a certified election, by member number, for the next one's roll."""
    if certified_at(session, election) is None:
        raise OutOfTurn("The result is not certified yet.")
    rules, outcome = rules_in(election), outcome_in(session, election)
    told = json.loads(result_of(session, election).result)["choices"]
    choices = {each["person"]: each["contest"] for each in told}
    contests = {each.id: each for each in contests_in(session, election)}
    numbers = {key: number for number, key in outcome.keys.items()}
    installed = [
        Installed(numbers[row.member], contests[row.contest], row.how)
        for row in seat(outcome.filled, SeatRules.of(rules), choices).held
    ]
    held = offices_of_roll(session, election.id)
    return roster_after(held, installed, rules, begins=election.term_begins)
