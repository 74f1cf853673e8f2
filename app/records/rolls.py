from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Row, String, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.roll import Employment, Kind, Member, OfficeHeld, Roll, StandingPeriod
from app.core.units import UNIT_FIELDS
from app.records.base import Base
from app.records.roll import (
    EmploymentRecord,
    MemberRecord,
    OfficeRecord,
    StandingRecord,
    as_periods,
    employment_of_roll,
    offices_of_roll,
    standing_of_roll,
)
from app.records.sealed import SealedBytes

T = TypeVar("T")
LOOKED_AT = (
    "member_number",
    "kind",
    "in_bargaining_unit",
    *UNIT_FIELDS,
    "county",
    "state",
    "district",
    "steward",
    "steward_since",
)
ADDRESSED = (
    "member_number",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "address1",
    "address2",
    "city",
    "state",
    "postal_code",
)
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


def roll_for_rulings(session: Session, election_id: str) -> Roll:
    """The whole roll as far as rules look at it: no name or address beyond county and state.

    What is sealed takes time to open, and of a whole roll much.
    """
    looked_at = [getattr(MemberRecord, name) for name in LOOKED_AT]
    rows = session.execute(
        select(MemberRecord.id, *looked_at).where(MemberRecord.election_id == election_id)
    ).all()
    standing = standing_of_roll(session, election_id)
    offices = offices_of_roll(session, election_id)
    employment = employment_of_roll(session, election_id)
    return Roll(
        {row.member_number: _ruled_on(row) for row in rows},
        {row.member_number: as_periods(standing.get(row.id, [])) for row in rows},
        {number: tuple(held) for number, held in offices.items()},
        {number: tuple(taught) for number, taught in employment.items()},
    )


def addressed(session: Session, election_id: str) -> list[Member]:
    """Every member's name and postal address, by number, and nothing else of them."""
    held = [getattr(MemberRecord, name) for name in ADDRESSED]
    asked = select(*held).where(MemberRecord.election_id == election_id)
    rows = session.execute(asked.order_by(MemberRecord.member_number)).mappings()
    return [Member(**row) for row in rows]


def _ruled_on(row: Row[Any]) -> Member:
    facts = {name: getattr(row, name) for name in LOOKED_AT}
    facts["kind"] = Kind(row.kind) if row.kind else None
    return Member(**facts | {"steward": tuple(filter(None, row.steward.split(";")))})


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
