"""New databases with every table, of both kinds that the registrar runs on."""

import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from rehearsal.postgres import PostgresServer
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

ROOT = Path(__file__).parents[1]
KINDS = ("sqlite", "postgresql")


PERSONAL_KEY = secrets.token_bytes(32)  # of what a migration seals


def upgrade(url: str, revision: str = "head", *, while_voting: bool = False) -> None:
    """Brings a database to a revision, as `tellers migrate` does."""
    command.upgrade(config_of(url, while_voting=while_voting), revision)


def config_of(url: str, *, while_voting: bool) -> Config:
    """What alembic is told of a database."""
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["database_url"] = url
    config.attributes["personal_key"] = PERSONAL_KEY
    config.attributes["while_voting"] = while_voting
    return config


class Databases:
    """Copies of databases that the migrations made once a run, so that each test has its own."""

    def __init__(self, ending: ExitStack) -> None:
        self._ending = ending
        self._migrated: dict[str, str] = {}

    @contextmanager
    def migrated(self, kind: str) -> Iterator[str]:
        """The address of a new database with every table; it is gone when the block ends."""
        if kind not in self._migrated:
            self._migrated[kind] = self._ending.enter_context(self.empty(kind))
            upgrade(self._migrated[kind])
        with self.copy_of(self._migrated[kind]) as url:
            yield url

    @contextmanager
    def empty(self, kind: str) -> Iterator[str]:
        """The address of a new database without a table; it is gone when the block ends."""
        if kind == "sqlite":
            with tempfile.TemporaryDirectory(prefix="tellers-sqlite-") as folder:
                yield f"sqlite:///{folder}/tellers.sqlite3"
        else:
            with self._on_postgres("template0") as url:
                yield url

    @contextmanager
    def copy_of(self, original: str) -> Iterator[str]:
        """The address of a copy of a database that nobody is connected to."""
        if original.startswith("sqlite"):
            with self.empty("sqlite") as url:
                shutil.copy(_file_of(original), _file_of(url))
                yield url
        else:
            with self._on_postgres(original.rpartition("/")[2]) as url:
                yield url

    @contextmanager
    def _on_postgres(self, template: str) -> Iterator[str]:
        name = f"test_{secrets.token_hex(8)}"
        self.postgres.create(name, template)
        with _connections_to(name):
            yield self.postgres.url(name)
        self.postgres.drop(name)

    def content(self, url: str) -> bytes:
        """All that the database of this address keeps on disk, whatever the file."""
        if url.startswith("sqlite"):
            files = sorted(_file_of(url).parent.iterdir())
        else:
            self.postgres.checkpoint()
            files = self.postgres.files()
        held = bytearray()
        for file in files:
            with suppress(FileNotFoundError):  # a running server makes and drops files
                held += file.read_bytes()
        return bytes(held)

    def dump(self, url: str) -> bytes:
        """The database of this address written out as SQL, as a backup does."""
        if url.startswith("sqlite"):
            with closing(sqlite3.connect(_file_of(url))) as database:
                return "\n".join(database.iterdump()).encode()
        with tempfile.TemporaryDirectory(prefix="tellers-dump-") as folder:
            written = Path(folder) / "dump.sql"
            self.postgres.dump(url.rpartition("/")[2], written)
            return written.read_bytes()

    @cached_property
    def postgres(self) -> PostgresServer:
        """This run's own server, started when a test first asks for it."""
        folder = self._ending.enter_context(tempfile.TemporaryDirectory(prefix="tellers-pg-"))
        Path(folder).chmod(0o711)
        server = PostgresServer(Path(folder) / "postgresql", durable=False)
        return self._ending.enter_context(server)


def _file_of(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@contextmanager
def _connections_to(database: str) -> Iterator[None]:
    """Closes at the end whatever connections this process made to the database."""
    made: list[psycopg.Connection[object]] = []

    def note(connection: psycopg.Connection[object], _: ConnectionPoolEntry) -> None:
        if isinstance(connection, psycopg.Connection) and connection.info.dbname == database:
            made.append(connection)

    event.listen(Pool, "connect", note)
    yield
    event.remove(Pool, "connect", note)
    for connection in made:
        connection.close()
