from typing import Annotated

import typer

from app.cli import app
from app.cli.serving import settings_from_environment

commands = typer.Typer(
    name="audit", help="The log of every act: chained, signed and checked.", no_args_is_help=True
)
app.add_typer(commands)


@commands.command()
def seal() -> None:
    """Chains the entries that wait and prints the signed head; the worker does so by itself."""
    from app.actions.auditing import seal_audit
    from app.records.base import Database
    from app.settings import raw, real_clock

    settings = settings_from_environment()
    database = Database(settings.database_url)
    sealed = True
    while sealed:
        with database.writing() as session:
            head = seal_audit(session, raw(settings.signing_key), now=real_clock())
        sealed = head is not None
        if head:
            print(head)


@commands.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="A head written down earlier; the log must go through it.")
    ] = None,
) -> None:
    """Checks every entry and every signed head, and names the first that is broken.

    Exit 0 whole; 1 broken; 2 bad input.
    """
    from app.actions.auditing import public_key_of, verify_audit
    from app.core.secrecy.encoding import Malformed
    from app.records.base import Database
    from app.settings import raw

    settings = settings_from_environment()
    key = public_key_of(raw(settings.signing_key))
    with Database(settings.database_url).reading() as session:
        try:
            found = verify_audit(session, key, kept=head)
        except Malformed as fault:
            print(f"BROKEN: {fault}")
            raise typer.Exit(1) from fault
    print(f"whole: {found.head.length} entries chained, {found.waiting} wait to be")
    print(found.head)
