from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.roles import ON_COMMITTEE
from app.records.base import Base
from app.records.sealed import LookUp, SealedText


class Staff(Base):
    """A person who may sign in to administer: an administrator, or somebody with appointments."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(SealedText)
    address: Mapped[str] = mapped_column(LookUp, unique=True)  # the e-mail address, to find it by
    password_hash: Mapped[str]
    administrator: Mapped[bool]


class StaffSession(Base):
    """A sign-in of a staff member, known by the hash of its token alone."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    expires_at: Mapped[datetime]


class Appointment(Base):
    """Who sits on an election's committee, in which role, and who appointed them when."""

    __tablename__ = "appointments"
    __table_args__ = (UniqueConstraint("election_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    role: Mapped[str]
    member_number: Mapped[str | None]
    appointed_by: Mapped[str]
    appointed_on: Mapped[date]


def appointments_of(session: Session, election_id: str) -> list[Appointment]:
    """Everybody appointed to the election, in the order of appointment."""
    return list(
        session.scalars(
            select(Appointment)
            .where(Appointment.election_id == election_id)
            .order_by(Appointment.id)
        )
    )


def committee_of(session: Session, election_id: str) -> list[Appointment]:
    """The Chair and the committee's members: they count for its size and may not stand."""
    return [seat for seat in appointments_of(session, election_id) if seat.role in ON_COMMITTEE]


def elections_appointed_to(session: Session, staff_id: int) -> set[str]:
    """The elections on whose committee the staff member sits."""
    seats = select(Appointment.election_id).where(Appointment.staff_id == staff_id)
    return set(session.scalars(seats))


def every_account(session: Session) -> list[Staff]:
    """Every account, by name."""
    return list(session.scalars(select(Staff).order_by(Staff.name, Staff.id)))


def staff_by_email(session: Session, email: str) -> Staff | None:
    """The account with this e-mail address."""
    return session.scalar(select(Staff).where(Staff.address == email))


def names_of_staff(session: Session, ids: list[int]) -> dict[int, str]:
    """Staff names by id."""
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))
    return {row.id: row.name for row in rows}
