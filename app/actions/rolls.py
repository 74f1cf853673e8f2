import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import contests_in, make_contests, rules_in
from app.actions.committee import Actor
from app.core.facts import Facts
from app.core.roll import Roll, Waiver
from app.documents.rolls import read_rolls
from app.errors import AlreadyDone, NotFound, OutOfTurn
from app.records.bars import bar_of
from app.records.districts import districts_given
from app.records.elections import Election
from app.records.nominations import accepted_by, has_attested, waivers_of
from app.records.roll import (
    MemberRecord,
    as_employment,
    as_member,
    as_offices,
    as_periods,
    employment_of,
    member_by_number,
    members_of,
    members_since,
    offices_of,
    size_of_roll,
    standing_of,
    standing_of_roll,
)
from app.records.rolls import store_roll
from app.records.staff import committee_of


@dataclass(frozen=True)
class Imported:
    """What an import brought in."""

    members: int
    standing: int
    offices: int
    employment: int


def check_import(session: Session, election: Election, *, now: datetime) -> None:
    """Refuses a second roll, or one that comes too late."""
    if size_of_roll(session, election.id):
        raise AlreadyDone("This election has its roll already.")
    if election.nominates and now >= election.nominations_close:
        raise OutOfTurn("The roll comes in before nominations close.")


def import_roll(
    session: Session,
    election: Election,
    *,
    roll: bytes,
    standing: bytes,
    offices: bytes | None,
    employment: bytes | None,
    by: Actor,
    now: datetime,
) -> Imported:
    """Brings in the whole roll or nothing; RollRejected names every bad row with its line."""
    check_import(session, election, now=now)
    read = read_rolls(roll, standing, offices, employment, rules=rules_in(election))
    store_roll(session, read, election.id, lambda: secrets.token_hex(16))
    make_contests(session, election, read.members.values())
    histories = (read.standing, read.offices, read.employment)
    imported = Imported(len(read.members), *(sum(map(len, each.values())) for each in histories))
    facts = vars(imported)
    log_act(session, "roll_imported", by=by.author, now=now, election=election.id, **facts)
    return imported


def waivers_in(session: Session, election: Election) -> tuple[Waiver, ...]:
    """The waivers of the election as the core knows them."""
    found = waivers_of(session, election.id)
    return tuple(Waiver(each.unit, each.granted_by, each.granted_on) for each in found)


def copy_roll(session: Session, election: Election, to: Election) -> None:
    """Gives an election without nominations the voters of the one that it follows."""
    members = members_of(session, election.id)
    standing = standing_of_roll(session, election.id)
    roll = Roll(
        {each.member_number: as_member(each) for each in members},
        {each.member_number: as_periods(standing.get(each.id, [])) for each in members},
        {},
    )
    store_roll(session, roll, to.id, lambda: secrets.token_hex(16))


def member_named(session: Session, election: Election, number: str) -> MemberRecord:
    """The member with this number on the election's roll."""
    member = member_by_number(session, election.id, number)
    if member is None:
        raise NotFound(f"No member of this roll has the number {number}.")
    return member


def fellow_named(session: Session, election: Election, number: str) -> MemberRecord:
    """The member with this number, who may have joined only after the election's roll was made."""
    member = members_since(session, election.id, [number]).get(number)
    if member is None:
        raise NotFound(f"No member of this roll, or of a later one, has the number {number}.")
    return member


def facts_of(session: Session, member: MemberRecord) -> Facts:
    """All that a ruling on this member looks at."""
    committee = {seat.member_number for seat in committee_of(session, member.election_id)}
    accepted = accepted_by(session, member.id)
    given = districts_given(session, member.id)
    election = session.get_one(Election, member.election_id)
    return Facts(
        member=as_member(member),
        standing=as_periods(standing_of(session, member.id)),
        offices=as_offices(offices_of(session, member.id)),
        employment=as_employment(employment_of(session, member.id)),
        accepted=tuple(each for each in contests_in(session, election) if each.id in accepted),
        waivers=waivers_in(session, election),
        attested=has_attested(session, member.id),
        committee=member.member_number in committee,
        nearest_county=given[-1].county if given else None,
        barred=bar_of(session, member.id) is not None,
    )
