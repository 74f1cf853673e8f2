from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class TurnoutCount(Base):
    """How many ballots were issued when a day began; counted once a day, and never by member.

    `issued` and the districts' figures are None where they are too small to be kept at all.
    """

    __tablename__ = "turnout_counts"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    issued: Mapped[int | None]
    districts: Mapped[list[Any]]


def turnout_counts_of(session: Session, election_id: str) -> list[TurnoutCount]:
    """The counts of an election, the first day's first."""
    return list(
        session.scalars(
            select(TurnoutCount)
            .where(TurnoutCount.election_id == election_id)
            .order_by(TurnoutCount.day)
        )
    )
