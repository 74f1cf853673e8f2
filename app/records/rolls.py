from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.records.base import Base
from app.records.sealed import SealedBytes


class RollUpload(Base):
    """A roll's files between upload and import; gone once they are imported or replaced."""

    __tablename__ = "roll_uploads"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    roll: Mapped[bytes] = mapped_column(SealedBytes)
    standing: Mapped[bytes] = mapped_column(SealedBytes)
    offices: Mapped[bytes | None] = mapped_column(SealedBytes)
    employment: Mapped[bytes | None] = mapped_column(SealedBytes)
