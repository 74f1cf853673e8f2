from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.roll import (
    Employment,
    Kind,
    Member,
    OfficeHeld,
    StandingPeriod,
    Status,
)
from app.records.base import Base
from app.records.elections import Election
from app.records.sealed import SealedNumber, SealedText, is_blank

# The class of each column of members' data; what may be shown or exported goes by it.
ELECTION = {"data": "election"}
IDENTITY = {"data": "identity"}
CONTACT = {"data": "contact"}
STANDING = {"data": "standing"}
WORK = {"data": "work"}


class MemberRecord(Base):
    """One member on one election's roll, in the fields of the roll's file format."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("election_id", "member_number"),)

    id: Mapped[int] = mapped_column(info=ELECTION, primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), info=ELECTION)
    label: Mapped[str] = mapped_column(info=ELECTION)  # names the member's seed in a shared browser
    failed_sign_ins: Mapped[int] = mapped_column(info=ELECTION)
    member_number: Mapped[str] = mapped_column(info=IDENTITY)
    first_name: Mapped[str] = mapped_column(info=IDENTITY)
    middle_name: Mapped[str] = mapped_column(info=IDENTITY)
    last_name: Mapped[str] = mapped_column(info=IDENTITY)
    suffix: Mapped[str] = mapped_column(info=IDENTITY)
    latin_last_name: Mapped[str] = mapped_column(info=IDENTITY)
    email: Mapped[str] = mapped_column(SealedText, info=CONTACT)
    phone: Mapped[str] = mapped_column(SealedText, info=CONTACT)
    address1: Mapped[str] = mapped_column(SealedText, info=CONTACT)
    address2: Mapped[str] = mapped_column(SealedText, info=CONTACT)
    city: Mapped[str] = mapped_column(SealedText, info=CONTACT)
    county: Mapped[str] = mapped_column(SealedText, info=CONTACT)
    state: Mapped[str] = mapped_column(SealedText, info=CONTACT)
    postal_code: Mapped[str] = mapped_column(SealedText, info=CONTACT)
    language: Mapped[str] = mapped_column(info=IDENTITY)
    birth_year: Mapped[int | None] = mapped_column(SealedNumber, info=IDENTITY)
    kind: Mapped[str | None] = mapped_column(info=STANDING)
    in_bargaining_unit: Mapped[bool | None] = mapped_column(info=STANDING)
    bargaining_unit: Mapped[str] = mapped_column(info=WORK)
    chapter: Mapped[str] = mapped_column(info=WORK)
    region: Mapped[str] = mapped_column(info=WORK)
    agency: Mapped[str] = mapped_column(info=WORK)
    institution: Mapped[str] = mapped_column(info=WORK)
    work_location: Mapped[str] = mapped_column(info=WORK)
    facility: Mapped[str] = mapped_column(info=WORK)
    job_title: Mapped[str] = mapped_column(info=WORK)
    steward: Mapped[str] = mapped_column(info=WORK)
    steward_since: Mapped[date | None] = mapped_column(info=WORK)
    district: Mapped[int | None] = mapped_column(info=ELECTION)


class StandingRecord(Base):
    """A span of days with one standing, both ends inclusive; no end means still running."""

    __tablename__ = "standing"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    start: Mapped[date]
    end: Mapped[date | None]
    status: Mapped[str]
    note: Mapped[str]


class OfficeRecord(Base):
    """A term of office that a member serves or has served."""

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    office: Mapped[str]
    unit: Mapped[str]
    term_start: Mapped[date]
    term_end: Mapped[date | None]
    full_term: Mapped[bool]
    how: Mapped[str]


class EmploymentRecord(Base):
    """Classes that a member taught in a semester, or is expected to teach."""

    __tablename__ = "employment"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    semester: Mapped[str]
    classes: Mapped[int]
    expected: Mapped[bool]


def members_of(session: Session, election_id: str) -> list[MemberRecord]:
    """The whole roll of an election, by member number."""
    return list(
        session.scalars(
            select(MemberRecord)
            .where(MemberRecord.election_id == election_id)
            .order_by(MemberRecord.member_number)
        )
    )


def member_by_number(session: Session, election_id: str, number: str) -> MemberRecord | None:
    """The member of the election's roll with this number."""
    return session.scalar(
        select(MemberRecord).where(
            MemberRecord.election_id == election_id, MemberRecord.member_number == number
        )
    )


def members_since(
    session: Session, election_id: str, numbers: Collection[str]
) -> dict[str, MemberRecord]:
    """Members by number on the election's roll, or else on the newest of those that follow it."""
    rolls = or_(Election.id == election_id, Election.follows == election_id)
    found = session.scalars(
        select(MemberRecord)
        .join(Election, Election.id == MemberRecord.election_id)
        .where(rolls, MemberRecord.member_number.in_(numbers))
        .order_by(Election.id == election_id, Election.created_at, Election.id)
    )
    return {each.member_number: each for each in found}


def members_like(
    session: Session, election_id: str, words: Sequence[str], *, most: int
) -> list[MemberRecord]:
    """Members of whose number or name every word is a part, by name."""
    named = (
        MemberRecord.member_number,
        MemberRecord.first_name,
        MemberRecord.middle_name,
        MemberRecord.last_name,
        MemberRecord.latin_last_name,
    )
    return list(
        session.scalars(
            select(MemberRecord)
            .where(
                MemberRecord.election_id == election_id,
                *(
                    or_(*(column.icontains(word, autoescape=True) for column in named))
                    for word in words
                ),
            )
            .order_by(MemberRecord.last_name, MemberRecord.first_name, MemberRecord.member_number)
            .limit(most)
        )
    )


def size_of_roll(session: Session, election_id: str) -> int:
    """How many members the election's roll has."""
    return session.scalar(select(func.count()).where(MemberRecord.election_id == election_id)) or 0


def without_email(session: Session, election_id: str) -> int:
    """How many members of the roll have no e-mail address."""
    asked = (MemberRecord.election_id == election_id, is_blank(MemberRecord.email))
    return session.scalar(select(func.count()).where(*asked)) or 0


def standing_of(session: Session, member_id: int) -> list[StandingRecord]:
    """One member's standing periods, by start."""
    return list(
        session.scalars(
            select(StandingRecord)
            .where(StandingRecord.member_id == member_id)
            .order_by(StandingRecord.start)
        )
    )


def standing_of_roll(session: Session, election_id: str) -> dict[int, list[StandingRecord]]:
    """Every member's standing periods, by start."""
    periods: dict[int, list[StandingRecord]] = defaultdict(list)
    for period in session.scalars(
        select(StandingRecord)
        .join(MemberRecord, MemberRecord.id == StandingRecord.member_id)
        .where(MemberRecord.election_id == election_id)
        .order_by(StandingRecord.start)
    ):
        periods[period.member_id].append(period)
    return periods


def offices_of(session: Session, member_id: int) -> list[OfficeRecord]:
    """One member's terms of office, by start."""
    return list(
        session.scalars(
            select(OfficeRecord)
            .where(OfficeRecord.member_id == member_id)
            .order_by(OfficeRecord.term_start)
        )
    )


def offices_of_roll(session: Session, election_id: str) -> dict[str, list[OfficeHeld]]:
    """Every member's terms of office by member number, as the core knows them."""
    found = session.execute(
        select(MemberRecord.member_number, OfficeRecord)
        .join(OfficeRecord, OfficeRecord.member_id == MemberRecord.id)
        .where(MemberRecord.election_id == election_id)
        .order_by(OfficeRecord.term_start, OfficeRecord.id)
    )
    held: dict[str, list[OfficeHeld]] = defaultdict(list)
    for number, record in found:
        held[number] += as_offices([record])
    return held


def employment_of(session: Session, member_id: int) -> list[EmploymentRecord]:
    """One member's semesters, in the order of the file."""
    return list(
        session.scalars(
            select(EmploymentRecord)
            .where(EmploymentRecord.member_id == member_id)
            .order_by(EmploymentRecord.id)
        )
    )


def employment_of_roll(session: Session, election_id: str) -> dict[str, list[Employment]]:
    """Every member's semesters by member number, as the core knows them."""
    found = session.execute(
        select(MemberRecord.member_number, EmploymentRecord)
        .join(EmploymentRecord, EmploymentRecord.member_id == MemberRecord.id)
        .where(MemberRecord.election_id == election_id)
        .order_by(EmploymentRecord.id)
    )
    taught: dict[str, list[Employment]] = defaultdict(list)
    for number, record in found:
        taught[number] += as_employment([record])
    return taught


def as_member(record: MemberRecord) -> Member:
    """The member as the core knows one."""
    facts = {field.name: getattr(record, field.name) for field in fields(Member)}
    facts["kind"] = Kind(record.kind) if record.kind else None
    facts["steward"] = tuple(filter(None, record.steward.split(";")))
    return Member(**facts)


def as_periods(records: list[StandingRecord]) -> tuple[StandingPeriod, ...]:
    """Standing periods as the core knows them."""
    return tuple(
        StandingPeriod(record.start, record.end, Status(record.status), record.note)
        for record in records
    )


def as_offices(records: list[OfficeRecord]) -> tuple[OfficeHeld, ...]:
    """Terms of office as the core knows them."""
    return tuple(
        OfficeHeld(
            record.office,
            record.unit,
            record.term_start,
            record.term_end,
            record.full_term,
            record.how,
        )
        for record in records
    )


def as_employment(records: list[EmploymentRecord]) -> tuple[Employment, ...]:
    """Semesters as the core knows them."""
    return tuple(Employment(row.semester, row.classes, row.expected) for row in records)
