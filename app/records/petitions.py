from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base
from app.records.sealed import SealedText


class Petition(Base):
    """A petition of an election's members; `ruling` is what was decided of it, once."""

    __tablename__ = "petitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"))
    rule: Mapped[str]  # the id of the profile's petition
    title: Mapped[str]
    submitted_on: Mapped[date]
    due_on: Mapped[date | None]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    ruling: Mapped[dict[str, Any] | None]
    decided_on: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]


class Signature(Base):
    """One line of a petition as it was written; a person says whose it is where that is open.

    `looked_at_by` with no member means that the person recognized nobody.
    """

    __tablename__ = "signatures"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    member_number: Mapped[str] = mapped_column(SealedText)
    name: Mapped[str] = mapped_column(SealedText)
    recognized: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    looked_at_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


def petitions_of(session: Session, election_id: str) -> list[Petition]:
    """The petitions of an election, in the order in which they were entered."""
    return list(
        session.scalars(
            select(Petition).where(Petition.election_id == election_id).order_by(Petition.id)
        )
    )


def signatures_on(session: Session, petition_id: int) -> list[Signature]:
    """The lines of a petition, in order."""
    return list(
        session.scalars(
            select(Signature).where(Signature.petition_id == petition_id).order_by(Signature.line)
        )
    )
