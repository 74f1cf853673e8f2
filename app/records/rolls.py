from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.records.base import Base


class RollUpload(Base):
    """A roll's files between upload and import; gone once they are imported or replaced."""

    __tablename__ = "roll_uploads"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    roll: Mapped[bytes]
    standing: Mapped[bytes]
    offices: Mapped[bytes | None]
    employment: Mapped[bytes | None]
