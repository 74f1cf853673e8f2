from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base
from app.records.sealed import SealedText

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


def take_jobs(session: Session, *, most: int, now: datetime) -> list[Job]:
    """Takes jobs that nobody works on, for five minutes; a killed worker's are free after that."""
    jobs = list(
        session.scalars(
            select(Job)
            .where(Job.done.is_(False), or_(Job.taken_until.is_(None), Job.taken_until < now))
            .limit(most)
            .with_for_update(skip_locked=True)
        )
    )
    for job in jobs:
        job.taken_until = now + TAKEN_FOR
    return jobs


def take_again(session: Session, ids: Sequence[str], *, now: datetime) -> None:
    """Keeps jobs for five minutes more that are taken and still wait."""
    session.execute(update(Job).where(Job.id.in_(ids)).values(taken_until=now + TAKEN_FOR))
