import json
import re
import secrets
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.box.folder import Folder
from app.cli import app
from app.core.faults import BadInput
from app.core.secrecy import ed25519
from app.core.secrecy.encoding import Malformed, to_base64url
from app.core.secrecy.manifest import Manifest

# Scheme, host and port as a browser writes them in Origin (RFC 6454): no path, no capitals.
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")
if TYPE_CHECKING:
    from app.box.ballot_box import BallotBox

commands = typer.Typer(
    name="box",
    help="The ballot box: its own process, origin and files, knowing no member.",
    no_args_is_help=True,
)
app.add_typer(commands)

Dir = Annotated[Path, typer.Option("--dir", help="The ballot box's folder.")]


@commands.command()
def init(
    folder: Dir,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Makes the box's folder and signing key, and prints the key for the manifest (box_spki)."""
    secret = secrets.token_bytes(32)
    Folder(folder).make(secret)
    spki = to_base64url(ed25519.to_spki(ed25519.public_of(secret)))
    print(json.dumps({"box_spki": spki}) if as_json else spki)


@commands.command()
def serve(
    folder: Dir,
    manifest: Annotated[Path, typer.Option(help="The frozen manifest's bytes.")],
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8001,
    page_origin: Annotated[
        str | None,
        typer.Option(help="Where the ballot page is: https://vote.example.org, and nothing more."),
    ] = None,
    clock: Annotated[
        Path | None, typer.Option(help="A rehearsal's clock file; refused for an election.")
    ] = None,
    published: Annotated[
        Path | None,
        typer.Option(help="checkpoints.txt as last seen outside; a box behind it will not start."),
    ] = None,
    second: Annotated[
        Path | None,
        typer.Option(help="A folder on another disk that holds the same, for when one is lost."),
    ] = None,
    amendments: Annotated[
        Path | None,
        typer.Option(help="amendments.jsonl that two officers signed, such as a later close."),
    ] = None,
) -> None:
    """Serves one manifest's election from its opening to its board, closing by its own clock."""
    # The box's own parts, which take longer to import than most commands to run.
    from app.box.ballot_box import BallotBox
    from app.settings import clock_from

    _check_origin(page_origin)
    frozen = _manifest(manifest)
    if clock is not None and frozen.purpose != "rehearsal":
        raise BadInput(f"--clock is for rehearsals, and {manifest} is an election")
    seen = None if published is None else _read(published).decode("utf-8", "replace")
    amended = None if amendments is None else _read(amendments)
    kept = Folder(folder, second)
    if second is None:
        kept.box_sk()
    with kept.held(), _listening(host, port) as listening:
        try:
            ballot_box = BallotBox(kept, frozen, clock_from(clock), seen=seen, amendments=amended)
        except Malformed as fault:
            raise BadInput(f"{folder}: {fault}") from fault
        _serve(ballot_box, listening, page_origin)


def _serve(box: "BallotBox", listening: socket.socket, page_origin: str | None) -> None:
    """Answers until it is told to end, and writes nothing of who asked, or when."""
    import uvicorn

    from app.box.application import create_box_app

    config = uvicorn.Config(
        create_box_app(box, page_origin=page_origin),
        access_log=False,
        log_config=None,
        log_level="error",
        server_header=False,
        date_header=False,
    )
    uvicorn.Server(config).run([listening])


def _check_origin(text: str | None) -> None:
    if text is not None and not ORIGIN.fullmatch(text):
        raise BadInput(f"--page-origin {text} is not an origin such as https://vote.example.org")


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as fault:
        raise BadInput(f"{host}:{port} cannot be listened on: {fault.strerror}") from fault
    # Connections inherit it; without it an answer of two segments waits 40 ms for the client's ACK.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _manifest(file: Path) -> Manifest:
    try:
        return Manifest.parse(_read(file))
    except Malformed as fault:
        raise BadInput(f"{file}: {fault}") from fault


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise BadInput(f"{file} cannot be read: {fault.strerror}") from fault
