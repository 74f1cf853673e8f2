from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.actions.bylaws import contests_in
from app.errors import OutOfTurn
from app.records.elections import Election
from app.records.nominations import nominations_of, nominees_of
from app.records.roll import as_member


def candidates_of(session: Session, election: Election, *, now: datetime) -> list[dict[str, Any]]:
    """Who stands for what, by the bylaws' order and then by name, each with the statement."""
    if now < election.acceptance_deadline:
        raise OutOfTurn("The candidates are shown when nominees can no longer answer.")
    people = nominees_of(session, election.id)
    order = {each.id: place for place, each in enumerate(contests_in(session, election))}
    found = [
        {
            "contest": each.contest_id,
            "name": as_member(people[each.member_id]).ballot_name,
            "statement": each.statement,
        }
        for each in nominations_of(session, election.id)
        if each.accepted
    ]
    return sorted(found, key=lambda row: (order[str(row["contest"])], str(row["name"])))
