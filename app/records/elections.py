from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class Election(Base):
    """One election, or the rehearsal of one; its phase follows from its dates and acts."""

    __tablename__ = "elections"
    __table_args__ = (
        CheckConstraint("purpose IN ('election', 'rehearsal')", name="purpose"),
        CheckConstraint(
            "held_for IN ('general', 'questions', 'vacancies', 'run-off', 'stewards')",
            name="held_for",
        ),
        CheckConstraint(
            "(follows IS NOT NULL) = (held_for IN ('vacancies', 'run-off'))", name="follows"
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # 16 random bytes, hexadecimal
    profile: Mapped[str]
    title: Mapped[str]
    purpose: Mapped[str]
    held_for: Mapped[str]  # what its contests are made from
    # The certified election whose vacant seats it fills.
    follows: Mapped[str | None] = mapped_column(ForeignKey("elections.id"))
    zone: Mapped[str]
    term_begins: Mapped[date]
    record_date: Mapped[date]
    nominations_open: Mapped[datetime]
    nominations_close: Mapped[datetime]
    acceptance_deadline: Mapped[datetime]
    opens: Mapped[datetime]
    closes_issue: Mapped[datetime]
    closes_cast: Mapped[datetime]
    granted_delegates: Mapped[int | None]
    # What the committee chose where the bylaws leave it open: profiles.adopting.Setting as JSON.
    settings: Mapped[list[Any]]
    calendar: Mapped[dict[str, Any]]  # every day of the profile's calendar, by milestone
    despite: Mapped[str]  # why dates stand that break a rule; "" where none does
    created_at: Mapped[datetime]

    @property
    def nominates(self) -> bool:
        """Whether it has a time for nominations."""
        return self.nominations_open != self.acceptance_deadline


class ContestRecord(Base):
    """One contest of an election, as the profile proposed it and the committee adopted it."""

    __tablename__ = "contests"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    contest_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    seats: Mapped[int | None]  # None while the grant or the roll that gives the number is not in
    counting_rule: Mapped[dict[str, Any]]
    ranking_limit: Mapped[int | None]
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    adopted_at: Mapped[datetime | None]


class MadeContests(Base):
    """The contests of an election as its rules and its roll made them, in canonical JSON."""

    __tablename__ = "made_contests"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    contests: Mapped[bytes]


class Act(Base):
    """One person's signature under one act, such as the approval of a ballot or a count.

    Two people sign what cannot be undone; the act is done when the second one has signed.
    `subject` is the digest of what was signed, in hexadecimal.
    """

    __tablename__ = "acts"
    __table_args__ = (UniqueConstraint("election_id", "kind", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"))
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class Alphabet(Base):
    """The alphabet that settles ties in one election, with its source."""

    __tablename__ = "alphabets"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    letters: Mapped[str] = mapped_column(String(26))
    held_on: Mapped[date]
    source: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def elections_newest_first(session: Session) -> list[Election]:
    """Every election, the one set up last before the others."""
    return list(session.scalars(select(Election).order_by(Election.created_at.desc(), Election.id)))


def elections_voting(session: Session, now: datetime) -> list[Election]:
    """The elections whose time of voting it is, whether or not anybody has opened it."""
    due = (Election.opens <= now, now < Election.closes_cast)
    return list(session.scalars(select(Election).where(*due).order_by(Election.id)))


def contests_of(session: Session, election_id: str) -> list[ContestRecord]:
    """The election's contests in the order of the bylaws."""
    return list(
        session.scalars(
            select(ContestRecord)
            .where(ContestRecord.election_id == election_id)
            .order_by(ContestRecord.position)
        )
    )


def acts_of(session: Session, election_id: str) -> list[Act]:
    """Every signature of the election, oldest first."""
    return list(session.scalars(select(Act).where(Act.election_id == election_id).order_by(Act.id)))


def locked(session: Session, election_id: str) -> Election | None:
    """The election, held against other writers until the transaction ends."""
    return session.get(Election, election_id, with_for_update=True, populate_existing=True)


def all_rehearsals(session: Session) -> bool:
    """Whether every election of this database is a rehearsal, so that a made-up clock may run."""
    return session.scalar(select(Election.id).where(Election.purpose != "rehearsal")) is None
