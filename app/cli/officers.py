from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from app.cli import app
from app.cli.files import naming, read_content, refuse_existing, replace_file, write_secret
from app.core.faults import BadInput
from app.core.secrecy.amendments import Amendment, draft, times
from app.core.secrecy.encoding import Json, to_base64url
from app.core.secrecy.manifest import Manifest

SHORTEST = 12  # characters of a passphrase

commands = typer.Typer(
    name="amendment",
    help="Changes of a frozen election that two officers sign, each on a machine of their own.",
    no_args_is_help=True,
)
app.add_typer(commands)

Passphrase = Annotated[
    Path | None, typer.Option(help="The passphrase's file; asked for where none is named.")
]
Draft = Annotated[Path, typer.Argument(help="The amendment's file.")]


@app.command("officer-key")
def make_officer_key(
    out: Annotated[Path, typer.Option(help="The new key's file, encrypted.")],
    passphrase_file: Passphrase = None,
) -> None:
    """Makes an officer's signing key, and prints the public half to register before the freeze."""
    refuse_existing(out)
    passphrase = _passphrase(passphrase_file, new=True)
    if len(passphrase.decode()) < SHORTEST:
        raise BadInput(f"the passphrase must have {SHORTEST} characters at least")
    key = Ed25519PrivateKey.generate()
    sealed = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase)
    )
    write_secret(out, sealed)
    print(to_base64url(key.public_key().public_bytes_raw()))


@commands.command("draft")
def draft_amendment(
    manifest: Annotated[Path, typer.Option(help="manifest.json, as it was frozen.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence that is published.")],
    out: Draft,
    number: Annotated[int, typer.Option(help="1 for the first amendment, 2 for the next.")] = 1,
    closes_issue: Annotated[
        str | None, typer.Option(help="When issuing ends now, as 2028-03-28T08:00:00Z.")
    ] = None,
    closes_cast: Annotated[str | None, typer.Option(help="When the box closes now.")] = None,
    client: Annotated[
        str | None, typer.Option(help="SHA-256 of the repaired client, base64url.")
    ] = None,
    eligible: Annotated[
        list[str] | None, typer.Option(help="GROUP:COUNT, once for each group counted anew.")
    ] = None,
) -> None:
    """Writes an amendment that nobody has signed: a later close, a client, or eligible counts."""
    refuse_existing(out)
    with naming(manifest):
        frozen = Manifest.parse(read_content(manifest))
    changed: dict[str, Json] = {}
    if closes_issue and closes_cast:
        changed |= times(_time(closes_issue), _time(closes_cast))
    if client:
        changed["client_sha256"] = client
    if eligible:
        changed["eligible"] = [_count(each) for each in eligible]
    with naming("the amendment"):
        made = draft(frozen, number, reason, **changed)
    write_secret(out, made.canonical() + b"\n")
    print(f"Written to {out}; two officers sign it.")


@commands.command()
def sign(
    amendment: Draft,
    key: Annotated[Path, typer.Option(help="The officer's encrypted key.")],
    passphrase_file: Passphrase = None,
) -> None:
    """Shows an amendment and adds one officer's signature to its file."""
    with naming(amendment):
        found = Amendment.parse(read_content(amendment).rstrip(b"\n"), "the amendment")
    for name, value in found.body.items():
        print(f"{name}: {value}")
    signed = found.signed(officer_secret(key, passphrase_file))
    replace_file(amendment, signed.canonical() + b"\n")
    print(f"Signatures: {len(signed.signatures)}")


def officer_secret(key: Path, passphrase_file: Path | None) -> bytes:
    """The 32 bytes of an officer's key, opened by its passphrase."""
    sealed, passphrase = read_content(key), _passphrase(passphrase_file, new=False)
    try:
        opened = load_pem_private_key(sealed, passphrase)
    except ValueError as fault:
        raise BadInput(f"{key}: this is no officer's key, or its passphrase is another") from fault
    if not isinstance(opened, Ed25519PrivateKey):
        raise BadInput(f"{key}: this is no officer's key")
    return opened.private_bytes_raw()


def _passphrase(file: Path | None, *, new: bool) -> bytes:
    if file is not None:
        return read_content(file).rstrip(b"\r\n")
    typed: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new)
    return typed.encode()


def _time(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as fault:
        raise BadInput(f"{text} is not a time like 2028-03-28T08:00:00Z") from fault


def _count(text: str) -> dict[str, Json]:
    group, _, count = text.partition(":")
    if not (group.isascii() and group.isdigit() and count.isascii() and count.isdigit()):
        raise BadInput(f"--eligible {text}: name a group and its count, such as 2:35")
    return {"group_id": int(group), "eligible": int(count)}
