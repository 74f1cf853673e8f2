from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from sqlalchemy.orm import Session

from app.core.contest import Electorate
from app.core.electorates import in_electorate
from app.core.eligibility import may_vote
from app.core.facts import Facts
from app.core.roll import Member
from app.core.rules import LocalRules
from app.records.elections import Election
from app.records.roll import as_member, as_periods, members_of, standing_of_roll

K = TypeVar("K", bound=Hashable)


def voters_of(session: Session, election: Election, rules: LocalRules) -> Iterator[Member]:
    """The members who have a vote on the record date."""
    standing = standing_of_roll(session, election.id)
    for record in members_of(session, election.id):
        member = as_member(record)
        facts = Facts(member=member, standing=as_periods(standing.get(record.id, [])))
        if may_vote(facts, rules, on=election.record_date).granted:
            yield member


def count_voters(
    session: Session, election: Election, rules: LocalRules, electorates: Mapping[K, Electorate]
) -> dict[K, int]:
    """How many members may vote in each of these electorates on the record date."""
    counts = dict.fromkeys(electorates, 0)
    for member in voters_of(session, election, rules):
        for key, electorate in electorates.items():
            counts[key] += in_electorate(electorate, member, rules)
    return counts
