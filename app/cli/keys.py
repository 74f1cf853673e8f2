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

from app.cli.files import read_content, refuse_existing, write_secret
from app.core.faults import BadInput

SHORTEST = 12  # characters of a passphrase

PassphraseFile = Annotated[
    Path | None, typer.Option(help="The passphrase's file; asked for where none is named.")
]
NewKey = Annotated[Path, typer.Option("--out", help="The new key's file, encrypted.")]
OwnKey = Annotated[Path, typer.Option("--key", help="Your encrypted key.")]


def make_key(out: Path, passphrase_file: Path | None) -> bytes:
    """Makes a signing key in an encrypted file, and gives its public half."""
    refuse_existing(out)
    passphrase = _passphrase(passphrase_file, new=True)
    if len(passphrase.decode(errors="replace")) < SHORTEST:
        raise BadInput(f"the passphrase must have {SHORTEST} characters at least")
    key = Ed25519PrivateKey.generate()
    sealed = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase)
    )
    write_secret(out, sealed)
    return key.public_key().public_bytes_raw()


def secret_of(key: Path, passphrase_file: Path | None) -> bytes:
    """The 32 bytes of a signing key, opened by its passphrase."""
    sealed, passphrase = read_content(key), _passphrase(passphrase_file, new=False)
    try:
        opened = load_pem_private_key(sealed, passphrase)
    except (ValueError, TypeError) as fault:
        raise BadInput(f"{key}: this is no signing key, or its passphrase is another") from fault
    if not isinstance(opened, Ed25519PrivateKey):
        raise BadInput(f"{key}: this is no Ed25519 key")
    return opened.private_bytes_raw()


def _passphrase(file: Path | None, *, new: bool) -> bytes:
    if file is not None:
        return read_content(file).rstrip(b"\r\n")
    typed: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new)
    return typed.encode()
