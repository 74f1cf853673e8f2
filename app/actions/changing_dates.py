from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import rules_in
from app.actions.committee import Actor
from app.actions.dates import Dates, check_moved, moved_to
from app.core.faults import BadInput
from app.errors import OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.date_changes import DateChange, date_changes_of
from app.records.elections import Election, locked

LONGEST_REASON = 2000
OF_VOTING = ("opens", "closes_issue", "closes_cast")
DAYS = ("term_begins", "record_date")


def dates_in(election: Election) -> Dates:
    """The dates of an election."""
    return Dates(**{each.name: getattr(election, each.name) for each in fields(Dates)})


def change_dates(
    session: Session,
    election: Election,
    dates: Dates,
    *,
    reason: str,
    despite: str,
    by: Actor,
    now: datetime,
) -> DateChange:
    """Moves dates that are still to come, with a reason, until the ballot is frozen with them.

    They are checked against the rules again: what breaks one is refused, or stands `despite` it
    for a reason. A notice of election that was mailed before has told other dates, and is mailed
    anew (L1).
    """
    locked(session, election.id)
    if frozen_ballot(session, election.id):
        raise OutOfTurn("The ballot is frozen with its dates; two officers can amend the close.")
    if not reason.strip() or max(len(reason), len(despite)) > LONGEST_REASON:
        raise BadInput(f"reason: say why, in at most {LONGEST_REASON} characters.")
    changed = _changed(election, dates)
    if not changed:
        raise BadInput("No date is another than before.")
    _check_future(election, changed, now)
    rules = rules_in(election)
    calendar = moved_to(election, rules, dates)
    check_moved(election, rules, calendar, despite.strip())
    change = DateChange(
        election_id=election.id,
        before={name: getattr(election, name).isoformat() for name in changed},
        after={name: moment.isoformat() for name, moment in changed.items()},
        reason=reason.strip(),
        changed_by=by.staff_id,
        changed_at=now,
    )
    for name, moment in changed.items():
        setattr(election, name, moment)
    election.calendar = {name: day.isoformat() for name, day in calendar.items()}
    election.despite = despite.strip()
    session.add(change)
    session.flush()
    log_act(
        session,
        "dates_changed",
        by=by.author,
        now=now,
        election=election.id,
        after=change.after,
        reason=change.reason,
        despite=election.despite,
    )
    return change


def voting_changed_on(session: Session, election: Election) -> date | None:
    """The day on which the times of voting were last changed; None where they never were."""
    changes = date_changes_of(session, election.id)
    moments = [each.changed_at for each in changes if set(OF_VOTING) & each.after.keys()]
    return moments[-1].astimezone(ZoneInfo(election.zone)).date() if moments else None


def _changed(election: Election, dates: Dates) -> dict[str, date | datetime]:
    return {
        each.name: getattr(dates, each.name)
        for each in fields(Dates)
        if getattr(dates, each.name) != getattr(election, each.name)
    }


def _check_future(
    election: Election, changed: Mapping[str, date | datetime], now: datetime
) -> None:
    """Refuses to move what has come, and to move anything to where it would have."""
    today = now.astimezone(ZoneInfo(election.zone)).date()
    for name, after in changed.items():
        title = Dates.TIMES.get(name, name.replace("_", " ").capitalize())
        for moment, says in ((getattr(election, name), "has come"), (after, "would have come")):
            is_past = moment <= now if isinstance(moment, datetime) else moment < today
            if is_past:
                raise BadInput(f"{title}: this moment {says}, and is not moved.")
