"""Entries before the close, at rest: slots that keep nothing of the order of casting.

Every slot is there from the start, of one length, random behind a zero group_id. An entry lies
where linear probing with priorities puts it (Blelloch and Golovin, "Strongly History-Independent
Hashing with Applications", 2007): each slot on the way from an entry's home to its place holds
one of higher priority. There is one such placement for a set of entries, whatever the order in
which they came, so the file at rest is a function of the set alone. Slots are overwritten in
place, without touching the b-tree round them.
"""

import hashlib
import hmac
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from app.box.folder import destroy, put_in_place
from app.core.secrecy.encoding import Malformed, uint16
from app.core.secrecy.entries import token_of
from app.errors import NotFound, Unavailable

FORMAT = 1
FEWEST_SLOTS = 8
SLOTS_PER_MEMBER = 2
_PATIENCE = 1.0  # seconds; nobody but this process has business with the file
_EMPTY = uint16(0)
_PAGE_SIZES = tuple(4096 << power for power in range(5))
_OUTSIDE_PAYLOAD = 35  # a table leaf keeps a payload of up to page size - 35 bytes in its page
_RECORD_HEADER = 16
_HEAD = 2 + 32 + 32  # G || prefix || token_pk


class Pool:
    """The slots of one election in their own SQLite file; use it under one lock."""

    def __init__(self, path: Path, key: bytes, eligible: Mapping[int, int]) -> None:
        if not path.is_file():
            raise NotFound(f"the pool {path} is gone, and the entries with it")
        self._key = key
        self._path = path
        self._ranges = _ranges(eligible)
        self._file = sqlite3.connect(
            path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        for pragma in ("journal_mode=TRUNCATE", "secure_delete=ON", "synchronous=FULL"):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.execute("PRAGMA temp_store=MEMORY")
        self._check_format()

    def _check_format(self) -> None:
        version = self._file.execute("PRAGMA user_version").fetchone()[0]
        slots = self._file.execute("SELECT max(slot) FROM pool").fetchone()[0]
        if version != FORMAT or slots != sum(map(len, self._ranges.values())):
            raise NotFound(f"the pool {self._path} is not the one made for this manifest")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One immediate transaction: all that is put inside it, or nothing."""
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._file.execute("COMMIT")
        except BaseException:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            raise

    def find(self, group_id: int, token_pk: bytes) -> bytes | None:
        """The entry under a token, or None."""
        priority = self._priority(uint16(group_id) + token_pk)
        for slot in self._probes(group_id, priority):
            found = self._key_at(slot)
            if found is None or self._priority(found) > priority:
                return None
            if found == uint16(group_id) + token_pk:
                return self._read(slot)
        return None

    def put(self, entry: bytes) -> None:
        """Stores an entry whose token is not there yet, moving those of lower priority along."""
        group_id = int.from_bytes(entry[:2], "big")
        carried, priority = entry, self._priority(token_of(entry))
        probes = self._probes(group_id, priority)
        for slot in probes:
            resident = self._read(slot)
            if resident[:2] == _EMPTY:
                self._write(slot, carried)
                return
            if self._priority(token_of(resident)) > priority:
                self._write(slot, carried)
                carried, priority = resident, self._priority(token_of(resident))
        raise Unavailable("the ballot box has no room for another ballot of this group")

    def entries(self) -> list[bytes]:
        """Every entry, in the order of the slots."""
        return [
            entry for (entry,) in self._file.execute("SELECT entry FROM pool") if any(entry[:2])
        ]

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()

    def _probes(self, group_id: int, priority: bytes) -> Iterator[int]:
        slots = self._ranges[group_id]
        home = int.from_bytes(priority, "big") % len(slots)
        return (slots[(home + step) % len(slots)] for step in range(len(slots)))

    def _priority(self, token: bytes) -> bytes:
        """Where an entry is at home, and which of two goes first; nobody can aim at it."""
        return hmac.digest(self._key, token, "sha256")

    def _key_at(self, slot: int) -> bytes | None:
        with self._file.blobopen("pool", "entry", slot, readonly=True) as blob:
            head = blob.read(_HEAD)
        return None if head[:2] == _EMPTY else token_of(head)

    def _read(self, slot: int) -> bytes:
        with self._file.blobopen("pool", "entry", slot, readonly=True) as blob:
            return blob.read()

    def _write(self, slot: int, entry: bytes) -> None:
        with self._file.blobopen("pool", "entry", slot) as blob:
            blob.write(entry)


def _ranges(eligible: Mapping[int, int]) -> dict[int, range]:
    """The slots of each group, so that no group can fill another's."""
    ranges: dict[int, range] = {}
    start = 1
    for group_id in sorted(eligible):
        size = max(FEWEST_SLOTS, SLOTS_PER_MEMBER * eligible[group_id])
        ranges[group_id] = range(start, start + size)
        start += size
    return ranges


def pool_key(box_sk: bytes, manifest_hash: bytes) -> bytes:
    """The key of the slots' hash, known to the box alone."""
    return hmac.digest(box_sk, b"pool" + manifest_hash, hashlib.sha256)


def make_pool(path: Path, entry_length: int, eligible: Mapping[int, int]) -> None:
    """Makes the file with every slot in it, empty; it is there whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    file = sqlite3.connect(new, isolation_level=None)
    file.execute(f"PRAGMA page_size={_page_size(entry_length)}")
    file.execute(f"PRAGMA user_version={FORMAT}")
    file.execute("PRAGMA journal_mode=OFF")
    file.execute("PRAGMA synchronous=FULL")
    file.execute("CREATE TABLE pool (slot INTEGER PRIMARY KEY, entry BLOB NOT NULL)")
    file.execute("BEGIN")
    slots = chain.from_iterable(_ranges(eligible).values())
    empty = ((slot, _EMPTY + os.urandom(entry_length - 2)) for slot in slots)
    file.executemany("INSERT INTO pool VALUES (?, ?)", empty)
    file.execute("COMMIT")
    file.close()
    new.chmod(0o600)
    put_in_place(new, path)


def destroy_pool(path: Path) -> None:
    """Overwrites and removes the file and its journal, in whatever state they are."""
    destroy(path)
    destroy(path.with_name(path.name + "-journal"))


def _page_size(entry_length: int) -> int:
    """The least page that holds a whole slot: what overflows a page keeps an order."""
    for size in _PAGE_SIZES:
        if entry_length + _RECORD_HEADER <= size - _OUTSIDE_PAYLOAD:
            return size
    raise Malformed("an entry of this manifest is longer than any page of the pool")
