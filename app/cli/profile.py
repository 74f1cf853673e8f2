from typing import Annotated

import typer

from app.cli import app
from app.profiles.showing import show as shown

profile = typer.Typer(help="The rules of a local, as data.", no_args_is_help=True)
app.add_typer(profile, name="profile")


@profile.callback()
def _group() -> None:
    """The rules of a local, as data."""


@profile.command()
def show(name: Annotated[str, typer.Argument(help="The profile's name.")]) -> None:
    """Prints a profile as a document, every value with its clause."""
    print(shown(name), end="")
