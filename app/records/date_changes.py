from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class DateChange(Base):
    """What an election's dates were and became in one change, by name, and why."""

    __tablename__ = "date_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), index=True)
    before: Mapped[dict[str, Any]]  # ISO strings
    after: Mapped[dict[str, Any]]
    reason: Mapped[str]
    changed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime]


def date_changes_of(session: Session, election_id: str) -> list[DateChange]:
    """Every change of the election's dates, in order."""
    return list(
        session.scalars(
            select(DateChange).where(DateChange.election_id == election_id).order_by(DateChange.id)
        )
    )
