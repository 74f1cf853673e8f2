from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base

CONVENTION = "convention"  # the lot drawn among all candidates for who goes to conventions


class BoardRecord(Base):
    """What the box published at the close: how many were cast by group, and the signed root.

    The entries themselves stay with the box: nothing of the registrar ever holds a token.
    """

    __tablename__ = "boards"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    root: Mapped[str] = mapped_column(String(64))
    cast: Mapped[dict[str, Any]]
    checkpoints: Mapped[str]
    received_at: Mapped[datetime]


class OpeningRecord(Base):
    """The committee's opened file, checked against the board; H is stored before anything else."""

    __tablename__ = "openings"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    h: Mapped[str] = mapped_column(String(64))
    opened: Mapped[bytes]
    received_at: Mapped[datetime]


class DrawnLot(Base):
    """A lot order drawn in the open where the alphabet cannot tell names apart, with witnesses."""

    __tablename__ = "drawn_lots"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    contest_id: Mapped[str] = mapped_column(primary_key=True)
    member_numbers: Mapped[list[Any]]
    witnesses: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


class ResultRecord(Base):
    """The counted election; what is certified is certified by the digest of these bytes."""

    __tablename__ = "results"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    result: Mapped[bytes]
    counted_at: Mapped[datetime]


class SeatChoice(Base):
    """Which of several seats a winner keeps, as the committee was told before the count stood."""

    __tablename__ = "seat_choices"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    member_number: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def seat_choices_of(session: Session, election_id: str) -> dict[str, str]:
    """The contests whose seats winners of several keep, by member number."""
    choices = session.scalars(select(SeatChoice).where(SeatChoice.election_id == election_id))
    return {choice.member_number: choice.contest_id for choice in choices}


def drawn_lots_of(session: Session, election_id: str) -> dict[str, tuple[str, ...]]:
    """The lots drawn in the open, as member numbers by contest."""
    lots = session.scalars(select(DrawnLot).where(DrawnLot.election_id == election_id))
    return {lot.contest_id: tuple(lot.member_numbers) for lot in lots}
