from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class AmendmentRecord(Base):
    """One amendment of a frozen manifest as two officers signed it; a number is used once."""

    __tablename__ = "amendments"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[bytes]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


class AmendmentProposal(Base):
    """The amendment that officers are signing, one at a time, with the signatures so far.

    `line` is written like one of amendments.jsonl.
    """

    __tablename__ = "amendment_proposals"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    line: Mapped[bytes]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    proposed_at: Mapped[datetime]


def amendment_lines(session: Session, election_id: str) -> list[bytes]:
    """The election's amendments in order."""
    return list(
        session.scalars(
            select(AmendmentRecord.line)
            .where(AmendmentRecord.election_id == election_id)
            .order_by(AmendmentRecord.number)
        )
    )
