"""What issuing and casting are measured against: one row stored durably, and nothing else.

Run as `python -m rehearsal.bare registrar DATABASE_URL PORT GROUPS` or `... box FILE PORT`.
"""

import secrets
import sqlite3
import sys
import threading
from collections.abc import Iterator
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, Request
from sqlalchemy import LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as BareRequest
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.core.secrecy.signing import base_blind_length, blind_sign
from app.core.secrecy.tokens import SIGNATURE
from app.records.base import Database
from app.vault import make_issuer_key, open_issuer_key


class _Base(DeclarativeBase):
    pass


class _Row(_Base):
    __tablename__ = "bare_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def bare_registrar(database_url: str, groups: int = 0) -> FastAPI:
    """A route of FastAPI that inserts the body as a row, with the registrar's own settings.

    Then it signs the body for so many contest groups, as issuing does after its commit.
    """
    vault_key = secrets.token_bytes(32)
    sealed = [make_issuer_key(vault_key)[1] for _ in range(groups)]
    database = Database(database_url)
    _Base.metadata.create_all(database.engine)
    app = FastAPI()

    def transaction() -> Iterator[Session]:
        with database.writing() as session:
            yield session

    @app.post("/insert")
    def insert(
        content: Annotated[bytes, Depends(_body)],
        session: Annotated[Session, Depends(transaction, scope="function")],
    ) -> None:
        session.add(_Row(content=content))

    @app.post("/insert-and-sign")
    def insert_and_sign(content: Annotated[bytes, Depends(_body)]) -> None:
        with database.writing() as session:
            session.add(_Row(content=content))
        for each in sealed:
            private = open_issuer_key(vault_key, each)
            chance = secrets.token_bytes(base_blind_length(private))
            blind_sign(private, content.rjust(SIGNATURE, b"\0"), chance)

    return app


def bare_box(file: str) -> Starlette:
    """A route of Starlette that inserts the body as a row, with the ballot box's own settings."""
    database = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=TRUNCATE", "secure_delete=ON", "synchronous=FULL"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("CREATE TABLE IF NOT EXISTS bare_rows (id INTEGER PRIMARY KEY, content BLOB)")
    lock = threading.Lock()

    def store(content: bytes) -> None:
        with lock:
            database.execute("INSERT INTO bare_rows (content) VALUES (?)", [content])

    async def insert(request: BareRequest) -> Response:
        await run_in_threadpool(store, await request.body())
        return PlainTextResponse("stored")

    return Starlette(routes=[Route("/insert", insert, methods=["POST"])])


async def _body(request: Request) -> bytes:
    return await request.body()


if __name__ == "__main__":
    kind, place, port, *groups = sys.argv[1:]
    bare = bare_box(place) if kind == "box" else bare_registrar(place, *map(int, groups))
    uvicorn.run(bare, port=int(port), access_log=False, log_level="warning")
