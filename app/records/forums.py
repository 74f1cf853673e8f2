from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class Forum(Base):
    """A forum of one contest, to which every candidate of it was invited in one act."""

    __tablename__ = "forums"
    __table_args__ = (
        ForeignKeyConstraint(
            ["election_id", "contest_id"], ["contests.election_id", "contests.contest_id"]
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), index=True)
    contest_id: Mapped[str]
    held_at: Mapped[datetime]
    place: Mapped[str]
    by_email: Mapped[int]
    by_letter: Mapped[int]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def forums_of(session: Session, election_id: str) -> list[Forum]:
    """The election's forums, in the order they are held."""
    return list(
        session.scalars(
            select(Forum).where(Forum.election_id == election_id).order_by(Forum.held_at, Forum.id)
        )
    )
