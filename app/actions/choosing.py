from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import make_contests, read_settings, rules_in
from app.actions.committee import Actor
from app.core.adoptable import rule_on_channels
from app.core.faults import BadInput
from app.core.rules import LocalRules
from app.core.ruling import Finding
from app.core.settings_open import UNTIL_FROZEN, rule_on_setting
from app.errors import OutOfTurn
from app.profiles.adopting import Setting
from app.profiles.open_decisions import OpenDecision, open_decisions
from app.records.ballots import frozen_ballot
from app.records.elections import Election, locked
from app.records.roll import as_member, members_of

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Choice:
    """An open decision, what was chosen if anything was, and whether it still can be."""

    decision: OpenDecision
    chosen: Setting | None
    finding: Finding

    @property
    def value(self) -> object:
        """The value in force."""
        return self.chosen.value if self.chosen else self.decision.default

    @property
    def until_frozen(self) -> bool:
        """Whether it may be chosen until the ballot is frozen, and not only before nominations."""
        return self.decision.path.split(".")[0] in UNTIL_FROZEN


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
    finding = _rule_on(session, election, path, now)
    if not finding.met:
        raise OutOfTurn(f"{finding.says} ({finding.cite})")
    if len(reason) > LONGEST_REASON:
        raise BadInput(f"reason: at most {LONGEST_REASON} characters.")
    if path.startswith("calendar."):
        raise BadInput(f"{path}: an election has its own dates; change those, with a reason.")
    on = now.astimezone(ZoneInfo(election.zone)).date()
    chosen = asdict(Setting(path, value, reason, by.name, on)) | {"on": on.isoformat()}
    election.settings = [*(each for each in election.settings if each["path"] != path), chosen]
    rules_in(election)  # refuses what the bylaws settle, or do not know
    roll = [as_member(record) for record in members_of(session, election.id)]
    make_contests(session, election, roll or None)
    log_act(session, "setting_adopted", by=by.author, now=now, election=election.id, setting=chosen)
    return election


def choices_in(session: Session, election: Election, *, now: datetime) -> list[Choice]:
    """Every open decision of the local, as it stands in the election."""
    chosen = {each.path: each for each in read_settings(election.settings)}
    return [
        Choice(each, chosen.get(each.path), _rule_on(session, election, each.path, now))
        for each in open_decisions(election.profile)
    ]


def _rule_on(session: Session, election: Election, path: str, now: datetime) -> Finding:
    return rule_on_setting(
        path,
        rules_in(election),
        nominations_opened=now >= election.nominations_open,
        ballot_frozen=frozen_ballot(session, election.id) is not None,
    )


def check_electronic(rules: LocalRules) -> None:
    """Refuses electronic ballots where the bylaws name another way and nobody adopted them."""
    finding = rule_on_channels(["electronic"], rules).findings[0]
    if not finding.met:
        raise OutOfTurn(f"{finding.says} ({finding.cite})")
