"""A commit that fails is told before any answer: nobody holds a receipt for what was not stored."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from app.box_state import DistantBox
from app.core.secrecy.answers import BoxState, SignedState
from app.core.secrecy.issue import issue_request
from app.core.secrecy.tokens import SIGNATURE
from app.records.jobs import Job
from app.records.nominations import nominations_of
from app.records.register import RegisterEntry
from app.records.sign_in import MemberSession
from app.web import refusals
from app.web.depends import Transaction
from tests.registrar import Registrar, made_up_keys

# What is inserted into the table is good until the commit, which finds a row without its parent.
FAILING_COMMIT = {
    "sqlite": (
        "CREATE TABLE parents (id INTEGER PRIMARY KEY)",
        "CREATE TABLE orphans (id INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TRIGGER orphan AFTER INSERT ON {table} BEGIN INSERT INTO orphans VALUES (1); END",
    ),
    "postgresql": (
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'refused at the commit'; END $$",
        "CREATE CONSTRAINT TRIGGER refusal AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION refuse()",
    ),
}


def fail_commits(registrar: Registrar, table: str) -> None:
    """From now on a transaction that inserts into the table fails, and not before its commit."""
    with registrar.database.engine.begin() as connection:
        for statement in FAILING_COMMIT[connection.dialect.name]:
            connection.execute(text(statement.format(table=table)))


def client_of(app: Any) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


def test_nomination_whose_commit_fails_is_an_error_and_is_not_stored(registrar: Registrar) -> None:
    fail_commits(registrar, "nominations")
    registrar.http = client_of(registrar.http.app)
    answer = registrar.nominate("1001", "president")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    with registrar.database.reading() as session:
        assert nominations_of(session, registrar.election) == []


def open_box(box_sk: bytes, registrar: Registrar) -> DistantBox:
    """A ballot box that says it is open, as the registrar meets it."""
    manifest = bytes.fromhex(registrar.freeze(made_up_keys(registrar.election, box_sk)))
    registrar.move_to(registrar.dates["opens"])
    at = int(registrar.dates["opens"].timestamp())
    word = SignedState.sign(box_sk, manifest, BoxState.OPEN, at)
    answers = httpx.MockTransport(lambda _: httpx.Response(200, json=word.as_json()))
    return DistantBox(httpx.Client(base_url="http://box", transport=answers))


def test_issuance_whose_commit_fails_gives_no_signature_and_leaves_no_mark(
    registrar: Registrar,
) -> None:
    box = open_box(os.urandom(32), registrar.with_candidates())
    for officer in (registrar.chair, registrar.second):
        assert registrar.post("voting", {}, officer).is_success
    state = registrar.http.app.state  # type: ignore[attr-defined] # Starlette's
    state.house = replace(state.house, box=box)
    headers = registrar.member("1001")
    body = issue_request({1: bytes(1) + os.urandom(SIGNATURE - 1)})
    fail_commits(registrar, "register")
    answer = client_of(registrar.http.app).post("/issue", content=body, headers=headers)
    assert answer.status_code == 500
    assert b"blind_sig" not in answer.content
    with registrar.database.reading() as session:
        assert session.query(RegisterEntry).all() == []


LATE = Annotated[Session, Depends(Transaction.__metadata__[0].dependency)]


@pytest.mark.parametrize(("transaction", "status"), [(Transaction, 500), (LATE, 201)])
def test_commit_comes_before_the_answer_by_the_scope_alone(
    registrar: Registrar, transaction: Any, status: int
) -> None:
    """The control: with FastAPI's own scope the person is told that all went well."""
    app = FastAPI()
    app.state.house = registrar.http.app.state.house  # type: ignore[attr-defined] # Starlette's
    refusals.install(app)

    @app.post("/sessions", status_code=201)
    def begin(session: transaction) -> None:
        session.add(MemberSession(token_hash="0" * 64, member_id=1, day=date(2028, 4, 1)))

    fail_commits(registrar, "member_sessions")
    assert client_of(app).post("/sessions").status_code == status
    with registrar.database.reading() as session:
        assert session.get(MemberSession, "0" * 64) is None


def send_away(registrar: Registrar) -> None:
    """Makes the database one that nobody can connect to."""
    registrar.close()
    url = registrar.database.engine.url
    if url.drivername == "sqlite":
        assert url.database
        Path(url.database).unlink()
        Path(url.database).mkdir()
    else:
        other = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with other.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false"))
        other.dispose()


def test_database_that_is_away_is_a_wish_to_try_again(registrar: Registrar) -> None:
    send_away(registrar)
    answer = registrar.nominate("1001", "president")
    assert answer.status_code == 503
    assert answer.json()["detail"] == "The database cannot work now, and nothing was stored."


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow beyond a few pages, as where the disk is full in the middle of an act."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 14, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_full_disk_is_a_wish_to_try_again_and_nothing_is_half_stored(registrar: Registrar) -> None:
    with full_disk():
        for _ in range(3):
            answer = registrar.nominate("1001", "president")
            assert answer.status_code == 503
            assert (
                answer.json()["detail"] == "The database cannot work now, and nothing was stored."
            )
        with registrar.database.reading() as session:
            assert nominations_of(session, registrar.election) == []
            assert session.query(Job).all() == []
    assert registrar.nominate("1001", "president").status_code == 201
    with registrar.database.reading() as session:
        assert len(nominations_of(session, registrar.election)) == 1
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
