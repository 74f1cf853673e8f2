from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class OfficerKey(Base):
    """The public key by which a committee member signs amendments and paper; one a person.

    Its secret half never leaves the officer's own machine.
    """

    __tablename__ = "officer_keys"
    __table_args__ = (UniqueConstraint("election_id", "key"),)

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    registered_at: Mapped[datetime]


class AmendmentRecord(Base):
    """One amendment of a frozen manifest as two officers signed it; a number is used once."""

    __tablename__ = "amendments"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[bytes]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def officers_of(session: Session, election_id: str) -> tuple[bytes, ...]:
    """The officers' keys, in the order of their bytes."""
    keys = session.scalars(select(OfficerKey.key).where(OfficerKey.election_id == election_id))
    return tuple(sorted(map(bytes.fromhex, keys)))


def amendment_lines(session: Session, election_id: str) -> list[bytes]:
    """The election's amendments in order."""
    return list(
        session.scalars(
            select(AmendmentRecord.line)
            .where(AmendmentRecord.election_id == election_id)
            .order_by(AmendmentRecord.number)
        )
    )
