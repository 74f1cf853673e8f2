from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, exists, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.audit_chain import AuditEntry, Head
from app.records.base import Base


class AuditRecord(Base):
    """One act, written in the act's own transaction; never changed, as triggers see to.

    No foreign key stands here: the log outlives what it tells of.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    at: Mapped[datetime]
    by: Mapped[str]
    act: Mapped[str]
    election: Mapped[str | None] = mapped_column(String(32))
    facts: Mapped[dict[str, Any]]


class AuditLink(Base):
    """An entry's place in the chain with the running hash there, appended apart from the act."""

    __tablename__ = "audit_links"

    position: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    entry_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    digest: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The chain's end at one moment, signed with the registrar's key."""

    __tablename__ = "audit_heads"

    position: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    sealed_at: Mapped[datetime]

    @property
    def head(self) -> Head:
        """What is signed."""
        return Head(self.position, bytes.fromhex(self.digest))


def as_entry(record: AuditRecord) -> AuditEntry:
    """The entry as the core knows one."""
    return AuditEntry(record.id, record.at, record.by, record.act, record.election, record.facts)


def hold_chain(session: Session) -> None:
    """Keeps every other sealer out until the transaction ends; acts and readers do not wait.

    SQLite needs no such lock: it has one writer at a time.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE audit_links IN EXCLUSIVE MODE"))


def unchained(session: Session, *, most: int | None = None) -> list[AuditRecord]:
    """The entries that are not in the chain yet, by id."""
    linked = exists().where(AuditLink.entry_id == AuditRecord.id)
    return list(
        session.scalars(select(AuditRecord).where(~linked).order_by(AuditRecord.id).limit(most))
    )


def last_link(session: Session) -> AuditLink | None:
    """The chain's end."""
    return session.scalar(select(AuditLink).order_by(AuditLink.position.desc()).limit(1))


def links(session: Session) -> Sequence[tuple[AuditLink, AuditRecord | None]]:
    """The whole chain in its order, each link with its entry, if that is still there."""
    joined = select(AuditLink, AuditRecord).join(
        AuditRecord, AuditRecord.id == AuditLink.entry_id, isouter=True
    )
    rows = session.execute(joined.order_by(AuditLink.position))
    return [(link, record) for link, record in rows]


def heads(session: Session) -> list[AuditHead]:
    """Every signed head, the shortest chain first."""
    return list(session.scalars(select(AuditHead).order_by(AuditHead.position)))


def acts_logged(session: Session, election_id: str | None) -> list[AuditRecord]:
    """The log of one election, or what was done outside of any, by id."""
    return list(
        session.scalars(
            select(AuditRecord)
            .where(AuditRecord.election.is_not_distinct_from(election_id))
            .order_by(AuditRecord.id)
        )
    )


def acts_before(session: Session, election_id: str, before: int, *, most: int) -> list[AuditRecord]:
    """The last acts of an election with an id below this one, the last of them first."""
    return list(
        session.scalars(
            select(AuditRecord)
            .where(AuditRecord.election == election_id, AuditRecord.id < before)
            .order_by(AuditRecord.id.desc())
            .limit(most)
        )
    )


def last_head(session: Session) -> AuditHead | None:
    """The signed head of the longest chain."""
    return session.scalar(select(AuditHead).order_by(AuditHead.position.desc()).limit(1))
