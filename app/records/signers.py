from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.records.base import Base


class OfficerKey(Base):
    """The public key by which a committee member signs amendments and paper; one a person.

    Its secret half never leaves the officer's own machine. No key serves two elections, so that
    none of a rehearsal ever signs for an election.
    """

    __tablename__ = "officer_keys"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    registered_at: Mapped[datetime]


class WitnessKey(Base):
    """The C2SP verifier key of an observer's witness, whose word about the board is awaited."""

    __tablename__ = "witness_keys"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    verifier_key: Mapped[str] = mapped_column(primary_key=True)
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


def officer_keys_of(session: Session, election_id: str) -> list[OfficerKey]:
    """The officers' keys of an election, in the order in which they were registered."""
    return list(
        session.scalars(
            select(OfficerKey)
            .where(OfficerKey.election_id == election_id)
            .order_by(OfficerKey.registered_at, OfficerKey.staff_id)
        )
    )


@dataclass(frozen=True, slots=True)
class Signers:
    """Whose keys a manifest names: raw Ed25519 keys of officers, verifier keys of witnesses."""

    officers: tuple[bytes, ...]
    witnesses: tuple[str, ...]


def signers_of(session: Session, election_id: str) -> Signers:
    """The signers registered for an election, each kind in the order of its keys."""
    officers = session.scalars(select(OfficerKey.key).where(OfficerKey.election_id == election_id))
    witnesses = session.scalars(
        select(WitnessKey.verifier_key).where(WitnessKey.election_id == election_id)
    )
    return Signers(tuple(sorted(map(bytes.fromhex, officers))), tuple(sorted(witnesses)))
