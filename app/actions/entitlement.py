from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.bylaws import contest_in, contests_in, rules_in
from app.actions.dates import days_of
from app.actions.members import day_of_standing
from app.actions.rolls import facts_of
from app.core.answers import Answer, answers
from app.core.contests import Contest
from app.core.eligibility import may_stand, may_vote
from app.core.residence import Residence, residence_of
from app.core.ruling import Ruling
from app.records.elections import Election
from app.records.roll import MemberRecord


@dataclass(frozen=True)
class Explained:
    """A ruling asked for by a member, and an answer for everything that refuses in it."""

    ruling: Ruling
    answers: tuple[Answer, ...]


def explain_vote(
    session: Session, election: Election, member: MemberRecord, contest_id: str | None
) -> Explained:
    """Whether the member has a vote, on the record date, in a contest or at all; and why not."""
    contest = contest_in(session, election, contest_id) if contest_id else None
    on = election.record_date
    ruling = may_vote(facts_of(session, member), rules_in(election), on=on, contest=contest)
    return _explained(election, ruling)


def votes_of(
    session: Session, election: Election, member: MemberRecord
) -> list[tuple[Contest, bool]]:
    """Every contest of the election, with whether the member votes in it."""
    facts, rules, on = facts_of(session, member), rules_in(election), election.record_date
    return [
        (contest, may_vote(facts, rules, on=on, contest=contest).granted)
        for contest in contests_in(session, election)
    ]


def explain_candidacy(
    session: Session, election: Election, member: MemberRecord, contest_id: str, *, now: datetime
) -> Explained:
    """Whether the member may stand, nominated now or else when nominations close; and why not."""
    contest = contest_in(session, election, contest_id)
    on = day_of_standing(election, now)
    ruling = may_stand(facts_of(session, member), contest, rules_in(election), on=on)
    return _explained(election, ruling)


def lives_in(session: Session, election: Election, member: MemberRecord) -> Residence:
    """The district that the member counts to, and why."""
    facts = facts_of(session, member)
    return residence_of(facts.member, rules_in(election), facts.nearest_county)


def _explained(election: Election, ruling: Ruling) -> Explained:
    return Explained(ruling, answers(ruling, rules_in(election), days_of(election)))
