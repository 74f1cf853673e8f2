from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, func, not_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base
from app.records.jobs import Job
from app.records.roll import MemberRecord
from app.records.sealed import is_blank


class Mailing(Base):
    """One batch of letters of a notice, with what proves that it was mailed."""

    __tablename__ = "mailings"
    __table_args__ = (CheckConstraint("letters > 0", name="letters"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), index=True)
    notice: Mapped[str]
    mailed_on: Mapped[date]
    letters: Mapped[int]
    proof: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


class NoticeOverride(Base):
    """Why voting opens although the proof of mailing is missing, short or late."""

    __tablename__ = "notice_overrides"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    reason: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def mailings_of(session: Session, election_id: str) -> list[Mailing]:
    """Every batch of letters of the election, in the order of its mailing."""
    return list(
        session.scalars(
            select(Mailing)
            .where(Mailing.election_id == election_id)
            .order_by(Mailing.mailed_on, Mailing.id)
        )
    )


def mails_by_state(session: Session, election_id: str) -> dict[tuple[str, bool, bool], int]:
    """How many e-mails there are to the members of a roll, by (kind, done, refused)."""
    refused = Job.failure.is_not(None)
    rows = session.execute(
        select(Job.kind, Job.done, refused, func.count())
        .join(MemberRecord, MemberRecord.id == Job.member_id)
        .where(MemberRecord.election_id == election_id, not_(is_blank(MemberRecord.email)))
        .group_by(Job.kind, Job.done, refused)
    )
    return {(kind, bool(done), bool(failed)): number for kind, done, failed, number in rows}


def letters_on_paper(session: Session, election_id: str) -> dict[bool, int]:
    """How many letters there are to members without an e-mail address, by printed or not."""
    rows = session.execute(
        select(Job.done, func.count())
        .join(MemberRecord, MemberRecord.id == Job.member_id)
        .where(MemberRecord.election_id == election_id, is_blank(MemberRecord.email))
        .group_by(Job.done)
    )
    return {bool(done): number for done, number in rows}


def refused_mails(session: Session, election_id: str, *, most: int) -> list[tuple[str, str, str]]:
    """Messages that the mail server refused: (member number, kind, its words)."""
    rows = session.execute(
        select(MemberRecord.member_number, Job.kind, Job.failure)
        .join(MemberRecord, MemberRecord.id == Job.member_id)
        .where(MemberRecord.election_id == election_id, Job.failure.is_not(None))
        .order_by(MemberRecord.member_number, Job.kind)
        .limit(most)
    )
    return [(number, kind, failure or "") for number, kind, failure in rows]
