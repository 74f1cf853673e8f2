from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class OfficerRecord(Base):
    """A member who sits in a contest's seat from a day on, by an election's certificate or after.

    `how` is what the certificate says, or "appointed" or "next officer".
    """

    __tablename__ = "officers"

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), index=True)
    contest_id: Mapped[str]
    member_number: Mapped[str]
    since: Mapped[date]
    how: Mapped[str]
    cite: Mapped[str]


class VacancyRecord(Base):
    """A seat that nobody holds from a day on, and the contest that an election would fill it by.

    `officer_id` is who held it, None where nobody ever did; nobody leaves a seat twice.
    """

    __tablename__ = "vacancies"

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), index=True)
    contest: Mapped[dict[str, Any]]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"), unique=True)
    since: Mapped[date]
    reason: Mapped[str]
    document: Mapped[str]  # the paper that it rests on
    ruling: Mapped[dict[str, Any] | None]  # where the membership was lost
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


class FillingRecord(Base):
    """Who fills a vacancy, by whose act; a vacancy is filled once."""

    __tablename__ = "fillings"

    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancies.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), unique=True)
    said: Mapped[str]  # who filled it, and by which decision
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


class RequestRecord(Base):
    """The request of who lost a seat by a lapse, now cured, to have it back; and the ruling."""

    __tablename__ = "requests_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancies.id"), index=True)
    reinstated_on: Mapped[date]
    granted: Mapped[bool]
    ruling: Mapped[dict[str, Any]]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


class VacancyVoted(Base):
    """A vacancy that an election is held for, and the contest by which it is voted on."""

    __tablename__ = "vacancies_voted"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancies.id"), primary_key=True)
    contest: Mapped[dict[str, Any]]


def officers_of(session: Session, election_id: str) -> list[OfficerRecord]:
    """Everybody who sat in a seat since the election, in the order in which they came to it."""
    own = OfficerRecord.election_id == election_id
    return list(session.scalars(select(OfficerRecord).where(own).order_by(OfficerRecord.id)))


def vacancies_of(session: Session, election_id: str) -> list[VacancyRecord]:
    """Every vacancy since the election, filled or not, in the order of entry."""
    own = VacancyRecord.election_id == election_id
    return list(session.scalars(select(VacancyRecord).where(own).order_by(VacancyRecord.id)))


def fillings_of(session: Session, election_id: str) -> dict[int, FillingRecord]:
    """How vacancies of the election were filled, by vacancy."""
    own = (
        select(FillingRecord)
        .join(VacancyRecord, VacancyRecord.id == FillingRecord.vacancy_id)
        .where(VacancyRecord.election_id == election_id)
    )
    return {filling.vacancy_id: filling for filling in session.scalars(own)}


def requests_of(session: Session, vacancy_id: int) -> list[RequestRecord]:
    """The requests to have the seat of a vacancy back, in the order of entry."""
    own = RequestRecord.vacancy_id == vacancy_id
    return list(session.scalars(select(RequestRecord).where(own).order_by(RequestRecord.id)))


def voted_in(session: Session, election_id: str) -> list[VacancyVoted]:
    """The vacancies that an election is held for, in the order of their entry."""
    own = VacancyVoted.election_id == election_id
    return list(session.scalars(select(VacancyVoted).where(own).order_by(VacancyVoted.vacancy_id)))


def contests_for(session: Session, vacancy_id: int) -> list[tuple[str, dict[str, Any]]]:
    """The elections, by id, that were set up for a vacancy, each with its contest for it."""
    found = select(VacancyVoted.election_id, VacancyVoted.contest)
    rows = session.execute(found.where(VacancyVoted.vacancy_id == vacancy_id))
    return [(election_id, contest) for election_id, contest in rows]


def elections_for(session: Session, vacancy_id: int) -> list[str]:
    """The elections, by id, that were set up for a vacancy."""
    own = VacancyVoted.vacancy_id == vacancy_id
    return list(session.scalars(select(VacancyVoted.election_id).where(own)))
