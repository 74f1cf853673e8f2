"""A box on two disks: every receipted ballot is on both, and either one is enough to go on."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rehearsal.made_up import make_election, make_entry

from app.box.ballot_box import BallotBox
from app.box.folder import Folder
from app.box.pool import Pool
from app.box.pools import Pools
from app.core.secrecy.answers import Spent, sign_status_request
from app.core.secrecy.entries import Entry, sign_entry
from app.errors import AlreadyDone, NotFound, OutOfTurn
from tests.box.test_ballot_box import HandClock, Standing


class Twice(Standing):
    """A box's folder on two disks."""

    @property
    def other(self) -> Path:
        assert self.folder.second is not None
        return self.folder.second

    @contextmanager
    def locked(self) -> Iterator[BallotBox]:
        with self.folder.held(), self.started() as box:
            yield box


@pytest.fixture
def twice(tmp_path: Path) -> Twice:
    folder = Folder(tmp_path / "one", tmp_path / "other")
    folder.make(os.urandom(32))
    (tmp_path / "other").mkdir()
    return Twice(folder, make_election(os.urandom, box_sk=folder.box_sk()), HandClock())


def slots(path: Path) -> set[bytes]:
    with sqlite3.connect(path) as file:
        found = {entry for (entry,) in file.execute("SELECT entry FROM pool") if any(entry[:2])}
    file.close()
    return found


def cast(twice: Twice, number: int) -> list[Entry]:
    entries = [twice.entry() for _ in range(number)]
    with twice.started() as box:
        for entry in entries:
            twice.check(box.cast(bytes(entry)), entry)
    return entries


def test_every_receipted_ballot_lies_on_both_disks(twice: Twice) -> None:
    entries = set(map(bytes, cast(twice, 5)))
    assert [slots(path) for path in twice.folder.pools] == [entries, entries]


@pytest.mark.parametrize("lost", ["one", "other"])
def test_box_goes_on_when_a_disk_is_lost_with_all_its_receipts(twice: Twice, lost: str) -> None:
    entries = cast(twice, 4)
    shutil.rmtree(twice.folder.path.with_name(lost))
    with twice.locked() as box:
        for entry in entries:
            twice.check(box.cast(bytes(entry)), entry)
        late = twice.entry()
        twice.check(box.cast(bytes(late)), late)
        assert slots(twice.folder.pools[0]) == slots(twice.folder.pools[1])
        twice.clock.to_the_close()
        box.advance()
    for folder in (twice.folder.path, twice.other):
        assert len((folder / "board.bin").read_bytes()) == 5 * len(bytes(entries[0]))
        assert not (folder / "pool.sqlite").exists()
    assert [each.size for each in twice.checkpoints()] == [0, 5]


def test_box_whose_disks_are_both_lost_does_not_start(twice: Twice) -> None:
    cast(twice, 1)
    for path in twice.folder.pools:
        path.unlink()
    with pytest.raises(NotFound, match="entries with it"), twice.started():
        pass


def test_ballot_that_a_kill_left_on_one_disk_is_made_whole(twice: Twice) -> None:
    """Stored on the second, and the process gone before the first had it."""
    cast(twice, 2)
    before = twice.folder.pool.read_bytes()
    half = cast(twice, 1)[0]
    twice.folder.pool.write_bytes(before)
    assert bytes(half) not in slots(twice.folder.pool)
    with twice.started() as box:
        assert bytes(half) in slots(twice.folder.pool)
        twice.check(box.cast(bytes(half)), half)


def test_ballot_on_one_disk_has_no_receipt_until_it_is_on_both(
    twice: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first disk fails at its commit; the same token cannot then be spent on another."""
    election = twice.election
    token, entry = make_entry(election, 1, os.urandom)
    other = sign_entry(election.manifest.hash, token, entry.token_sig, os.urandom(416))
    with twice.started() as box:
        box.advance()
        _fail_once(monkeypatch, twice.folder.pool)
        with pytest.raises(sqlite3.OperationalError):
            box.cast(bytes(entry))
        assert [bytes(entry) in slots(path) for path in twice.folder.pools] == [False, True]
        with pytest.raises(NotFound):
            box.status(sign_status_request(election.manifest.hash, token))
        assert box.cast(bytes(other)) == Spent.of(entry)
        twice.check(box.cast(bytes(entry)), entry)
        assert bytes(entry) in slots(twice.folder.pool)


def test_disk_that_goes_on_failing_is_one_ballot_behind_and_no_more(
    twice: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More would be a set that is known to have been cast after the fault."""
    with twice.started() as box:
        box.advance()
        _fail(monkeypatch, twice.folder.pool, times=99)
        for _ in range(3):
            with pytest.raises(sqlite3.OperationalError):
                box.cast(bytes(twice.entry()))
        assert [len(slots(path)) for path in twice.folder.pools] == [0, 1]


def test_token_spent_on_each_disk_alone_is_on_the_board_once(twice: Twice) -> None:
    """A box started without its second disk took another ballot, and gave it a receipt."""
    election = twice.election
    token, entry = make_entry(election, 1, os.urandom)
    other = sign_entry(election.manifest.hash, token, entry.token_sig, os.urandom(416))
    cast(twice, 0)
    empty = twice.folder.pool.read_bytes()
    with twice.started() as box:
        twice.check(box.cast(bytes(other)), other)
    twice.folder.pool.write_bytes(empty)
    alone = Standing(Folder(twice.folder.path), election, twice.clock)
    with alone.started() as box:
        twice.check(box.cast(bytes(entry)), entry)
    with twice.started() as box:
        twice.check(box.cast(bytes(entry)), entry)
        twice.clock.to_the_close()
        box.advance()
    assert twice.folder.board.read_bytes() == bytes(entry)


def _fail_once(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    _fail(monkeypatch, path, times=1)


def _fail(monkeypatch: pytest.MonkeyPatch, path: Path, *, times: int) -> None:
    """The next transactions on this disk are rolled back when they should be committed."""
    writing = Pool.writing
    failed: list[Path] = []

    @contextmanager
    def failing(self: Pool) -> Iterator[None]:
        with writing(self):
            yield
            if self._path == path and len(failed) < times:
                failed.append(path)
                raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Pool, "writing", failing)


def test_disks_that_contradict_each_other_are_refused(twice: Twice) -> None:
    cast(twice, 1)
    (twice.other / "checkpoints.txt").write_text("another box")
    with pytest.raises(OutOfTurn, match=r"checkpoints\.txt is not the same"), twice.started():
        pass


def test_disk_that_is_a_step_behind_catches_up(twice: Twice) -> None:
    cast(twice, 1)
    opening = twice.folder.checkpoints.read_bytes()
    with twice.started() as box:
        twice.clock.to_the_close()
        box.advance()
    (twice.other / "checkpoints.txt").write_bytes(opening)
    with twice.started():
        assert (twice.other / "checkpoints.txt").read_bytes() != opening


def test_second_disk_serves_one_box_at_a_time(twice: Twice, tmp_path: Path) -> None:
    third = Folder(tmp_path / "third", twice.other)
    with twice.folder.held(), pytest.raises(AlreadyDone), third.held():
        pass


def test_box_that_gains_a_second_disk_fills_it(twice: Twice) -> None:
    alone = Standing(Folder(twice.folder.path), twice.election, twice.clock)
    entry = alone.entry()
    with alone.started() as box:
        alone.check(box.cast(bytes(entry)), entry)
    with twice.started():
        assert slots(twice.folder.pools[1]) == {bytes(entry)}
        assert (twice.other / "box.key").read_bytes() == twice.folder.box_sk()


def test_pools_without_any_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Pools([tmp_path / "a", tmp_path / "b"], bytes(32), {1: 3}, length=930)
