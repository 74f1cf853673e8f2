from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class PaperBatch(Base):
    """The header of a batch of paper that joined the board, signed by its two clerks.

    Its entries are with the box: nothing of the registrar ever holds one.
    """

    __tablename__ = "paper_batches"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    header: Mapped[bytes]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def paper_headers(session: Session, election_id: str) -> list[bytes]:
    """The headers of an election's batches, in order."""
    return list(
        session.scalars(
            select(PaperBatch.header)
            .where(PaperBatch.election_id == election_id)
            .order_by(PaperBatch.number)
        )
    )
