from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, create_engine

from app.errors import OutOfTurn
from app.records import metadata
from app.records.base import UtcDateTime
from app.records.while_voting import elections_at_the_vote
from app.settings import Settings


def render(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Writes our own types as the database's, so that a migration does not change with the code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def refuse_at_the_vote(connection: Connection) -> None:
    """OutOfTurn where tables would change under members who vote."""
    if context.get_context().get_current_revision() == context.get_head_revision():
        return
    if titles := elections_at_the_vote(connection):
        raise OutOfTurn(
            f"Members are voting in {', '.join(titles)}: bring the database up to date when the "
            "board is received, or with --while-voting if it cannot wait."
        )


def run() -> None:
    """Brings the database that the settings name to the wanted revision, in one transaction."""
    url = context.config.attributes.get("database_url") or Settings().database_url
    engine = create_engine(url)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render,
        )
        with context.begin_transaction():
            if not context.config.attributes.get("while_voting"):
                refuse_at_the_vote(connection)
            context.run_migrations()
    engine.dispose()


run()
