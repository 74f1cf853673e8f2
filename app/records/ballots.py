from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class Ballot(Base):
    """A ballot as prepared: the manifest's bytes, and all that stands behind its digests.

    The one that two committee members approved is frozen; later ones cannot be prepared.
    """

    __tablename__ = "ballots"

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    manifest: Mapped[bytes]
    contests: Mapped[list[Any]]
    prepared_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    prepared_at: Mapped[datetime]


class IssuerKey(Base):
    """A contest group's issuer key, encrypted by the vault."""

    __tablename__ = "issuer_keys"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


class FrozenBallot(Base):
    """The one ballot of an election that was approved and countersigned."""

    __tablename__ = "frozen_ballots"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id"), unique=True)
    frozen_at: Mapped[datetime]


class ManifestKey(Base):
    """A public key that a frozen manifest or, without a ballot, a rehearsal of an opening has used.

    No other manifest and no other rehearsal can ever use it again.
    """

    __tablename__ = "manifest_keys"

    key_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    ballot_id: Mapped[int | None] = mapped_column(ForeignKey("ballots.id"))


class Candidate(Base):
    """A candidate's number on a prepared ballot and the member behind it."""

    __tablename__ = "candidates"
    __table_args__ = (UniqueConstraint("ballot_id", "contest_id", "member_id"),)

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id"), primary_key=True)
    contest_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    name: Mapped[str]


def ballot_by_digest(session: Session, election_id: str, digest: str) -> Ballot | None:
    """The prepared ballot of the election with this manifest hash."""
    return session.scalar(
        select(Ballot).where(Ballot.election_id == election_id, Ballot.digest == digest)
    )


def frozen_ballot(session: Session, election_id: str) -> Ballot | None:
    """The ballot of the election that is frozen, if one is."""
    # By key, so that one session asks the database once, however often it is asked itself.
    frozen = session.get(FrozenBallot, election_id)
    return session.get_one(Ballot, frozen.ballot_id) if frozen else None


def latest_ballot(session: Session, election_id: str) -> Ballot | None:
    """The ballot prepared last."""
    return session.scalar(
        select(Ballot).where(Ballot.election_id == election_id).order_by(Ballot.id.desc()).limit(1)
    )


def issuer_keys_of(session: Session, ballot_id: int) -> dict[int, bytes]:
    """The encrypted issuer key of each contest group."""
    rows = session.scalars(select(IssuerKey).where(IssuerKey.ballot_id == ballot_id))
    return {row.group_id: row.sealed for row in rows}


def candidates_of(session: Session, ballot_id: int) -> list[Candidate]:
    """Every candidate on a ballot, by contest and number."""
    return list(
        session.scalars(
            select(Candidate)
            .where(Candidate.ballot_id == ballot_id)
            .order_by(Candidate.contest_id, Candidate.number)
        )
    )


def frozen_at(session: Session, election_id: str) -> datetime | None:
    """When the election's ballot was frozen."""
    frozen = session.get(FrozenBallot, election_id)
    return frozen.frozen_at if frozen else None
