"""SIGKILL of a box on two disks before every line that touches them; what the next one finds."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from rehearsal.made_up import make_election, make_entry, make_paper

from app.box.ballot_box import BallotBox
from app.box.folder import Folder
from app.core.secrecy.answers import Spent, sign_status_request
from app.core.secrecy.board import in_board_order
from app.core.secrecy.entries import Entry, sign_entry
from tests.box.test_ballot_box import HandClock, Standing
from tests.box.test_two_disks import slots
from tests.killing import Act, is_killed

POOL = ("app/box/pools.py", "app/box/pool.py")
FILES = ("app/box/folder.py",)
MEMORY = Path("/", "dev", "shm")  # what a kill leaves is the kernel's, and waits for no disk
CAST_BEFORE = 3
FEWEST_STEPS = 20  # of any act that is killed


class Killed(Standing):
    """A box on two disks that is put back to what it was before each kill."""

    def every_kill(self, ready: Callable[[], Act], *of: str) -> Iterator[int]:
        """Kills a process of its own before one line of the act after the other.

        What the disks hold then is there while the caller looks; the last time nothing is killed.
        """
        place, now = self.folder.path.parent, self.clock.now
        before = place.with_name("before")
        shutil.copytree(place, before)
        for step in count(1):
            killed = is_killed(step, ready, of=of)
            yield step
            if not killed:
                assert step > FEWEST_STEPS
                return
            shutil.rmtree(place)
            shutil.copytree(before, place)
            self.clock.now = now

    def opened(self) -> BallotBox:
        """A box of this folder, that nobody closes."""
        return BallotBox(self.folder, self.election.manifest, self.clock)

    def end(self, entries: Sequence[Entry]) -> None:
        """Voting closes, and what is on the board of either disk is these entries, once each."""
        self.clock.to_the_close()
        with self.started() as box:
            box.advance()
        self.check_board(in_order(entries))
        assert not any(path.exists() for path in self.folder.pools)

    def check_board(self, entries: Sequence[bytes]) -> None:
        """The board and its last checkpoint, the same on both disks."""
        assert self.folder.second is not None
        for name in ("board.bin", "checkpoints.txt"):
            one, other = (disk / name for disk in (self.folder.path, self.folder.second))
            assert one.read_bytes() == other.read_bytes()
        assert self.folder.board.read_bytes() == b"".join(entries)
        assert self.checkpoints()[-1].size == len(entries)


@pytest.fixture
def standing() -> Iterator[Killed]:
    with tempfile.TemporaryDirectory(prefix="tellers-kills-", dir=MEMORY) as place:
        disks = Path(place) / "disks"
        folder = Folder(disks / "one", disks / "other")
        folder.make(os.urandom(32))
        (disks / "other").mkdir()
        election = make_election(os.urandom, eligible=5, box_sk=folder.box_sk())
        yield Killed(folder, election, HandClock())


def cast_some(standing: Killed) -> list[Entry]:
    entries = [standing.entry() for _ in range(CAST_BEFORE)]
    with standing.started() as box:
        for entry in entries:
            box.cast(bytes(entry))
    return entries


def test_box_killed_at_any_step_of_its_first_start_starts_anew(standing: Killed) -> None:
    entry = standing.entry()
    for _ in standing.every_kill(lambda: lambda: standing.opened().advance(), *FILES):
        with standing.started() as box:
            standing.check(box.cast(bytes(entry)), entry)
        standing.end([entry])


def test_box_killed_at_any_step_of_a_cast_takes_the_same_ballot_and_no_other(
    standing: Killed,
) -> None:
    before, (token, entry) = cast_some(standing), make_entry(standing.election, 1, os.urandom)
    manifest = standing.election.manifest
    other = sign_entry(manifest.hash, token, entry.token_sig, os.urandom(len(entry.outer)))
    asked = sign_status_request(manifest.hash, token)
    stored = set[bool]()
    for _ in standing.every_kill(lambda: partial(standing.opened().cast, bytes(entry)), *POOL):
        with standing.started() as box:
            one, second = map(slots, standing.folder.pools)
            assert one == second
            stored.add(bytes(entry) in one)
            if bytes(entry) in one:
                standing.check(box.status(asked), entry)
            for each in (entry, *before):
                standing.check(box.cast(bytes(each)), each)
            assert box.cast(bytes(other)) == Spent.of(entry)
        standing.end([entry, *before])
    assert stored == {True, False}


def test_box_killed_at_any_step_of_the_close_ends_with_the_same_board(standing: Killed) -> None:
    entries = cast_some(standing)
    standing.clock.to_the_close()
    for _ in standing.every_kill(lambda: standing.opened().advance, *FILES):
        standing.end(entries)


def test_box_killed_at_any_step_of_joining_paper_joins_the_same_once(standing: Killed) -> None:
    entries = cast_some(standing)
    standing.end(entries)
    batch = make_paper(standing.election, [{"delegates": [1]}, {"delegates": []}])
    paper = batch.canonical() + b"\n"
    for _ in standing.every_kill(lambda: partial(standing.opened().add_paper, paper), *FILES):
        with standing.started() as box:
            box.add_paper(paper)
        standing.check_board([*in_order(entries), *in_order(batch.entries)])


def in_order(entries: Sequence[Entry]) -> list[bytes]:
    return in_board_order(map(bytes, entries))
