from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base
from app.records.sealed import SealedText


class Bar(Base):
    """The committee's finding that a conviction bars a member from office; never public."""

    __tablename__ = "bars"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(SealedText)
    found_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    found_at: Mapped[datetime]


def bar_of(session: Session, member_id: int) -> Bar | None:
    """The finding that bars this member, where there is one."""
    return session.scalar(select(Bar).where(Bar.member_id == member_id))
