from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import make_contests, rules_in
from app.actions.committee import Actor
from app.core.adoptable import rule_on_channels
from app.core.faults import BadInput
from app.core.rules import LocalRules
from app.core.settings_open import rule_on_setting
from app.errors import OutOfTurn
from app.profiles.adopting import Setting
from app.records.ballots import frozen_ballot
from app.records.elections import Election, locked
from app.records.roll import as_member, members_of

LONGEST_REASON = 2000


def adopt_setting(
    session: Session,
    election: Election,
    path: str,
    value: object,
    *,
    reason: str,
    by: Actor,
    now: datetime,
) -> Election:
    """Chooses a value that the bylaws leave open, with the reason, while its deadline has not come.

    The contests are made anew, since a value may change who votes in one or stands for it.
    """
    locked(session, election.id)
    finding = rule_on_setting(
        path,
        rules_in(election),
        nominations_opened=now >= election.nominations_open,
        ballot_frozen=frozen_ballot(session, election.id) is not None,
    )
    if not finding.met:
        raise OutOfTurn(f"{finding.says} ({finding.cite})")
    if len(reason) > LONGEST_REASON:
        raise BadInput(f"reason: at most {LONGEST_REASON} characters.")
    on = now.astimezone(ZoneInfo(election.zone)).date()
    chosen = asdict(Setting(path, value, reason, by.name, on)) | {"on": on.isoformat()}
    election.settings = [*(each for each in election.settings if each["path"] != path), chosen]
    ties = rules_in(election).ties.method  # refuses what the bylaws settle, or do not know
    if ties.value == "run-off":
        raise BadInput(
            "ties.method: a run-off is an election of its own, and this one ends with its count; "
            f'choose "lots" or "alphabet" ({ties.cite}).'
        )
    roll = [as_member(record) for record in members_of(session, election.id)]
    make_contests(session, election, roll or None)
    log_act(session, "setting_adopted", by=by.author, now=now, election=election.id, setting=chosen)
    return election


def check_electronic(rules: LocalRules) -> None:
    """Refuses electronic ballots where the bylaws name another way and nobody adopted them."""
    finding = rule_on_channels(["electronic"], rules).findings[0]
    if not finding.met:
        raise OutOfTurn(f"{finding.says} ({finding.cite})")
