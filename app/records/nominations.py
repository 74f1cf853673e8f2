from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base
from app.records.roll import MemberRecord


class Nomination(Base):
    """A member put forward for a contest, with the ruling, granted or not, on the facts then."""

    __tablename__ = "nominations"
    __table_args__ = (
        UniqueConstraint("member_id", "contest_id"),
        ForeignKeyConstraint(
            ["election_id", "contest_id"], ["contests.election_id", "contests.contest_id"]
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"))
    contest_id: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    nominated_by: Mapped[str]
    nominated_at: Mapped[datetime]
    granted: Mapped[bool]
    ruling: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
    acceptance_ruling: Mapped[dict[str, Any] | None]
    attested: Mapped[bool | None]  # the statement that no conviction bars from office was signed
    by_default: Mapped[bool]  # the bylaws answered, as the nominee did not choose
    statement: Mapped[str | None]


class Motion(Base):
    """A nomination moved from the floor or in writing; one in order makes a nomination."""

    __tablename__ = "motions"

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"))
    contest_id: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    mover_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    seconder_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    paper: Mapped[str]  # the signed paper of one in writing, "" from the floor
    moved_at: Mapped[datetime]
    granted: Mapped[bool]
    ruling: Mapped[dict[str, Any]]


class WaiverRecord(Base):
    """A waiver of the time of membership for a unit or a member, and the paper that it rests on."""

    __tablename__ = "waivers"

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), index=True)
    unit: Mapped[str]
    granted_by: Mapped[str]
    granted_on: Mapped[date]
    document: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def motions_of(session: Session, election_id: str) -> list[Motion]:
    """Every motion of the election, in the order they came in."""
    return list(
        session.scalars(select(Motion).where(Motion.election_id == election_id).order_by(Motion.id))
    )


def motions_by(session: Session, member_id: int) -> list[Motion]:
    """What a member moved or seconded, in order or not, the newest first."""
    mine = or_(Motion.mover_id == member_id, Motion.seconder_id == member_id)
    return list(session.scalars(select(Motion).where(mine).order_by(Motion.id.desc())))


def waivers_of(session: Session, election_id: str) -> list[WaiverRecord]:
    """The election's waivers, in the order they were entered."""
    return list(
        session.scalars(
            select(WaiverRecord)
            .where(WaiverRecord.election_id == election_id)
            .order_by(WaiverRecord.id)
        )
    )


def nominations_of(session: Session, election_id: str) -> list[Nomination]:
    """Every nomination of the election, granted or not, in the order they came in."""
    return list(
        session.scalars(
            select(Nomination).where(Nomination.election_id == election_id).order_by(Nomination.id)
        )
    )


def nominees_of(session: Session, election_id: str) -> dict[int, MemberRecord]:
    """The members who are nominated in the election, by id."""
    found = session.scalars(
        select(MemberRecord)
        .join(Nomination, Nomination.member_id == MemberRecord.id)
        .where(Nomination.election_id == election_id)
    )
    return {member.id: member for member in found.unique()}


def accepted_by(session: Session, member_id: int) -> list[str]:
    """The contests whose nomination this member has accepted."""
    return list(
        session.scalars(
            select(Nomination.contest_id)
            .where(Nomination.member_id == member_id, Nomination.accepted.is_(True))
            .order_by(Nomination.id)
        )
    )


def nominations_by_member(session: Session, member_id: int) -> list[Nomination]:
    """The nominations of one member, in the order they came in."""
    return list(
        session.scalars(
            select(Nomination).where(Nomination.member_id == member_id).order_by(Nomination.id)
        )
    )


def has_attested(session: Session, member_id: int) -> bool | None:
    """Whether the member has signed that no conviction bars from office; None is not asked."""
    said = [each.attested for each in nominations_by_member(session, member_id)]
    return True if True in said else False if False in said else None
