from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import app
from app.core.faults import BadInput

if TYPE_CHECKING:
    from app.settings import Settings

# What these commands import takes a second that `tellers count` need not wait for, so each
# imports its part of the house when it is called.


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    clock: Annotated[
        Path | None, typer.Option(help='A rehearsal\'s clock: a file of {"ahead": seconds}.')
    ] = None,
) -> None:
    """Runs the registrar: the web application of members, committee and observers."""
    import uvicorn

    from app.main import create_app

    settings = settings_from_environment(clock_file=clock) if clock else settings_from_environment()
    # No access log: on issue it would keep the order and the times that the protocol keeps out.
    uvicorn.run(create_app(settings), host=host, port=port, access_log=False, log_level="warning")


@app.command()
def worker(
    until_idle: Annotated[bool, typer.Option(help="End when no letter waits.")] = False,
    clock: Annotated[
        Path | None, typer.Option(help='A rehearsal\'s clock: a file of {"ahead": seconds}.')
    ] = None,
) -> None:
    """Sends the letters that wait to be sent, and counts turnout once a day."""
    from app.worker import work

    settings = settings_from_environment(clock_file=clock) if clock else settings_from_environment()
    work(settings, until_idle=until_idle)


@app.command()
def migrate(
    while_voting: Annotated[
        bool, typer.Option(help="Even while members vote, which is refused otherwise.")
    ] = False,
) -> None:
    """Makes the database's tables, or brings them up to date."""
    from alembic import command
    from alembic.config import Config

    from app.records.base import migrating
    from app.settings import personal_key

    root = Path(__file__).parents[2]
    config = Config(toml_file=str(root / "pyproject.toml"))
    settings = settings_from_environment()
    config.attributes["database_url"] = settings.database_url
    config.attributes["personal_key"] = personal_key(settings)
    config.attributes["while_voting"] = while_voting
    with migrating():
        command.upgrade(config, "head")


@app.command()
def administrator(
    name: Annotated[str, typer.Argument(help="The person's name.")],
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
) -> None:
    """Makes an administrator's account and prints its password, this once."""
    from app.actions.sign_in import create_staff
    from app.records.base import open_database
    from app.settings import real_clock

    with open_database(settings_from_environment()).writing() as session:
        password = create_staff(
            session,
            name=name,
            email=email,
            administrator=True,
            by="the command line",
            now=real_clock(),
        )
    print(password)


@app.command(name="new-password")
def new_password(
    email: Annotated[str, typer.Argument(help="The address that the account signs in with.")],
) -> None:
    """Gives an account a new password, as after too many wrong ones, and prints it this once."""
    from app.actions.sign_in import renew_password
    from app.records.base import open_database
    from app.settings import raw, real_clock

    settings = settings_from_environment()
    with open_database(settings).writing() as session:
        password = renew_password(
            session, email, key=raw(settings.code_key), by="the command line", now=real_clock()
        )
    print(password)


def settings_from_environment(**given: Any) -> "Settings":
    """The settings of TELLERS_...; BadInput names every one that is missing or wrong."""
    from pydantic import ValidationError

    from app.settings import Settings

    try:
        return Settings(**given)
    except ValidationError as fault:
        wrong = "; ".join(
            f"TELLERS_{'.'.join(map(str, each['loc'])).upper()}: {each['msg']}"
            for each in fault.errors()
        )
        raise BadInput(f"the settings are not complete: {wrong}") from fault
