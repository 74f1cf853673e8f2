from sqlalchemy import CheckConstraint, ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class RegisterEntry(Base):
    """The one channel by which a member votes: a ballot issued, or paper received.

    The primary key is the promise of one ballot a member. No time and no serial stands here:
    nothing in this table may say when a ballot was issued. `req_hash` lets the same request
    have the same answer.
    """

    __tablename__ = "register"
    __table_args__ = (
        CheckConstraint("channel IN ('electronic', 'paper')", name="channel"),
        CheckConstraint("(channel = 'electronic') = (req_hash IS NOT NULL)", name="req_hash"),
    )

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id"), primary_key=True, autoincrement=False
    )
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), index=True)
    channel: Mapped[str]
    req_hash: Mapped[str | None] = mapped_column(String(64))


class Challenge(Base):
    """A challenged right to vote; while it stands no electronic ballot is issued (L3)."""

    __tablename__ = "challenges"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    reason: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    disposition: Mapped[str | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


def channel_counts(session: Session, election_id: str) -> dict[str, int]:
    """How many members of the election hold each channel."""
    return dict(
        session.execute(
            select(RegisterEntry.channel, func.count())
            .where(RegisterEntry.election_id == election_id)
            .group_by(RegisterEntry.channel)
        ).all()
    )


def members_by_channel(session: Session, election_id: str) -> dict[int, str]:
    """Which channel each member of the register holds."""
    return dict(
        session.execute(
            select(RegisterEntry.member_id, RegisterEntry.channel).where(
                RegisterEntry.election_id == election_id
            )
        ).all()
    )


def is_challenged(session: Session, member_id: int) -> bool:
    """Whether a challenge of this member's vote still stands."""
    challenge = session.get(Challenge, member_id)
    return challenge is not None and challenge.disposition is None
