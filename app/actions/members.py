from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.bylaws import contests_in, rules_in
from app.actions.rolls import facts_of
from app.core.contest import Contest
from app.core.eligibility import may_be_nominated, may_vote
from app.core.membership import is_named
from app.core.roll import Waiver
from app.core.ruling import Finding, Ruling
from app.errors import NotFound
from app.records.elections import Election
from app.records.nominations import WaiverRecord, waivers_of
from app.records.roll import MemberRecord, as_member


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a member may vote in a contest, and be nominated for it."""

    contest: Contest
    vote: Ruling
    stand: Ruling

    @property
    def in_the_way(self) -> Finding | None:
        """The first thing that keeps the member from standing, or else from voting."""
        unmet = (each for each in (*self.stand.findings, *self.vote.findings) if not each.met)
        return next(unmet, None)


def member_at(session: Session, election: Election, member_id: int) -> MemberRecord:
    """The member of the election's roll with this id."""
    member = session.get(MemberRecord, member_id)
    if member is None or member.election_id != election.id:
        raise NotFound("There is no such member on this roll.")
    return member


def day_of_standing(election: Election, now: datetime) -> date:
    """The day on which members are looked at: today, within the days of nominations."""
    moment = max(election.nominations_open, min(now, election.nominations_close))
    return moment.astimezone(ZoneInfo(election.zone)).date()


def verdicts_on(
    session: Session, election: Election, member: MemberRecord, *, on: date
) -> tuple[Ruling, list[Verdict]]:
    """Whether the member votes at all, on the record date, and what each contest says of them.

    Candidacy is ruled on as if nominated on that day, and whatever else was accepted.
    """
    rules, facts, record_date = rules_in(election), facts_of(session, member), election.record_date
    found = [
        Verdict(
            each,
            may_vote(facts, rules, on=record_date, contest=each),
            may_be_nominated(facts, each, rules, on=on),
        )
        for each in contests_in(session, election)
    ]
    return may_vote(facts, rules, on=record_date), found


def waivers_for(session: Session, election: Election, member: MemberRecord) -> list[WaiverRecord]:
    """The waivers of the election that name the member, or a unit of the member's."""
    rules, person = rules_in(election), as_member(member)
    return [
        each
        for each in waivers_of(session, election.id)
        if is_named(Waiver(each.unit, each.granted_by, each.granted_on), person, rules)
    ]
