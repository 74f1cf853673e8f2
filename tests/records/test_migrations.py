from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    update,
)
from sqlalchemy.engine import Connection

from app.errors import OutOfTurn
from app.records import metadata
from app.records.base import Database
from app.records.elections import Election
from app.records.sealed import SealedBytes, SealedNumber, SealedText
from tests.databases import KINDS, PERSONAL_KEY, ROOT, Databases, config_of, upgrade
from tests.registrar import Registrar

NOON = datetime(2028, 1, 10, 12, tzinfo=UTC)
# By type of column, the lists first where a type is also another's.
MADE_UP: list[tuple[Any, Any]] = [
    (Boolean, True),
    (Integer, 1),
    (DateTime, NOON),
    (Date, date(2028, 1, 10)),
    (LargeBinary, b"bytes"),
    (JSON, {"a": [1]}),
    (String, "a"),
]
ALLOWED = {"purpose": "rehearsal", "held_for": "general", "channel": "electronic"}


def script() -> ScriptDirectory:
    return ScriptDirectory.from_config(Config(toml_file=str(ROOT / "pyproject.toml")))


def made_up_row(table: Table) -> dict[str, Any]:
    """One row with something in every column, pointing at the one row of every other table."""
    return {
        column.name: ALLOWED.get(
            column.name,
            next(value for kind, value in MADE_UP if isinstance(column.type, kind)),
        )
        for column in table.columns
    }


def rows(connection: Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every table, by what the database itself says of its tables."""
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        for row in connection.execute(table.select()).mappings():
            yield table.name, dict(row)


def opened(table: str, row: dict[str, Any], database: Database) -> dict[str, Any]:
    """The row as it was before its personal data was sealed."""
    kept = dict(row)
    for column in metadata.tables[table].columns if table in metadata.tables else ():
        process = column.type.result_processor(database.engine.dialect, None)
        if isinstance(column.type, SealedBytes | SealedText | SealedNumber) and process:
            kept[column.name] = process(row[column.name])
    return kept


@pytest.fixture
def filled(databases: Databases, kind: str) -> Iterator[Database]:
    """A database at the first revision with a row in every table."""
    with databases.empty(kind) as url:
        first = script().get_base()
        assert first is not None
        upgrade(url, first)
        database = Database(url, PERSONAL_KEY)
        with database.engine.begin() as connection:
            found = MetaData()
            found.reflect(connection)
            for table in found.sorted_tables:
                if table.name != "alembic_version":
                    connection.execute(table.insert().values(made_up_row(table)))
        yield database


def test_migrations_have_one_head() -> None:
    assert len(script().get_heads()) == 1


def test_tables_after_all_migrations_equal_the_records(database_url: str) -> None:
    with Database(database_url).engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_database_with_data_keeps_every_row_through_all_migrations(filled: Database) -> None:
    with filled.engine.connect() as connection:
        before = [each for each in rows(connection) if each[0] != "alembic_version"]
    filled.close()
    assert len(before) >= 20
    upgrade(filled.engine.url.render_as_string(hide_password=False))
    with filled.engine.connect() as connection:
        after = [(table, opened(table, row, filled)) for table, row in rows(connection)]
    for table, row in before:
        kept = [each for name, each in after if name == table]
        assert [{column: each[column] for column in row} for each in kept] == [row], table


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        *((kind, "voting") for kind in KINDS),
        *(("sqlite", state) for state in ("half open", "rehearsal", "board received")),
    ],
    indirect=["kind"],
)
def test_tables_are_not_changed_while_members_vote(registrar: Registrar, state: str) -> None:
    registrar.with_candidates().freeze()
    registrar.move_to(registrar.dates["opens"])
    for officer in [registrar.chair, registrar.second][: 1 if state == "half open" else 2]:
        assert registrar.post("voting", {}, officer).is_success
    with registrar.database.engine.begin() as connection:
        if state != "rehearsal":
            connection.execute(update(Election).values(purpose="election"))
        if state == "board received":
            boards = Table("boards", MetaData(), autoload_with=connection)
            made_up = made_up_row(boards) | {"election_id": registrar.election}
            connection.execute(boards.insert().values(made_up))
    registrar.close()
    url = registrar.settings.database_url
    upgrade(url)  # which changes nothing, and may be asked at each start
    head = revision_of(registrar)
    command.downgrade(config_of(url, while_voting=True), "-1")
    before = revision_of(registrar)
    assert before != head
    if state == "voting":
        with pytest.raises(OutOfTurn, match="Members are voting in 2028 general election"):
            upgrade(url)
        assert revision_of(registrar) == before
    upgrade(url, while_voting=state == "voting")
    assert revision_of(registrar) == head


def revision_of(registrar: Registrar) -> str | None:
    with registrar.database.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    registrar.close()
    return found
