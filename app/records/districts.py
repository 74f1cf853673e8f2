from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base
from app.records.sealed import SealedText


class DistrictRecord(Base):
    """A district that the committee assigned to a member from out of state; the last one holds.

    `county` is the nearest one, where the committee named it.
    """

    __tablename__ = "assigned_districts"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    district: Mapped[int]
    county: Mapped[str | None]
    reason: Mapped[str] = mapped_column(SealedText)  # it may tell where somebody lives
    assigned_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    assigned_at: Mapped[datetime]


def districts_given(session: Session, member_id: int) -> list[DistrictRecord]:
    """The districts that a member was assigned, the last one last."""
    return list(
        session.scalars(
            select(DistrictRecord)
            .where(DistrictRecord.member_id == member_id)
            .order_by(DistrictRecord.id)
        )
    )
