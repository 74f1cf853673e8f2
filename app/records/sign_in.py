from datetime import date

from sqlalchemy import ForeignKey, String, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base
from app.records.roll import MemberRecord


class Code(Base):
    """A mailed sign-in code, known by its keyed hash; good until the election's close.

    A code may be mailed twice when a mailing is interrupted; both then work.
    """

    __tablename__ = "codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)


class MemberSession(Base):
    """A member's sign-in, known by the hash of its token; its time is no finer than a day."""

    __tablename__ = "member_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    day: Mapped[date]


def count_failed_sign_in(session: Session, member_id: int) -> None:
    """Adds one wrong code to the member's tally, whatever other processes do meanwhile."""
    session.execute(
        update(MemberRecord)
        .where(MemberRecord.id == member_id)
        .values(failed_sign_ins=MemberRecord.failed_sign_ins + 1)
    )
