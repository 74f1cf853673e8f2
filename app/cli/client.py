import hashlib
from enum import StrEnum
from typing import Annotated

import typer

from app.cli import app
from app.client import ballot_page, ceremony_page, verifier_page
from app.core.secrecy.encoding import in_groups


class ClientPage(StrEnum):
    """A page whose digest holds all that it runs."""

    BALLOT = "ballot"
    CEREMONY = "ceremony"
    VERIFIER = "verifier"


_READ = {
    ClientPage.BALLOT: ballot_page,
    ClientPage.CEREMONY: ceremony_page,
    ClientPage.VERIFIER: verifier_page,
}


@app.command("client-digest")
def client_digest(
    page: Annotated[ClientPage, typer.Argument(help="Which page.")] = ClientPage.BALLOT,
) -> None:
    """Prints the SHA-256 of a page that this service serves.

    Of the ballot page it is the manifest's client_sha256: that of the HTML at /vote/ELECTION, which
    names its script and stylesheet by digest. The ceremony and the verifier are one file each.
    """
    print(in_groups(hashlib.sha256(_READ[page]()).digest()))
