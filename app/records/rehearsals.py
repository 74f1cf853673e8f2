from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class RehearsalRecord(Base):
    """The report of a rehearsed opening; its keys serve no election, and no second rehearsal."""

    __tablename__ = "rehearsals"

    key_digest: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of A
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"))
    report: Mapped[bytes]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def rehearsals_of(session: Session, election_id: str) -> list[RehearsalRecord]:
    """The rehearsals on record for an election, oldest first."""
    return list(
        session.scalars(
            select(RehearsalRecord)
            .where(RehearsalRecord.election_id == election_id)
            .order_by(RehearsalRecord.entered_at)
        )
    )
