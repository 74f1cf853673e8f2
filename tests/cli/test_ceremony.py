import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rehearsal.made_up import MadeUpElection, make_election
from rehearsal.poll import Poll, board_of
from typer.testing import CliRunner, Result

from app.cli import app
from app.cli.ceremony import write_and_prove
from app.core.faults import BadInput
from app.core.secrecy.board import tree_hash, tree_hash_of
from app.core.secrecy.closed_board import read_entries
from app.core.secrecy.dealing import PublicKeys
from app.core.secrecy.encoding import in_groups
from app.core.secrecy.notes import Checkpoint, join_notes, origin_of
from app.core.secrecy.opened import Opened
from app.core.secrecy.opening_checks import check_opened
from app.core.secrecy.rehearsing import Rehearsal
from app.core.secrecy.shares import Share, combine, deal, opening_keys

RUN = CliRunner()
Refusal = Callable[..., str]
ELECTION_ID = "00112233445566778899aabbccddeeff"


def deal_to(folder: Path, election_id: str) -> None:
    arguments = ["--election-id", election_id, "--trustees", "5", "--threshold", "3"]
    result = RUN.invoke(app, ["ceremony", "deal", *arguments, "--out", str(folder)])
    if result.exception is not None:
        raise result.exception


@pytest.mark.parametrize("election_id", [ELECTION_ID, "ABEiM0RVZneImaq7zN3u_w"])
def test_dealt_shares_give_the_keys_in_the_file_and_nobody_else_may_read_them(
    tmp_path: Path, election_id: str
) -> None:
    deal_to(tmp_path / "dealt", election_id)
    files = sorted((tmp_path / "dealt").glob("share-*.txt"))
    shares = [Share.parse(file.read_text().strip()) for file in files]
    identity = bytes.fromhex(ELECTION_ID)
    keys = opening_keys(combine(shares[2:], identity), identity)
    public = PublicKeys.parse((tmp_path / "dealt" / "opening-keys.json").read_bytes())
    assert public == PublicKeys(identity, keys.a_public, keys.b_public, 3, 5)
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 5


def test_dealing_never_overwrites_a_share(tmp_path: Path, refusal: Refusal) -> None:
    kept = tmp_path / "share-4.txt"
    kept.write_text("kept")
    arguments = ["--election-id", ELECTION_ID, "--trustees", "5", "--threshold", "3"]
    told = refusal("ceremony", *["deal", *arguments, "--out", str(tmp_path)])
    assert "share-4.txt exists already" in told
    assert list(tmp_path.iterdir()) == [kept]
    assert kept.read_text() == "kept"


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--election-id", "abc", "--election-id"),
        ("--election-id", "AAAA", "must be 16 bytes"),
        ("--election-id", "ABEiM0RVZneImaq7zN3u_x", "not canonical"),
        ("--threshold", "1", "2 <= threshold"),
        ("--threshold", "5", "2 <= threshold"),
        ("--trustees", "256", "2 <= threshold"),
    ],
)
def test_dealing_of_impossible_numbers_is_refused(
    tmp_path: Path,
    refusal: Refusal,
    option: str,
    value: str,
    says: str,
) -> None:
    options = {"--election-id": ELECTION_ID, "--trustees": "5", "--threshold": "3"}
    options |= {option: value, "--out": str(tmp_path / "new")}
    arguments = [part for pair in options.items() for part in pair]
    assert says in refusal("ceremony", "deal", *arguments)
    assert not (tmp_path / "new").exists()


def test_shares_that_do_not_prove_themselves_do_not_stay(tmp_path: Path) -> None:
    identity = bytes.fromhex(ELECTION_ID)
    keys = opening_keys(bytes(32), identity)
    public = PublicKeys(identity, keys.a_public, keys.b_public, 2, 3)
    shares = deal(b"another secret".ljust(32), identity, 2, 3, os.urandom(32))
    files = {tmp_path / f"share-{share.x}.txt": share for share in shares}
    with pytest.raises(BadInput, match="do not give the keys"):
        write_and_prove(files, public)
    assert list(tmp_path.iterdir()) == []


def test_dealing_to_where_nothing_can_be_written_is_refused(
    tmp_path: Path, refusal: Refusal
) -> None:
    (tmp_path / "file").write_text("no folder")
    arguments = ["--election-id", ELECTION_ID, "--trustees", "3", "--threshold", "2"]
    told = refusal("ceremony", "deal", *arguments, "--out", str(tmp_path / "file" / "dealt"))
    assert "cannot be made" in told


@dataclass(frozen=True)
class Closed:
    """The files of a closed election, and the shares that open it."""

    election: MadeUpElection
    folder: Path

    def arguments(self, *shares: int, **others: Path) -> list[str]:
        files = {name: self.folder / name for name in ("manifest", "board", "checkpoints", "out")}
        named = [f"--{name}={file}" for name, file in (files | others).items()]
        return ["open", *named, *(f"--share={self.folder / f'share-{each}'}" for each in shares)]


@pytest.fixture
def closed(tmp_path: Path) -> Closed:
    election = make_election(os.urandom)
    poll, manifest = Poll(election, os.urandom), election.manifest
    votes = [poll.entry(1, {"president": [each], "treasurer": []}) for each in (1, 2)]
    board = board_of(*votes, poll.of_inner(2, os.urandom(poll.inner_length)))
    origin, root = origin_of(manifest.election_id), tree_hash_of(map(bytes, board))
    notes = Checkpoint(origin, 0, tree_hash([])), Checkpoint(origin, len(board), root)
    (tmp_path / "manifest").write_bytes(manifest.canonical())
    (tmp_path / "board").write_bytes(b"".join(map(bytes, board)))
    signed = join_notes([note.signed(election.box_sk) for note in notes])
    (tmp_path / "checkpoints").write_text(signed)
    for share in deal(election.secret, manifest.election_id, 3, 5, os.urandom(64)):
        (tmp_path / f"share-{share.x}").write_text(share.code())
    return Closed(election, tmp_path)


def test_opening_writes_what_the_registrar_accepts_and_announces_its_hash(closed: Closed) -> None:
    result = RUN.invoke(app, ["ceremony", *closed.arguments(1, 3, 5), "--attest", "Seen by Ann."])
    assert result.exit_code == 0, result.output
    manifest, out = closed.election.manifest, closed.folder / "out"
    opened = Opened.parse(out.read_bytes(), manifest)
    check_opened(manifest, read_entries(manifest, (closed.folder / "board").read_bytes()), opened)
    assert opened.attestations == ("Seen by Ann.",)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    lines = result.stdout.splitlines()
    assert lines[:2] == [
        "group 1: 2 on the board, 2 valid, 0 malformed",
        "group 2: 1 on the board, 0 valid, 1 malformed (inner-does-not-open 1)",
    ]
    assert lines[3:] == [f"H = {in_groups(opened.published.H)}", f"Written to {out}."]


def dice_after(closed: Closed, typed: str) -> Result:
    return RUN.invoke(app, ["ceremony", *closed.arguments(1, 3, 5), "--dice"], input=typed)


def test_dice_are_asked_for_when_the_hashes_are_announced_and_a_mistyped_row_again(
    closed: Closed,
) -> None:
    result = dice_after(closed, "123\n3141526 5356142 6433246 1632\n")
    assert result.exit_code == 0, result.output
    told = result.stdout
    order = ["H = ", "L = ", "Now roll 25 dice", "These are not 25", "Written to"]
    assert [told.index(words) for words in order] == sorted(told.index(words) for words in order)
    opened = Opened.parse((closed.folder / "out").read_bytes(), closed.election.manifest)
    assert opened.dice == "3141526535614264332461632"


@pytest.mark.parametrize("typed", ["", "7\n"])
def test_opening_whose_dice_are_never_rolled_writes_nothing(closed: Closed, typed: str) -> None:
    result = dice_after(closed, typed)
    assert isinstance(result.exception, BadInput)
    assert not (closed.folder / "out").exists()


def test_shares_that_open_an_election_are_proved_without_opening_it(closed: Closed) -> None:
    keys = closed.folder / "keys"
    keys.write_bytes(PublicKeys.of(closed.election.manifest).canonical())
    shares = [f"--share={closed.folder / f'share-{each}'}" for each in (2, 3, 4)]
    result = RUN.invoke(app, ["ceremony", "prove", f"--keys={keys}", *shares])
    assert result.exit_code == 0, result.output


def spoil(closed: Closed, name: str) -> None:
    file = closed.folder / name
    raw = bytearray(file.read_bytes())
    raw[-2] ^= 1
    file.write_bytes(raw)


@pytest.mark.parametrize(
    ("spoiled", "says"),
    [
        ("manifest", "manifest: the manifest is not"),
        ("board", "board"),
        ("checkpoints", "checkpoint"),
        ("share-3", "share-3: the share"),
    ],
)
def test_opening_with_one_byte_changed_in_a_file_is_refused(
    closed: Closed,
    refusal: Refusal,
    spoiled: str,
    says: str,
) -> None:
    spoil(closed, spoiled)
    assert says in refusal("ceremony", *closed.arguments(1, 2, 3))
    assert not (closed.folder / "out").exists()


def test_opening_with_fewer_shares_than_t_is_refused(closed: Closed, refusal: Refusal) -> None:
    told = refusal("ceremony", *closed.arguments(1, 2))
    assert "takes 3 shares, and 2 were given" in told
    assert not (closed.folder / "out").exists()


def test_opening_with_a_share_of_another_election_is_refused(
    closed: Closed, refusal: Refusal
) -> None:
    foreign = deal(bytes(32), bytes(16), 3, 5, os.urandom(64))[4]
    (closed.folder / "share-5").write_text(foreign.code())
    told = refusal("ceremony", *closed.arguments(1, 2, 5))
    assert "not of one dealing" in told


def test_opening_never_overwrites_an_opening(closed: Closed, refusal: Refusal) -> None:
    (closed.folder / "out").write_text("kept")
    assert "exists already" in refusal("ceremony", *closed.arguments(1, 2, 3))
    assert (closed.folder / "out").read_text() == "kept"


def test_opening_to_where_nothing_can_be_written_is_refused(
    closed: Closed, refusal: Refusal
) -> None:
    nowhere = closed.arguments(1, 2, 3, out=closed.folder / "nowhere" / "out")
    assert "cannot be written" in refusal("ceremony", *nowhere)


def test_opening_attested_by_nobody_is_refused(closed: Closed, refusal: Refusal) -> None:
    told = refusal("ceremony", *closed.arguments(1, 2, 3), "--attest", "")
    assert "--attest must be a sentence" in told


def test_opening_of_a_missing_file_is_refused(closed: Closed, refusal: Refusal) -> None:
    missing = closed.arguments(1, 2, 3, board=closed.folder / "nowhere")
    assert "nowhere cannot be read" in refusal("ceremony", *missing)


def test_rehearsal_with_three_of_five_shares_writes_its_report(
    tmp_path: Path, refusal: Refusal
) -> None:
    deal_to(tmp_path, ELECTION_ID)
    keys, out = f"--keys={tmp_path / 'opening-keys.json'}", f"--out={tmp_path / 'rehearsal.json'}"
    shares = [f"--share={tmp_path / f'share-{x}.txt'}" for x in (2, 3, 5)]
    result = RUN.invoke(app, ["ceremony", "rehearse", *shares, keys, out])
    assert result.stdout.startswith("25 made-up ballots opened with 3 shares; 2 were dropped.")
    report = Rehearsal.parse((tmp_path / "rehearsal.json").read_bytes())
    assert (report.used, report.dropped) == ((2, 3, 5), (1, 4))
    (tmp_path / "rehearsal.json").unlink()
    fourth = f"--share={tmp_path / 'share-1.txt'}"
    assert "exactly 3 shares" in refusal("ceremony", "rehearse", *shares, fourth, keys, out)
