"""What a refused sign-in costs the database: nothing in it tells who exists."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from app.core.tries import STOPPED_AFTER
from app.records.roll import member_by_number
from tests.registrar import Registrar

WRONG = "0000-0000-0000-0000"


@contextmanager
def statements(registrar: Registrar) -> Iterator[list[tuple[str, int]]]:
    """What the registrar's own database is asked, and how many rows each changed."""
    engine: Engine = registrar.http.app.state.house.database.engine  # type: ignore[attr-defined] # Starlette's
    asked: list[tuple[str, int]] = []

    def note(_: Any, cursor: Any, statement: str, *__: Any) -> None:
        changes = statement.startswith(("INSERT", "UPDATE", "DELETE"))
        asked.append((statement, cursor.rowcount if changes else 0))

    def note_commit(_: Any) -> None:
        asked.append(("COMMIT", 0))

    listened = (("after_cursor_execute", note), ("commit", note_commit))
    for name, listener in listened:
        event.listen(engine, name, listener)
    yield asked
    for name, listener in listened:
        event.remove(engine, name, listener)


def sign_in(registrar: Registrar, number: str, code: str) -> int:
    form = {"election_id": registrar.election, "member_number": number, "code": code}
    status: int = registrar.http.post("/api/v1/member-sessions", json=form).status_code
    return status


def failed(registrar: Registrar, number: str) -> int:
    with registrar.database.reading() as session:
        member = member_by_number(session, registrar.election, number)
        assert member is not None
        return member.failed_sign_ins


@pytest.mark.parametrize("unknown", ["1000", "10055", "9999", ""])
def test_wrong_code_asks_the_same_of_the_database_whether_there_is_a_member(
    registrar: Registrar, unknown: str
) -> None:
    with statements(registrar) as of_known:
        assert sign_in(registrar, "1001", WRONG) == 401
    with statements(registrar) as of_unknown:
        assert sign_in(registrar, unknown, WRONG) == 401
    with registrar.database.writing() as session:
        member = member_by_number(session, registrar.election, "1002")
        assert member is not None
        member.failed_sign_ins = STOPPED_AFTER
    with statements(registrar) as of_stopped:
        assert sign_in(registrar, "1002", WRONG) == 401
    assert of_known == of_unknown == of_stopped
    assert [rows for _, rows in of_known if rows] == [1]


@pytest.mark.parametrize(("unknown", "beside"), [("1000", "1001"), ("9999", "1001"), ("", "1001")])
def test_unknown_number_neither_takes_anothers_code_nor_counts_against_her(
    registrar: Registrar, unknown: str, beside: str
) -> None:
    code = registrar.code_of(beside)
    assert sign_in(registrar, unknown, code) == 401
    assert failed(registrar, beside) == 0
    assert sign_in(registrar, beside, WRONG) == 401
    assert failed(registrar, beside) == 1
    assert sign_in(registrar, beside, code) == 201


def test_wrong_code_for_an_election_that_is_none_is_refused_alike(registrar: Registrar) -> None:
    form = {"election_id": "none", "member_number": "1001", "code": WRONG}
    assert registrar.http.post("/api/v1/member-sessions", json=form).status_code == 401
