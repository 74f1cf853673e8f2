import re
import secrets
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

from app.cli.files import naming, read_content, refuse_existing, write_secret
from app.core.faults import BadInput
from app.core.secrecy.encoding import from_base64url
from app.core.secrecy.manifest import ELECTION_ID

SHORTEST = 12  # characters of a passphrase

PassphraseFile = Annotated[
    Path | None, typer.Option(help="The passphrase's file; asked for where none is named.")
]
NewKey = Annotated[Path, typer.Option("--out", help="The new key's file, encrypted.")]
ElectionId = Annotated[str, typer.Option(help="16 bytes, hexadecimal or base64url.")]
OwnKey = Annotated[Path, typer.Option("--key", help="Your encrypted key.")]


def election_id_of(text: str) -> bytes:
    """The 16 bytes of an election's id, as --election-id names it."""
    if re.fullmatch(f"[0-9a-fA-F]{{{2 * ELECTION_ID}}}", text):
        return bytes.fromhex(text)
    with naming("--election-id"):
        identity = from_base64url(text, "it")
    if len(identity) != ELECTION_ID:
        raise BadInput(f"--election-id must be {ELECTION_ID} bytes in hexadecimal or base64url")
    return identity


def make_key(out: Path, passphrase_file: Path | None, known: bytes | None = None) -> bytes:
    """Writes a signing key into an encrypted file, a new one where none is known; gives it."""
    refuse_existing(out)
    passphrase = _passphrase(passphrase_file, new=True)
    if len(passphrase.decode(errors="replace")) < SHORTEST:
        raise BadInput(f"the passphrase must have {SHORTEST} characters at least")
    key = Ed25519PrivateKey.from_private_bytes(known or secrets.token_bytes(32))
    sealed = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase)
    )
    write_secret(out, sealed)
    return key.private_bytes_raw()


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
