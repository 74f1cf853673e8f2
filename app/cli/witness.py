import time
from pathlib import Path
from typing import Annotated

import typer

from app.cli import app
from app.cli.files import naming, read_content, replace_file
from app.cli.keys import NewKey, OwnKey, PassphraseFile, make_key, secret_of
from app.core.faults import BadInput
from app.core.secrecy import ed25519
from app.core.secrecy.encoding import in_groups
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.notes import Witness
from app.core.secrecy.witnessing import newest_checkpoint

Name = Annotated[str, typer.Option(help="The witness's name, without spaces or +.")]


@app.command("witness-key")
def make_witness_key(name: Name, out: NewKey, passphrase_file: PassphraseFile = None) -> None:
    """Makes an observer's cosigning key, and prints the line to register before the freeze."""
    if not name or any(each.isspace() or each == "+" for each in name):
        raise BadInput("--name must have no spaces and no +")
    public = ed25519.public_of(make_key(out, passphrase_file))
    print(Witness(name, public).verifier_key)


@app.command()
def witness(
    manifest: Annotated[Path, typer.Option(help="manifest.json, as it was frozen.")],
    box: Annotated[str, typer.Option(help="The ballot box's address.")],
    name: Name,
    key: OwnKey,
    seen: Annotated[
        Path, typer.Option(help="What this witness saw last; kept from one time to the next.")
    ],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Looks at the box's checkpoints, refuses what takes back an earlier one, and cosigns.

    Prints the cosignature, a line that joins the checkpoint; an observer hands it in.
    """
    with naming(manifest):
        frozen = Manifest.parse(read_content(manifest))
    secret = secret_of(key, passphrase_file)
    own = Witness(name, ed25519.public_of(secret))
    before = read_content(seen) if seen.exists() else None
    notes, board = _published(box)
    with naming(box):
        checkpoint = newest_checkpoint(frozen, notes, board, seen=before)
    line = own.cosign(checkpoint, secret, int(time.time()))
    # Kept first: what was signed may never be forgotten.
    replace_file(seen, notes)
    typer.echo(f"{checkpoint.size} entries, root {in_groups(checkpoint.root)}", err=True)
    print(line, end="")


def _published(box: str) -> tuple[bytes, bytes | None]:
    """checkpoints.txt, and board.bin where there is one."""
    import httpx  # which takes longer to import than most commands to run

    try:
        with httpx.Client(base_url=box, timeout=30) as http:
            notes = http.get("/checkpoints").raise_for_status().content
            board = http.get("/board")
    except httpx.HTTPError as fault:
        raise BadInput(f"{box} shows no checkpoint: {fault}") from fault
    return notes, board.content if board.is_success else None
