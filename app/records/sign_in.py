from datetime import date, datetime

from sqlalchemy import ForeignKey, String, func, select, update
from sqlalchemy.exc import IntegrityError
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


class Tries(Base):
    """How many wrong passwords in a row came with an address, whether an account has it or not.

    Or how many wrong numbers and names were tried by a member who nominates. Whose the tries are
    is kept as a keyed hash, since people type what is nobody's business.
    """

    __tablename__ = "staff_tries"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failed: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)


def tries_with(session: Session, address_hash: str) -> Tries | None:
    """The tries with this address as they stand."""
    return session.get(Tries, address_hash)


def tries_locked(session: Session, address_hash: str, *, now: datetime) -> Tries:
    """The tries with this address; one request at a time, of whichever process, has them."""
    if held := session.get(Tries, address_hash, with_for_update=True):
        return held
    try:
        with session.begin_nested():
            first = Tries(address_hash=address_hash, failed=0, last_at=now)
            session.add(first)
        return first
    except IntegrityError:
        return session.get_one(Tries, address_hash, with_for_update=True)


def forget_tries(session: Session, *, fewer_than: int, before: datetime, most: int = 10) -> None:
    """Removes a few of what long ago was tried a few times, or guesses would fill the disk."""
    old = (
        select(Tries)
        .where(Tries.last_at < before, Tries.failed < fewer_than)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    for tries in session.scalars(old):
        session.delete(tries)


def member_or_another(session: Session, election_id: str, number: str) -> MemberRecord | None:
    """The member with this number, or another of the roll; None where the election has no roll.

    It is one statement either way, whose time tells nobody which of the two it was.
    """
    numbers = MemberRecord.member_number
    first = select(func.min(numbers)).where(MemberRecord.election_id == election_id)
    nearest = func.coalesce(
        first.where(numbers >= number).scalar_subquery(), first.scalar_subquery()
    )
    return session.scalar(
        select(MemberRecord).where(MemberRecord.election_id == election_id, numbers == nearest)
    )


def count_failed_sign_ins(session: Session, member_id: int, more: int) -> None:
    """Adds so many wrong codes to the member's tally, whatever other processes do meanwhile."""
    session.execute(
        update(MemberRecord)
        .where(MemberRecord.id == member_id)
        .values(failed_sign_ins=MemberRecord.failed_sign_ins + more)
    )
