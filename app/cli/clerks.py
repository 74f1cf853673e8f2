import secrets
from pathlib import Path
from typing import Annotated

import typer

from app.cli import app
from app.cli.files import naming, read_content, refuse_existing, replace_file, write_secret
from app.cli.keys import OwnKey, PassphraseFile, secret_of
from app.core.faults import BadInput
from app.core.secrecy.encoding import Malformed, from_base64url
from app.core.secrecy.keying import Keyed, differences, read_keyed, settled
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.paper import CLERKS, Batch, Header, in_order, read_batches, seal_batch

commands = typer.Typer(
    name="paper",
    help="Paper ballots: keyed twice, sealed like any other, and signed by two clerks.",
    no_args_is_help=True,
)
app.add_typer(commands)

Frozen = Annotated[Path, typer.Option("--manifest", help="manifest.json, as it was frozen.")]
Group = Annotated[int, typer.Option("--group", help="The contest group of the batch.")]
First = Annotated[Path, typer.Option(help="What the first clerk keyed, a line for each ballot.")]
Second = Annotated[Path, typer.Option(help="What the second clerk keyed.")]
BatchFile = Annotated[Path, typer.Argument(help="The batch's file.")]


@commands.command()
def compare(manifest: Frozen, group: Group, first: First, second: Second) -> None:
    """Names the ballots that two clerks did not key alike; exit 1 when there are any."""
    frozen = _manifest(manifest)
    one, other = (_keyed(frozen, group, file) for file in (first, second))
    differing = differences(one, other)
    for number in differing:
        print(f"ballot {number}: not keyed alike; a third look is needed")
    print(f"{len(one.keys() | other.keys())} ballots, {len(differing)} differences")
    if differing:
        raise typer.Exit(1)


@commands.command()
def seal(
    manifest: Frozen,
    group: Group,
    first: First,
    second: Second,
    batch: Annotated[int, typer.Option(help="The batch's number, from 1.")],
    clerk: Annotated[list[str], typer.Option(help="A clerk's public key; given for both.")],
    observer: Annotated[str, typer.Option(help="Who watched.")],
    out: Annotated[Path, typer.Option(help="The batch's file, to be signed by both clerks.")],
    third: Annotated[
        Path | None, typer.Option(help="The third look at the ballots that differ.")
    ] = None,
) -> None:
    """Seals a batch of paper ballots, each under a one-time key that nobody keeps."""
    refuse_existing(out)
    frozen = _manifest(manifest)
    one, other = (_keyed(frozen, group, file) for file in (first, second))
    look = {} if third is None else _keyed(frozen, group, third)
    with naming("--clerk"):
        clerks = tuple(sorted(from_base64url(each, "the key") for each in clerk))
    if len(set(clerks)) != CLERKS or not set(clerks) <= set(frozen.officers):
        raise BadInput("--clerk must be given for two of the manifest's officers")
    with naming("the ballots"):
        ballots = settled(one, other, look)
        chosen = [each.choices for each in ballots if each.choices is not None]
        spoiled = len(ballots) - len(chosen)
        header = Header(batch, group, len(chosen), spoiled, clerks, observer)
        sealed = seal_batch(frozen, header, chosen, secrets.token_bytes)
    write_secret(out, sealed.canonical() + b"\n")
    print(f"{len(chosen)} ballots sealed, {spoiled} spoiled; both clerks sign {out}.")


@commands.command()
def sign(
    manifest: Frozen, batch: BatchFile, key: OwnKey, passphrase_file: PassphraseFile = None
) -> None:
    """Shows a batch's header and signs it, and each of its ballots, as one of its clerks."""
    frozen = _manifest(manifest)
    with naming(batch):
        found = Batch.parse(read_content(batch).rstrip(b"\n"), frozen, "the batch")
    for name, value in found.header.as_json().items():
        print(f"{name}: {value}")
    with naming(key):
        signed = found.sign(frozen.hash, secret_of(key, passphrase_file))
    replace_file(batch, signed.canonical() + b"\n")
    print(f"Signatures: {len(signed.signed.signatures)}")


@commands.command()
def join(
    manifest: Frozen,
    batches: Annotated[list[Path], typer.Argument(help="Every batch of the election.")],
    out: Annotated[Path, typer.Option(help="paper.jsonl, to be uploaded.")],
) -> None:
    """Puts all signed batches of an election into the one file that joins the board."""
    refuse_existing(out)
    files = [read_content(each) for each in batches]
    with naming("the batches"):
        raw = in_order(files)
        read = read_batches(raw, _manifest(manifest))
    write_secret(out, raw)
    print(f"{len(read)} batches, {sum(each.header.count for each in read)} ballots in {out}")


def _manifest(file: Path) -> Manifest:
    with naming(file):
        return Manifest.parse(read_content(file))


def _keyed(manifest: Manifest, group: int, file: Path) -> dict[int, Keyed]:
    try:
        contests = manifest.contests_of(group)
    except Malformed as fault:
        raise BadInput(f"--group: {fault}") from fault
    with naming(file):
        return read_keyed(read_content(file), contests, manifest.pad_len, "what was keyed")
