from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, not_, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base
from app.records.roll import MemberRecord
from app.records.sealed import SealedText, is_blank

TAKEN_FOR = timedelta(minutes=5)


class Job(Base):
    """Work that outlives its request; a mail's Message-ID is the job's id."""

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    facts: Mapped[dict[str, Any]]
    taken_until: Mapped[datetime | None]
    done: Mapped[bool] = mapped_column(default=False, index=True)
    failure: Mapped[str | None] = mapped_column(SealedText)  # a mail server names the address


def letters_to(session: Session, member_id: int) -> list[Job]:
    """The letters to one member, by kind."""
    asked = select(Job).where(Job.member_id == member_id).order_by(Job.kind, Job.id)
    return list(session.scalars(asked))


def paper_letters(session: Session, election_id: str, *, again: bool, most: int) -> list[Job]:
    """Letters to members without an e-mail address, by member number; `again` printed ones too."""
    asked = (
        select(Job)
        .join(MemberRecord, MemberRecord.id == Job.member_id)
        .where(MemberRecord.election_id == election_id, is_blank(MemberRecord.email))
        .order_by(MemberRecord.member_number, Job.kind, Job.id)
        .limit(most)
    )
    return list(session.scalars(asked if again else asked.where(Job.done.is_(False))))


def take_jobs(session: Session, *, most: int, now: datetime) -> list[Job]:
    """Takes jobs that nobody works on, for five minutes; a killed worker's are free after that.

    What goes to a member without an e-mail address waits for a printer.
    """
    jobs = list(
        session.scalars(
            select(Job)
            .join(MemberRecord, MemberRecord.id == Job.member_id)
            .where(Job.done.is_(False), or_(Job.taken_until.is_(None), Job.taken_until < now))
            .where(not_(is_blank(MemberRecord.email)))
            .limit(most)
            .with_for_update(of=Job, skip_locked=True)
        )
    )
    for job in jobs:
        job.taken_until = now + TAKEN_FOR
    return jobs


def take_again(session: Session, ids: Sequence[str], *, now: datetime) -> None:
    """Keeps jobs for five minutes more that are taken and still wait."""
    session.execute(update(Job).where(Job.id.in_(ids)).values(taken_until=now + TAKEN_FOR))
