from datetime import date, datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class SeatDecisionRecord(Base):
    """A chapter board's decision on how many of the seats left to it a unit has."""

    __tablename__ = "seat_decisions"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    chapter: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    seats: Mapped[int]
    decided_on: Mapped[date]
    reason: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def decisions_of(session: Session, election_id: str) -> list[SeatDecisionRecord]:
    """The decisions of chapter boards in an election, by chapter and unit."""
    own = SeatDecisionRecord.election_id == election_id
    order = (SeatDecisionRecord.chapter, SeatDecisionRecord.unit)
    return list(session.scalars(select(SeatDecisionRecord).where(own).order_by(*order)))
