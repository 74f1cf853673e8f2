from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.bylaws import rules_in
from app.core.residence import district_of
from app.records.elections import Election, elections_voting
from app.records.register import channel_counts, members_by_channel
from app.records.roll import as_member, members_of
from app.records.turnout import TurnoutCount

# Below this many members of a district, or ballots issued in it, its figure could point at people.
LEAST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many members of a district were issued a ballot; None where that is not shown.

    `district` is None for members whose district nobody can say.
    """

    district: int | None
    members: int
    issued: int | None


def turnout_by_district(session: Session, election: Election) -> list[Turnout]:
    """The members and the ballots issued of each district, paper included, small ones hidden.

    Where one district alone would be hidden, the next smallest is too: the total would tell it.
    """
    rules = rules_in(election)
    held = members_by_channel(session, election.id)
    members: Counter[int | None] = Counter()
    issued: Counter[int | None] = Counter()
    for record in members_of(session, election.id):
        district = district_of(as_member(record), rules)
        members[district] += 1
        issued[district] += record.id in held
    shown = hide_small(issued)
    return [
        Turnout(district, members[district], shown[district])
        for district in sorted(members, key=lambda number: (number is None, number or 0))
    ]


def count_turnout(session: Session, *, now: datetime) -> int:
    """Counts the ballots issued of every election that is being voted on, if not yet today.

    What is too small to be shown is not kept either; gives how many elections were counted.
    """
    due = _due(session, now)
    for election in due:
        found = turnout_by_district(session, election)
        total = sum(channel_counts(session, election.id).values())
        session.add(
            TurnoutCount(
                election_id=election.id,
                day=_day(election, now),
                issued=total if total >= LEAST_SHOWN else None,
                districts=[asdict(row) for row in found],
            )
        )
    session.flush()
    return len(due)


def turnout_is_due(session: Session, *, now: datetime) -> bool:
    """Whether an election is being voted on whose ballots nobody has counted today."""
    return bool(_due(session, now))


def _due(session: Session, now: datetime) -> list[Election]:
    return [
        each
        for each in elections_voting(session, now)
        if session.get(TurnoutCount, (each.id, _day(each, now))) is None
    ]


def _day(election: Election, now: datetime) -> date:
    return now.astimezone(ZoneInfo(election.zone)).date()


def hide_small(issued: Counter[int | None]) -> dict[int | None, int | None]:
    """The figures, those below LEAST_SHOWN hidden, and never one alone."""
    line = sorted(issued, key=lambda district: issued[district])
    hidden = {district for district in line if issued[district] < LEAST_SHOWN}
    if len(hidden) == 1:
        hidden |= set(line[:2])
    return {district: None if district in hidden else issued[district] for district in line}
