import hashlib
from pathlib import Path
from typing import Annotated

import typer

from app.cli.ceremony import commands
from app.cli.files import write_secret
from app.client import ceremony_page
from app.core.secrecy.encoding import in_groups


@commands.command("page")
def write_page(
    to: Annotated[Path, typer.Option(help="Where the page is to be written, an HTML file.")],
) -> None:
    """Writes the ceremony as one page, for a machine that has a browser and nothing else.

    Its SHA-256 is printed, to be compared on that machine.
    """
    page = ceremony_page()
    write_secret(to, page)
    print(f"SHA-256 of {to}: {in_groups(hashlib.sha256(page).digest())}")
