import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli import app
from app.cli.files import naming, read_content, refuse_existing, replace_file, write_secret
from app.cli.keys import (
    ElectionId,
    NewKey,
    OwnKey,
    PassphraseFile,
    election_id_of,
    make_key,
    secret_of,
)
from app.core.faults import BadInput
from app.core.secrecy.amendments import Amendment, draft, times
from app.core.secrecy.encoding import Json, canonical
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.officers import Registration, secret_of_sheet

commands = typer.Typer(
    name="amendment",
    help="Changes of a frozen election that two officers sign, each on a machine of their own.",
    no_args_is_help=True,
)
app.add_typer(commands)

Draft = Annotated[Path, typer.Argument(help="The amendment's file.")]


@app.command("officer-key")
def make_officer_key(
    out: NewKey,
    election_id: ElectionId,
    sheet: Annotated[
        bool, typer.Option(help="Asks for the printed sheet of a key, and makes no new one.")
    ] = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Makes an officer's signing key, and prints what registers it before the freeze."""
    election = election_id_of(election_id)
    known = _typed_from_sheet(election) if sheet else None
    secret = make_key(out, passphrase_file, known)
    print(canonical(Registration.of(secret, election).as_json()).decode())


def _typed_from_sheet(election_id: bytes) -> bytes:
    typed: str = typer.prompt("The sheet's code", hide_input=True)
    with naming("the sheet"):
        return secret_of_sheet(typed, election_id)


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
def sign(amendment: Draft, key: OwnKey, passphrase_file: PassphraseFile = None) -> None:
    """Shows an amendment and adds one officer's signature to its file."""
    with naming(amendment):
        found = Amendment.parse(read_content(amendment).rstrip(b"\n"), "the amendment")
    for name, value in found.body.items():
        print(f"{name}: {value}")
    signed = found.signed(secret_of(key, passphrase_file))
    replace_file(amendment, signed.canonical() + b"\n")
    print(f"Signatures: {len(signed.signatures)}")


def _time(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as fault:
        raise BadInput(f"{text} is not a time like 2028-03-28T08:00:00Z") from fault


def _count(text: str) -> dict[str, Json]:
    found = re.fullmatch(r"([0-9]{1,5}):([0-9]{1,9})", text)
    if not found:
        raise BadInput(f"--eligible {text[:40]}: name a group and its count, such as 2:35")
    return {"group_id": int(found[1]), "eligible": int(found[2])}
