import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

from app.core.faults import BadInput
from app.errors import Unavailable
from app.records.sealed import open_with
from app.settings import Settings, personal_key

_log = logging.getLogger("tellers.database")


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a time without a zone, which could mean two moments."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Gives UTC back, also where the database keeps no zone."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables; constraints have predictable names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}


class _Remembering(Session):
    """A session that asks the database once for each row, however often it is asked itself.

    Without a reference of its own it would forget every row that nobody holds any more.
    """


@event.listens_for(_Remembering, "loaded_as_persistent")
def _remember(session: Session, row: object) -> None:
    session.info.setdefault("read", []).append(row)


class Database:
    """The registrar's database: sessions to read with, and transactions to write in.

    Personal data is read and written with its `key` alone.
    """

    def __init__(self, url: str, key: bytes | None = None) -> None:
        # A fault's message must not carry what was to be stored into a log.
        self.engine = create_engine(url, hide_parameters=True)
        if key:
            open_with(self.engine.dialect, key)
        if self.engine.dialect.name == "sqlite":
            _make_sqlite_durable(self.engine)
        self._writing = self.engine.execution_options(sqlite_begin="IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose changes, if any, are thrown away."""
        with _in_our_words(), _Remembering(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, committed when the block ends and rolled back when it fails."""
        with (
            _in_our_words(),
            _Remembering(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def close(self) -> None:
        """Lets go of every connection that nobody uses."""
        self.engine.dispose()


def open_database(settings: Settings) -> Database:
    """The database that the settings name, with the key of its personal data."""
    return Database(settings.database_url, personal_key(settings))


@contextmanager
def migrating() -> Iterator[None]:
    """The faults of bringing the tables up to date, in our words."""
    try:
        yield
    except OperationalError as fault:
        raise Unavailable(f"The database was not brought up to date: {fault.orig}") from fault


@contextmanager
def _in_our_words() -> Iterator[None]:
    """The database's faults as ours: what it cannot hold, and that it is away, full or busy."""
    try:
        yield
    except DataError as fault:
        raise BadInput(
            "A value of the request has a character or a size that cannot be stored."
        ) from fault
    except (OperationalError, PoolTimeout) as fault:
        _log.error("the database failed: %s", getattr(fault, "orig", None) or fault)
        raise Unavailable("The database cannot work now, and nothing was stored.") from fault


def _make_sqlite_durable(engine: Engine) -> None:
    """One writer at a time, taken at the start, and nothing answered before it is on the disk."""

    @event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # SQLAlchemy begins the transactions itself, below; the driver must not.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")
