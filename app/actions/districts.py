from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import rules_in
from app.actions.committee import Actor
from app.core.faults import BadInput
from app.core.residence import rule_on_assignment
from app.errors import NotPermitted, OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.districts import DistrictRecord
from app.records.elections import Election, locked
from app.records.roll import MemberRecord, as_member

LONGEST_REASON = 2000


def assign_district(
    session: Session,
    election: Election,
    member: MemberRecord,
    *,
    district: int,
    county: str | None,
    reason: str,
    by: Actor,
    now: datetime,
) -> DistrictRecord:
    """Gives a member from out of state a district, and the nearest county of it if one is named.

    The district is fixed on the record date, and with the ballot (H7).
    """
    rules = rules_in(election)
    if rules.districts is None:
        raise NotPermitted("This local has no districts.")
    locked(session, election.id)
    cite = rules.districts.assigned_from_abroad.cite
    if not may_assign(session, election, now):
        raise OutOfTurn(f"Districts are fixed on the record date. ({cite})")
    for finding in rule_on_assignment(as_member(member), district, county, rules).findings:
        if not finding.met:
            raise BadInput(f"{finding.says} ({finding.cite})")
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise BadInput(f"reason: say why, in at most {LONGEST_REASON} characters.")
    member.district = district
    assigned = DistrictRecord(
        member_id=member.id,
        district=district,
        county=rules.districts.county_named(county) if county else None,
        reason=reason.strip(),
        assigned_by=by.staff_id,
        assigned_at=now,
    )
    session.add(assigned)
    session.flush()
    log_act(
        session,
        "district_assigned",
        by=by.author,
        now=now,
        election=election.id,
        member_number=member.member_number,
        district=district,
        county=assigned.county,
    )
    return assigned


def may_assign(session: Session, election: Election, now: datetime) -> bool:
    """Whether districts can still be assigned: until the record date, and before the freeze."""
    today = now.astimezone(ZoneInfo(election.zone)).date()
    return today <= election.record_date and frozen_ballot(session, election.id) is None
