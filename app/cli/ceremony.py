import secrets
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from app.cli import app
from app.cli.files import make_folder, naming, read_content, refuse_existing, write_secret
from app.cli.keys import ElectionId, election_id_of
from app.core.faults import BadInput
from app.core.secrecy.closed_board import read_closed_board
from app.core.secrecy.dealing import PublicKeys, keys_of, prove_dealing
from app.core.secrecy.encoding import in_groups
from app.core.secrecy.entries import Entry
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.opened import OpenedGroup
from app.core.secrecy.opening import Opening, open_board
from app.core.secrecy.opening_checks import check_opened
from app.core.secrecy.published import LEAST_DICE, are_dice
from app.core.secrecy.rehearsing import rehearse
from app.core.secrecy.sealed_shares import unseal_share
from app.core.secrecy.shares import SECRET, Share, deal, opening_keys

commands = typer.Typer(
    name="ceremony",
    help="The committee's ceremonies, on a machine of its own without a network.",
    no_args_is_help=True,
)
app.add_typer(commands)

MOST_TRUSTEES = 255

Shares = Annotated[
    list[Path], typer.Option("--share", help="A trustee's share, a file; given once for each.")
]


@commands.command("deal")
def deal_shares(
    election_id: ElectionId,
    trustees: Annotated[int, typer.Option(help="How many shares are dealt.")],
    threshold: Annotated[int, typer.Option(help="How many of them open the ballots.")],
    out: Annotated[Path, typer.Option(help="The folder for shares and keys.")],
) -> None:
    """Makes the opening secret, deals it in shares, and keeps only its public keys.

    Before the secret is dropped all share files are read back and prove themselves.
    """
    identity = election_id_of(election_id)
    if not 2 <= threshold < trustees <= MOST_TRUSTEES:
        raise BadInput(
            f"--threshold and --trustees must hold 2 <= threshold < trustees <= {MOST_TRUSTEES}, "
            "so that one lost share loses nothing"
        )
    files = [out / f"share-{x}.txt" for x in range(1, trustees + 1)]
    keys_file = out / "opening-keys.json"
    refuse_existing(*files, keys_file)
    secret = secrets.token_bytes(SECRET)
    keys = opening_keys(secret, identity)
    public = PublicKeys(identity, keys.a_public, keys.b_public, threshold, trustees)
    dealt = deal(
        secret, identity, threshold, trustees, secrets.token_bytes(SECRET * (threshold - 1))
    )
    make_folder(out)
    proved = write_and_prove(dict(zip(files, dealt, strict=True)), public)
    write_secret(keys_file, public.canonical())
    print(f"{trustees} shares in {out}, any {threshold} of which open the ballots.")
    print(f"Read back, they agree, and {proved} sets of {threshold} gave the keys A and B.")
    print(f"The keys for the manifest are in {keys_file}.")


def write_and_prove(shares: Mapping[Path, Share], public: PublicKeys) -> int:
    """Writes the shares, reads them back and counts the sets that proved themselves.

    Where one does not, none of the files stays.
    """
    written: list[Path] = []
    try:
        for file, share in shares.items():
            write_secret(file, f"{share.code()}\n".encode())
            written.append(file)
        with naming("the shares read back"):
            return prove_dealing([_share(file) for file in written], public)
    except BadInput:
        for file in written:
            file.unlink()
        raise


@commands.command()
def prove(
    share: Shares,
    keys: Annotated[Path, typer.Option(help="opening-keys.json of the dealing.")],
) -> None:
    """Proves that shares give the keys of an election, and opens nothing."""
    with naming(keys):
        public = PublicKeys.parse(read_content(keys))
    with naming("the shares"):
        keys_of([_share(file) for file in share], public)
    print(f"{len(share)} shares give the keys A and B: they can open this election.")


@commands.command("rehearse")
def rehearse_opening(
    share: Shares,
    keys: Annotated[Path, typer.Option(help="opening-keys.json of the rehearsal's own dealing.")],
    out: Annotated[Path, typer.Option(help="rehearsal.json, to be written for the registrar.")],
) -> None:
    """Opens made-up ballots with t shares of a dealing made for it, and reports on the others."""
    refuse_existing(out)
    with naming(keys):
        public = PublicKeys.parse(read_content(keys))
    with naming("the rehearsal"):
        report = rehearse(public, [_share(file) for file in share], secrets.token_bytes)
    write_secret(out, report.canonical())
    print(f"{report.ballots} made-up ballots opened with {len(report.used)} shares; ", end="")
    print(f"{len(report.dropped)} were dropped. The report is {out}.")


@commands.command("open")
def open_ballots(
    manifest: Annotated[Path, typer.Option(help="manifest.json, as it was frozen.")],
    board: Annotated[Path, typer.Option(help="board.bin, as the box published it.")],
    checkpoints: Annotated[Path, typer.Option(help="checkpoints.txt, as the box published it.")],
    share: Shares,
    out: Annotated[Path, typer.Option(help="opened.json, to be written for the registrar.")],
    attest: Annotated[
        list[str] | None, typer.Option(help="A sentence of one present; may be repeated.")
    ] = None,
    dice: Annotated[
        bool | None,
        typer.Option(
            "--dice/--no-dice",
            help="Whether dice are rolled, and typed in, once H is announced; asked on a terminal.",
        ),
    ] = None,
) -> None:
    """Opens the ballots of a closed board, and prints the hash to be written down by observers.

    Then they roll dice, and one side of each ballot is shown as the dice ask. Nothing is written
    before that, and the secret lives in the memory of this one process.
    """
    refuse_existing(out)
    if not out.parent.is_dir():
        raise BadInput(f"{out} cannot be written: {out.parent} is not a folder")
    sentences = tuple(attest or ())
    if not all(sentences) or len(set(sentences)) != len(sentences):
        raise BadInput("--attest must be a sentence, and no two the same")
    with naming(manifest):
        frozen = Manifest.parse(read_content(manifest))
    with naming(f"{board} and {checkpoints}"):
        entries = read_closed_board(frozen, read_content(board), read_content(checkpoints))
    opening = _open(frozen, entries, share, sentences)
    rolled = sys.stdin.isatty() if dice is None else dice
    _announce(opening, with_links=rolled)
    opened = opening.answer(_roll()) if rolled else opening.opened
    with naming("the answers to the dice"):
        check_opened(frozen, entries, opened)
    write_secret(out, opened.canonical())
    print(f"Written to {out}.")


def _open(
    manifest: Manifest, entries: Sequence[Entry], shares: Sequence[Path], sentences: Sequence[str]
) -> Opening:
    """The board opened; the secret is put together in here, and no one holds it afterwards."""
    with naming("the shares"):
        keys = keys_of([_share(file) for file in shares], PublicKeys.of(manifest))
    with _progress(len(entries)) as on_layer:
        opening = open_board(manifest, entries, keys, attestations=sentences, on_layer=on_layer)
    with naming("the opening"):
        check_opened(manifest, entries, opening.opened)
    return opening


def _share(file: Path) -> Share:
    """The share of a file, which may be under a passphrase; then that is asked for."""
    raw = read_content(file)
    with naming(file):
        if raw.startswith(b"{"):
            raw = unseal_share(raw, _passphrase_of(file)).encode()
        return Share.parse(raw.decode("ascii", "replace").strip())


def _passphrase_of(file: Path) -> str:
    typed: str = typer.prompt(f"Passphrase of {file}", hide_input=True)
    return typed


@contextmanager
def _progress(entries: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, and nothing where the output goes elsewhere."""
    # Brings rich in only where a bar is drawn: every command would start the slower for it.
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("Opening two layers", total=2 * entries)
        yield lambda: bar.advance(task)


def _announce(opening: Opening, *, with_links: bool) -> None:
    for group in opening.opened.groups:
        print(_group_line(group))
    print("Announce and write down, before anything else:")
    print(f"H = {in_groups(opening.opened.published.H)}")
    if with_links:
        print(f"L = {in_groups(opening.links_hash)}")
    sys.stdout.flush()


def _roll() -> str:
    """The digits that observers roll now; a mistyped row is asked for again."""
    print(f"Now roll {LEAST_DICE} dice at least, and type their digits in the order of rolling:")
    while True:
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise BadInput("no dice were rolled after H was announced, and nothing is written")
        digits = "".join(line.split())
        if are_dice(digits):
            return digits
        print(f"These are not {LEAST_DICE} digits or more, each from 1 to 6. Again:")


def _group_line(group: OpenedGroup) -> str:
    malformed = len(group.malformed)
    reasons = Counter(record.reason.value for record in group.malformed)
    named = ", ".join(f"{reason} {times}" for reason, times in sorted(reasons.items()))
    line = f"group {group.group_id}: {group.cast} on the board, {len(group.plain)} valid, "
    return line + f"{malformed} malformed" + (f" ({named})" if named else "")
