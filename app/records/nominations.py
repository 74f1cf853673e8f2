from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint, select
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
