from dataclasses import fields

from app.core.roll import Member
from app.records.roll import MemberRecord

CLASSES = {"election", "identity", "contact", "standing", "work"}


def test_every_column_of_a_member_has_a_class() -> None:
    unclassified = [
        column.name
        for column in MemberRecord.__table__.columns
        if column.info.get("data") not in CLASSES
    ]
    assert unclassified == []


def test_every_field_of_a_member_has_a_column() -> None:
    columns = {column.name for column in MemberRecord.__table__.columns}
    assert {field.name for field in fields(Member)} <= columns
