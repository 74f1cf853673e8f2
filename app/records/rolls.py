from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, String, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.roll import Employment, Member, OfficeHeld, Roll, StandingPeriod
from app.records.base import Base
from app.records.roll import EmploymentRecord, MemberRecord, OfficeRecord, StandingRecord
from app.records.sealed import SealedBytes

T = TypeVar("T")
AT_ONCE = 1000  # rows; as objects, a whole roll would take a gigabyte


class RollUpload(Base):
    """A roll's files between upload and import; gone once they are imported or replaced."""

    __tablename__ = "roll_uploads"

    election_id: Mapped[str] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    roll: Mapped[bytes] = mapped_column(SealedBytes)
    standing: Mapped[bytes] = mapped_column(SealedBytes)
    offices: Mapped[bytes | None] = mapped_column(SealedBytes)
    employment: Mapped[bytes | None] = mapped_column(SealedBytes)


def store_roll(
    session: Session, roll: Roll, election_id: str, new_label: Callable[[], str]
) -> None:
    """Writes a whole roll, some rows at a time; `new_label` gives a label to each member."""
    ids: dict[str, int] = {}
    stored = insert(MemberRecord).returning(MemberRecord.member_number, MemberRecord.id)
    for some in _some(roll.members.values()):
        rows = [_member_row(member, election_id, new_label()) for member in some]
        ids |= {row.member_number: row.id for row in session.execute(stored, rows)}
    for record, histories in (
        (StandingRecord, roll.standing),
        (OfficeRecord, roll.offices),
        (EmploymentRecord, roll.employment),
    ):
        for rows in _some(_history_rows(histories, ids)):
            session.execute(insert(record), rows)


def _member_row(member: Member, election_id: str, label: str) -> dict[str, Any]:
    row = {field.name: getattr(member, field.name) for field in fields(member)}
    row |= {"steward": ";".join(member.steward), "failed_sign_ins": 0}
    return row | {"election_id": election_id, "label": label}


def _history_rows(
    histories: Mapping[str, Iterable[StandingPeriod | OfficeHeld | Employment]],
    ids: Mapping[str, int],
) -> Iterator[dict[str, Any]]:
    """What was of each member as rows, the members by `ids`."""
    for number, of_member in histories.items():
        for each in of_member:
            row = {field.name: getattr(each, field.name) for field in fields(each)}
            yield row | {"member_id": ids[number]}


def _some(rows: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield some
