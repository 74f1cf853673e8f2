from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base
from app.records.roll import MemberRecord


class QuestionRecord(Base):
    """A question as a committee puts it to the members; `name` begins the ids of its contests.

    It rests on a petition, or on what `basis` says, where the bylaws want that.
    """

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("election_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"))
    name: Mapped[str]
    rule: Mapped[str]  # the id of the profile's question
    title: Mapped[str]
    text: Mapped[str]
    arguments_for: Mapped[str]
    arguments_against: Mapped[str]
    options: Mapped[list[Any]]
    units: Mapped[list[Any]]  # short names
    named: Mapped[list[Any]]  # member numbers
    days: Mapped[dict[str, Any]]  # by what brings a date of the calendar
    basis: Mapped[str]
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("petitions.id"))
    put_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    put_at: Mapped[datetime]


class Attendance(Base):
    """A member marked present at the meeting in which an election's questions are voted on."""

    __tablename__ = "attendance"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"))
    marked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class Approval(Base):
    """That a carried question was approved by whom the bylaws name, and so takes effect."""

    __tablename__ = "approvals"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    approved_on: Mapped[date]
    reference: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def days_of(question: QuestionRecord) -> dict[str, date]:
    """A question's days, by what brings a date of the calendar."""
    return {source: date.fromisoformat(day) for source, day in question.days.items()}


def questions_of(session: Session, election_id: str) -> list[QuestionRecord]:
    """The questions put in an election, in the order in which they were put."""
    return list(
        session.scalars(
            select(QuestionRecord)
            .where(QuestionRecord.election_id == election_id)
            .order_by(QuestionRecord.id)
        )
    )


def present_in(session: Session, election_id: str) -> list[str]:
    """The numbers of the members marked present, ascending."""
    return list(
        session.scalars(
            select(MemberRecord.member_number)
            .join(Attendance, Attendance.member_id == MemberRecord.id)
            .where(Attendance.election_id == election_id)
            .order_by(MemberRecord.member_number)
        )
    )


def attendance_of(session: Session, election_id: str) -> list[Attendance]:
    """Every mark of presence in an election."""
    return list(session.scalars(select(Attendance).where(Attendance.election_id == election_id)))
