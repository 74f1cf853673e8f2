import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from rehearsal.made_up import OPENS, MadeUpElection, make_election, make_entry

from app.box.ballot_box import BallotBox, Closed, NotOpenYet
from app.box.folder import Folder
from app.core.secrecy.answers import BoxState, Spent, check_receipt, sign_status_request
from app.core.secrecy.board import tree_hash_of
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.entries import Entry, entry_length, sign_entry
from app.core.secrecy.notes import Checkpoint, origin_of, parse_notes
from app.errors import AlreadyDone, NotFound, NotPermitted, OutOfTurn


@dataclass
class HandClock:
    """A clock that stands still until the test moves it."""

    now: datetime = OPENS + timedelta(minutes=1)
    then: datetime | None = None  # what it says after it was read once

    def __call__(self) -> datetime:
        now = self.now
        self.now, self.then = self.then or now, None
        return now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)

    def to_the_close(self) -> None:
        self.now = OPENS + timedelta(hours=1, minutes=15)


@dataclass
class Standing:
    """A box's folder with its election and clock; `started` is what a new process does."""

    folder: Folder
    election: MadeUpElection
    clock: HandClock = field(default_factory=HandClock)

    @contextmanager
    def started(self, seen: str | None = None) -> Iterator[BallotBox]:
        box = BallotBox(self.folder, self.election.manifest, self.clock, seen=seen)
        try:
            yield box
        finally:
            box.let_go()

    def entry(self, group_id: int = 1) -> Entry:
        return make_entry(self.election, group_id, os.urandom)[1]

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        manifest = self.election.manifest
        text = self.folder.checkpoints.read_text()
        return parse_notes(text, origin_of(manifest.election_id), manifest.box_pk)

    def check(self, receipt: bytes | Spent, entry: Entry) -> None:
        manifest = self.election.manifest
        assert isinstance(receipt, bytes)
        check_receipt(receipt, manifest.box_pk, manifest.hash, entry.leaf_hash)


@pytest.fixture
def standing(tmp_path: Path) -> Standing:
    folder = Folder(tmp_path / "box")
    folder.make(os.urandom(32))
    return Standing(folder, make_election(os.urandom, box_sk=folder.box_sk()))


def test_cast_gives_a_receipt_and_the_same_entry_the_same_receipt(standing: Standing) -> None:
    entry = standing.entry()
    with standing.started() as box:
        receipt = box.cast(bytes(entry))
        standing.check(receipt, entry)
        assert box.cast(bytes(entry)) == receipt
    with standing.started() as box:
        assert box.cast(bytes(entry)) == receipt


def test_cast_of_a_spent_token_tells_what_it_was_spent_on(standing: Standing) -> None:
    election = standing.election
    token, first = make_entry(election, 1, os.urandom)
    second = sign_entry(election.manifest.hash, token, first.token_sig, os.urandom(416))
    with standing.started() as box:
        receipt = box.cast(bytes(first))
        spent = box.cast(bytes(second))
        assert spent == Spent.of(first)
        spent.check(election.manifest.hash, 1, token.token_pk)
        assert box.cast(bytes(first)) == receipt
        standing.clock.to_the_close()
        assert box.board().read_bytes() == bytes(first)


def test_cast_of_a_wrong_entry_is_refused_and_changes_no_byte(standing: Standing) -> None:
    entry = bytes(standing.entry())
    foreign = bytes(make_entry(make_election(os.urandom), 1, os.urandom)[1])
    with standing.started() as box:
        box.advance()
        before = standing.folder.pool.read_bytes()
        other_end = entry[:-1] + bytes([entry[-1] ^ 1])
        for wrong in (entry[:-1], other_end, b"\0\3" + entry[2:], foreign, b""):
            with pytest.raises(Malformed):
                box.cast(wrong)
        assert standing.folder.pool.read_bytes() == before


def test_status_tells_a_token_alone_what_was_cast_under_it(standing: Standing) -> None:
    token, entry = make_entry(standing.election, 2, os.urandom)
    request = sign_status_request(standing.election.manifest.hash, token)
    with standing.started() as box:
        with pytest.raises(NotFound):
            box.status(request)
        receipt = box.cast(bytes(entry))
        assert box.status(request) == receipt
        with pytest.raises(Malformed):
            box.status(request[:-1] + bytes([request[-1] ^ 1]))
        standing.clock.to_the_close()
        assert box.status(request) == receipt
    with standing.started() as box:
        assert box.status(request) == receipt


@pytest.mark.parametrize(
    ("after_opening", "state"),
    [
        (timedelta(seconds=-1), BoxState.NOT_OPEN),
        (timedelta(0), BoxState.OPEN),
        (timedelta(hours=1, minutes=14, seconds=59, microseconds=999_999), BoxState.OPEN),
        (timedelta(hours=1, minutes=15), BoxState.CLOSED),
    ],
)
def test_state_is_that_of_its_one_clock(
    standing: Standing, after_opening: timedelta, state: BoxState
) -> None:
    standing.clock.now = OPENS + after_opening
    with standing.started() as box:
        told = box.state()
        told.check(standing.election.manifest.box_pk, standing.election.manifest.hash)
        assert (told.state, told.at) == (state, int(standing.clock.now.timestamp()))


def test_cast_before_the_opening_is_out_of_turn(standing: Standing) -> None:
    entry = standing.entry()
    standing.clock.now = OPENS - timedelta(seconds=1)
    with standing.started() as box:
        with pytest.raises(NotOpenYet, match="opens at 2028-03-28T08:00:00Z"):
            box.cast(bytes(entry))
        with pytest.raises(NotFound):
            box.checkpoints()
        standing.clock.move(seconds=1)
        standing.check(box.cast(bytes(entry)), entry)


def test_clock_that_strikes_inside_the_cast_decides(standing: Standing) -> None:
    """The box was open when the cast came in; the time read inside the transaction counts."""
    entry = bytes(standing.entry())
    with standing.started() as box:
        standing.clock.then = OPENS + timedelta(hours=1, minutes=15)
        with pytest.raises(Closed):
            box.cast(entry)


def test_opening_is_told_before_the_first_cast_counts(standing: Standing) -> None:
    """No cast lies in the pool before the checkpoint of size 0 is out, whatever the clock does."""
    entry = bytes(standing.entry())
    with standing.started() as box:
        standing.clock.now, standing.clock.then = OPENS - timedelta(seconds=1), OPENS
        with pytest.raises(NotOpenYet):
            box.cast(entry)


def test_close_makes_board_and_checkpoint_and_ends_the_pool(standing: Standing) -> None:
    entries = [standing.entry(group_id) for group_id in (2, 1, 2, 1, 1)]
    with standing.started() as box:
        for each in entries:
            box.cast(bytes(each))
        with pytest.raises(NotFound, match="when voting has closed"):
            box.board()
        standing.clock.to_the_close()
        with pytest.raises(Closed, match="closed at 2028-03-28T09:15:00Z"):
            box.cast(bytes(entries[0]))
        board = box.board().read_bytes()
    ordered = sorted(entries, key=lambda each: (each.group_id, each.leaf_hash))
    assert board == b"".join(bytes(each) for each in ordered)
    first, last = standing.checkpoints()
    assert (first.size, last.size) == (0, 5)
    assert last.root == tree_hash_of(bytes(each) for each in ordered)
    left = {path.name for path in standing.folder.path.iterdir()}
    assert left == {"box.key", "manifest.json", "board.bin", "checkpoints.txt"}


def test_close_is_for_ever_whatever_the_clock_says(standing: Standing) -> None:
    entry = standing.entry()
    with standing.started() as box:
        standing.clock.to_the_close()
        box.advance()
        standing.clock.move(hours=-1)
        assert box.state().state is BoxState.CLOSED
        with pytest.raises(Closed):
            box.cast(bytes(entry))
    with standing.started() as box, pytest.raises(Closed):
        box.cast(bytes(entry))


def test_close_of_an_election_that_nobody_saw_open_tells_both(standing: Standing) -> None:
    standing.clock.to_the_close()
    with standing.started() as box:
        box.advance()
    assert [each.size for each in standing.checkpoints()] == [0, 0]
    with standing.started() as box:
        assert box.board().read_bytes() == b""


Files = dict[str, bytes]


def files_of(folder: Folder) -> Files:
    return {path.name: path.read_bytes() for path in folder.path.iterdir()}


def put_back(folder: Folder, files: Files) -> None:
    for path in folder.path.iterdir():
        path.unlink()
    for name, content in files.items():
        (folder.path / name).write_bytes(content)


Killed = Callable[[Files, Files], Files]
KILLED: dict[str, Killed] = {
    "before the board": lambda opened, _: opened,
    "in the board": lambda opened, closed: opened | {"board.bin.new": closed["board.bin"][:900]},
    "before the checkpoint": lambda opened, closed: opened | {"board.bin": closed["board.bin"]},
    "in the checkpoint": lambda opened, closed: (
        opened | {"board.bin": closed["board.bin"], "checkpoints.txt.new": b"tellers/1/"}
    ),
    "before the pool's end": lambda opened, closed: opened | closed,
    "in the pool's end": lambda _, closed: closed | {"pool.sqlite": bytes(5000)},
    "after the pool's end": lambda _, closed: closed | {"pool.sqlite-journal": b""},
}


@pytest.mark.parametrize("step", KILLED)
def test_close_killed_at_any_step_ends_the_same(standing: Standing, step: str) -> None:
    with standing.started() as box:
        for _ in range(3):
            box.cast(bytes(standing.entry()))
    opened = files_of(standing.folder)
    standing.clock.to_the_close()
    with standing.started() as box:
        box.advance()
    closed = files_of(standing.folder)

    put_back(standing.folder, KILLED[step](opened, closed))
    if "board.bin" in files_of(standing.folder):
        standing.clock.move(hours=-1)  # a box that has begun to close never opens again
    with standing.started() as box:
        box.advance()
    left = {
        name: content for name, content in files_of(standing.folder).items() if ".new" not in name
    }
    assert left == closed
    assert [each.size for each in standing.checkpoints()] == [0, 3]


Damage = Callable[[Standing], object]


@pytest.mark.parametrize(
    ("closed", "damage", "says"),
    [
        (False, lambda s: s.folder.pool.unlink(), "is gone"),
        (False, lambda s: s.folder.manifest.unlink(), "manifest.json is gone"),
        (True, lambda s: s.folder.board.unlink(), "are both gone"),
        (True, lambda s: s.folder.manifest.unlink(), "manifest.json is gone"),
        (True, lambda s: s.folder.board.write_bytes(b""), "is not the board"),
        (True, lambda s: s.folder.board.write_bytes(bytes(930)), "is not the board"),
    ],
)
def test_box_behind_its_own_checkpoint_refuses_to_start(
    standing: Standing, closed: bool, damage: Damage, says: str
) -> None:
    with standing.started() as box:
        box.cast(bytes(standing.entry()))
        if closed:
            standing.clock.to_the_close()
            box.advance()
    damage(standing)
    with pytest.raises((NotFound, OutOfTurn), match=says), standing.started():
        pass


def test_box_put_back_to_before_what_the_world_saw_refuses_to_start(standing: Standing) -> None:
    with standing.started() as box:
        box.advance()
        opened = box.checkpoints().decode()
        standing.clock.to_the_close()
        closed = box.checkpoints().decode()
    standing.folder.checkpoints.write_text(opened)
    with pytest.raises(OutOfTurn, match="behind"), standing.started(closed):
        pass
    with pytest.raises(Malformed), standing.started("not a checkpoint"):
        pass
    with standing.started(opened):
        pass


def test_folder_belongs_to_one_manifest_for_ever(standing: Standing) -> None:
    with standing.started():
        pass
    other = make_election(os.urandom, box_sk=standing.folder.box_sk())
    with pytest.raises(AlreadyDone, match="another manifest"):
        BallotBox(standing.folder, other.manifest, standing.clock)


def test_manifest_of_another_box_is_refused(standing: Standing) -> None:
    other = make_election(os.urandom)
    with pytest.raises(NotPermitted, match="another ballot box"):
        BallotBox(standing.folder, other.manifest, standing.clock)


def test_start_killed_before_the_manifest_was_kept_makes_the_pool_anew(standing: Standing) -> None:
    standing.folder.pool.write_bytes(b"half a pool")
    entry = standing.entry()
    with standing.started() as box:
        standing.check(box.cast(bytes(entry)), entry)


def test_folder_without_a_key_and_folder_with_one(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "box")
    with pytest.raises(NotFound, match="tellers box init"):
        folder.box_sk()
    folder.make(bytes(32))
    with pytest.raises(AlreadyDone):
        folder.make(bytes(32))
    assert folder.key.stat().st_mode & 0o777 == 0o600


def test_folder_is_served_by_one_process_at_a_time(standing: Standing) -> None:
    served = ExitStack()
    served.enter_context(standing.folder.held())
    with pytest.raises(AlreadyDone, match="another ballot box"):
        ExitStack().enter_context(standing.folder.held())
    served.close()
    with standing.folder.held():
        pass


def test_entries_of_an_election_have_one_length(standing: Standing) -> None:
    length = entry_length(standing.election.manifest.pad_len)
    assert {len(bytes(standing.entry(group_id))) for group_id in (1, 2)} == {length}
