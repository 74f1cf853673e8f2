import os
import shutil
import sqlite3
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.box.folder import destroy
from app.box.pool import Pool, destroy_pool, make_pool
from app.core.secrecy.encoding import Malformed, uint16
from app.core.secrecy.entries import token_of
from app.errors import NotFound, Unavailable

LENGTH = 930
KEY = bytes(range(32))
ELIGIBLE = {1: 500, 2: 3}


def entry(number: int, group_id: int = 1) -> bytes:
    """Bytes of an entry's shape; token_pk is 32 bytes after the prefix."""
    return uint16(group_id) + Random(number).randbytes(LENGTH - 2)


def cast(pool: Pool, *entries: bytes) -> None:
    for each in entries:
        with pool.writing():
            pool.put(each)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "pool.sqlite"
    make_pool(path, LENGTH, ELIGIBLE)
    return path


def copied(empty: Path, name: str) -> Path:
    path = empty.with_name(name)
    shutil.copy(empty, path)
    return path


@given(st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_same_ballots_in_two_orders_leave_the_same_bytes(empty: Path, seed: int) -> None:
    """Four in the eight slots of the small group, sixty in the large one."""
    random = Random(seed)
    entries = [entry(random.random().__hash__(), 1) for _ in range(60)]
    entries += [entry(random.random().__hash__(), 2) for _ in range(4)]
    files = []
    for name in ("one.sqlite", "other.sqlite"):
        path = copied(empty, name)
        pool = Pool(path, KEY, ELIGIBLE)
        cast(pool, *entries)
        pool.close()
        files.append(path.read_bytes())
        random.shuffle(entries)
    assert files[0] == files[1]


def first_come(entries: list[bytes], size: int) -> list[int]:
    """Plain linear probing over the last bytes of the token: the control."""
    slots = [-1] * size
    for number, each in enumerate(entries):
        at = token_of(each)[-1] % size
        while slots[at] != -1:
            at = (at + 1) % size
        slots[at] = number
    return [number for number in slots if number != -1]


def test_control_plain_probing_would_keep_an_order() -> None:
    entries = [entry(number) for number in range(500)]
    one = [token_of(entries[number]) for number in first_come(entries, 1000)]
    back = entries[::-1]
    assert one != [token_of(back[number]) for number in first_come(back, 1000)]


def places(path: Path, entries: list[bytes]) -> list[int]:
    """For each entry in the order of casting, where its bytes stand in the file."""
    raw = path.read_bytes()
    return [raw.index(each) for each in entries]


def matches(order: list[int]) -> int:
    """How many of the casts a reader of the file would place rightly, forwards or backwards."""
    ranks = {place: rank for rank, place in enumerate(sorted(order))}
    forwards = sum(ranks[place] == number for number, place in enumerate(order))
    last = len(order) - 1
    return max(forwards, sum(last - ranks[place] == number for number, place in enumerate(order)))


def test_file_tells_no_order_of_five_hundred_casts(empty: Path) -> None:
    path = copied(empty, "order.sqlite")
    entries = [entry(number) for number in range(500)]
    pool = Pool(path, KEY, ELIGIBLE)
    cast(pool, *entries)
    assert sorted(pool.entries()) == sorted(entries)
    pool.close()
    assert matches(places(path, entries)) <= 4  # chance: 1


def test_control_a_table_with_rows_in_turn_tells_every_order(tmp_path: Path) -> None:
    path = tmp_path / "naive.sqlite"
    file = sqlite3.connect(path)
    file.execute("CREATE TABLE naive (entry BLOB)")
    entries = [entry(number) for number in range(500)]
    for each in entries:
        file.execute("INSERT INTO naive VALUES (?)", (each,))
        file.commit()
    rows = [each for (each,) in file.execute("SELECT entry FROM naive ORDER BY rowid")]
    file.close()
    assert matches([rows.index(each) for each in entries]) > 450


def test_casts_never_change_what_lies_outside_their_slots(empty: Path) -> None:
    """The b-tree is fixed from the start: outside the slots only SQLite's counters move."""
    path = copied(empty, "fixed.sqlite")
    pool = Pool(path, KEY, ELIGIBLE)
    entries = [entry(number) for number in range(40)]
    cast(pool, *entries)
    pool.close()
    before, after = empty.read_bytes(), path.read_bytes()
    assert len(before) == len(after)
    inside = {at for start in places(path, entries) for at in range(start, start + LENGTH)}
    changed = {at for at, (one, two) in enumerate(zip(before, after, strict=True)) if one != two}
    assert changed - inside <= {*range(24, 28), *range(92, 100)}


def test_no_slot_overflows_its_page(tmp_path: Path) -> None:
    for length in (930, 1698, 4050, 9000, 60_000):
        path = tmp_path / f"{length}.sqlite"
        make_pool(path, length, {1: 4})
        raw, pool = path.read_bytes(), Pool(path, KEY, {1: 4})
        whole = uint16(1) + os.urandom(length - 2)
        cast(pool, whole)
        assert pool.find(1, token_of(whole)[2:]) == whole
        pool.close()
        assert whole in path.read_bytes()  # in one piece
        assert len(path.read_bytes()) == len(raw)
    with pytest.raises(Malformed, match="longer than any page"):
        make_pool(tmp_path / "long.sqlite", 65_600, {1: 4})


def test_pool_columns_hold_no_time_and_no_serial(empty: Path) -> None:
    file = sqlite3.connect(empty)
    columns = [(name, kind) for _, name, kind, *_ in file.execute("PRAGMA table_info(pool)")]
    tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master")]
    file.close()
    assert (columns, tables) == ([("slot", "INTEGER"), ("entry", "BLOB")], ["pool"])


def test_slots_are_twice_the_members_and_random_behind_a_zero_group(empty: Path) -> None:
    file = sqlite3.connect(empty)
    slots = [each for (each,) in file.execute("SELECT entry FROM pool")]
    file.close()
    assert len(slots) == 2 * 500 + 8
    assert {each[:2] for each in slots} == {bytes(2)}
    assert len({each[2:18] for each in slots}) == len(slots)


def test_find_gives_what_was_put_and_nothing_else(empty: Path) -> None:
    pool = Pool(copied(empty, "find.sqlite"), KEY, ELIGIBLE)
    entries = [entry(number, 2) for number in range(8)]
    cast(pool, *entries[:7])
    for each in entries[:7]:
        assert pool.find(2, token_of(each)[2:]) == each
        assert pool.find(1, token_of(each)[2:]) is None
    assert pool.find(2, token_of(entries[7])[2:]) is None
    pool.close()


def test_group_that_is_full_takes_no_more_and_touches_no_other(empty: Path) -> None:
    pool = Pool(copied(empty, "full.sqlite"), KEY, ELIGIBLE)
    cast(pool, *(entry(number, 2) for number in range(8)))
    with pytest.raises(Unavailable):
        cast(pool, entry(8, 2))
    cast(pool, entry(9, 1))
    assert len(pool.entries()) == 9
    pool.close()


def test_transaction_that_fails_leaves_nothing(empty: Path) -> None:
    path = copied(empty, "failed.sqlite")
    pool = Pool(path, KEY, ELIGIBLE)

    def fail() -> None:
        with pool.writing():
            pool.put(entry(1))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert pool.entries() == []
    pool.close()
    assert path.read_bytes() == empty.read_bytes()


def test_pool_that_is_gone_or_of_another_manifest_is_refused(empty: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="gone"):
        Pool(tmp_path / "pool.sqlite", KEY, ELIGIBLE)
    with pytest.raises(NotFound, match="not the one made for this manifest"):
        Pool(empty, KEY, {1: 499, 2: 3})


def test_destroyed_pool_leaves_neither_name_nor_bytes(empty: Path) -> None:
    path = copied(empty, "end.sqlite")
    pool = Pool(path, KEY, ELIGIBLE)
    cast(pool, entry(1))
    pool.close()
    inode = path.open("rb")
    destroy_pool(path)
    destroy_pool(path)
    assert not any(inode.read())
    inode.close()
    assert not list(path.parent.glob("end.sqlite*"))


def test_destroy_of_a_file_that_is_gone_is_no_fault(tmp_path: Path) -> None:
    destroy(tmp_path / "nothing")
