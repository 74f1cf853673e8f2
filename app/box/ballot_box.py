import threading
from datetime import datetime
from pathlib import Path

from app.box.belonging import check_belongs, eligible_in, take_up
from app.box.folder import Folder
from app.box.pool import pool_key
from app.box.pools import Pools
from app.box.published import Published
from app.core.secrecy.amendments import Amendments
from app.core.secrecy.answers import (
    BoxState,
    SignedState,
    Spent,
    read_status_request,
    sign_receipt,
)
from app.core.secrecy.board import leaf_hash
from app.core.secrecy.encoding import uint16
from app.core.secrecy.entries import Entry, entry_length, token_of
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.paper import read_batches
from app.errors import AlreadyDone, NotFound, OutOfTurn
from app.settings import Clock


class NotOpenYet(OutOfTurn):
    """A ballot was cast before voting opened."""


class Closed(OutOfTurn):
    """A ballot was cast when the box had closed."""


class BallotBox:
    """One election's box: takes entries while its one clock says so, then makes the board.

    Every method may be called from any thread; one at a time is at the pool.
    """

    def __init__(
        self,
        folder: Folder,
        manifest: Manifest,
        clock: Clock,
        *,
        seen: str | None = None,
        amendments: bytes | None = None,
    ) -> None:
        self.manifest = manifest
        self._folder = folder
        self._clock = clock
        folder.level()
        self._box_sk = folder.box_sk()
        self._lock = threading.RLock()
        check_belongs(folder, manifest, self._box_sk)
        self._published = Published(folder, manifest)
        if seen is not None:
            self._published.check_not_behind(seen)
        take_up(folder, manifest)
        self._board_is_made = folder.board.exists()
        kept = folder.amendments.read_bytes() if folder.amendments.exists() else b""
        self._amended = Amendments.parse(kept, manifest)
        if amendments is not None and not kept.startswith(amendments):
            self.amend(amendments)
        self._pool = self._open_pool()
        self._on_board: dict[bytes, bytes] = {}  # leaf_hash by token, once there is a board
        if self._pool is None:
            self._close()

    def _open_pool(self) -> Pools | None:
        """The pool, which may be missing, or cut off in its end, only where there is the board."""
        any_pool = any(path.exists() for path in self._folder.pools)
        pool_ended = self._published.is_complete or not any_pool
        if self._board_is_made and pool_ended:
            return None
        key = pool_key(self._box_sk, self.manifest.hash)
        length = entry_length(self.manifest.pad_len)
        return Pools(self._folder.pools, key, eligible_in(self.manifest), length=length)

    def cast(self, raw: bytes) -> bytes | Spent:
        """The receipt of an entry that is now stored, or what its token was spent on before.

        Malformed for an entry that is not right, Closed or NotOpenYet out of turn.
        """
        self.advance()
        entry = Entry.parse(raw, self.manifest.pad_len)
        entry.check(self.manifest)
        stored = self._store(raw)
        if stored == raw:
            return sign_receipt(self._box_sk, self.manifest.hash, entry.leaf_hash)
        return Spent.of(Entry.parse(stored, self.manifest.pad_len))

    def _store(self, raw: bytes) -> bytes:
        """The entry that lies under the token when the transaction ends."""
        with self._lock:
            if self._pool is None:
                raise self._closed()
            with self._pool.writing():
                self._require_open(self._clock())  # the one time that decides
                return self._pool.settle(raw)

    def status(self, raw: bytes) -> bytes:
        """The receipt of what was cast under the token that signed this request, or NotFound."""
        self.advance()
        group_id, token_pk = read_status_request(raw, self.manifest.hash)
        self.manifest.group(group_id)
        with self._lock:
            if self._pool is None:
                leaf = self._on_board.get(uint16(group_id) + token_pk)
            else:
                stored = self._pool.find(group_id, token_pk)
                leaf = None if stored is None else leaf_hash(stored)
        if leaf is None:
            raise NotFound("no ballot was cast under this token")
        return sign_receipt(self._box_sk, self.manifest.hash, leaf)

    def amend(self, raw: bytes) -> bytes:
        """Honours amendments that two officers signed; gives amendments.jsonl as it is kept.

        They hold all that were kept before: AlreadyDone where they do not, Closed when there is
        a board.
        """
        amended = Amendments.parse(raw, self.manifest)
        with self._lock:
            kept = self._amended.canonical()
            if not raw.startswith(kept):
                raise AlreadyDone("the ballot box holds an amendment that is not among these")
            if raw != kept:
                if self._board_is_made:
                    raise self._closed()
                self._folder.keep(self._folder.amendments, raw)
                self._amended = amended
        return raw

    def add_paper(self, raw: bytes) -> bytes:
        """Joins the paper ballots to the closed board, once; gives the checkpoints then.

        `raw` is paper.jsonl, all batches, each signed by two clerks. OutOfTurn before the close.
        """
        self.require_board()
        batches = read_batches(raw, self.manifest)
        with self._lock:
            kept = self._published.paper()
            if kept is not None and kept != raw:
                raise AlreadyDone("the paper ballots have joined the board, and these are others")
            fresh = [token_of(bytes(each)) for batch in batches for each in batch.entries]
            if kept is None and not self._on_board.keys().isdisjoint(fresh):
                raise AlreadyDone("a paper ballot has the key of one that is on the board")
            self._published.add_paper(raw, self._box_sk)
            self._on_board = self._by_token()
        return self.checkpoints()

    def require_board(self) -> None:
        """OutOfTurn before the close, when paper has nothing to join yet."""
        self.advance()
        if not self._published.is_complete:
            raise OutOfTurn("paper joins the board when voting has closed")

    def amendments(self) -> bytes:
        """amendments.jsonl as it is kept."""
        return self._amended.canonical()

    def state(self) -> SignedState:
        """What the box says of itself, with the time of its clock."""
        state, now = self.advance()
        return SignedState.sign(self._box_sk, self.manifest.hash, state, int(now.timestamp()))

    def board(self) -> Path:
        """board.bin, once it is published."""
        self.advance()
        if not self._published.is_complete:
            raise NotFound("the board is published when voting has closed")
        return self._folder.board

    def leaves(self) -> bytes:
        """The leaf hashes of the board in its order, once it is published."""
        with self._lock:  # paper that is joining has its checkpoint out before its leaves
            self.board()
            return b"".join(self._on_board.values())

    def checkpoints(self) -> bytes:
        """checkpoints.txt as far as it is published."""
        self.advance()
        if not self._published.checkpoints:
            raise NotFound("the first checkpoint is published when voting opens")
        return self._folder.checkpoints.read_bytes()

    def advance(self) -> tuple[BoxState, datetime]:
        """Does what the time calls for, opening or closing, and tells the state and the time."""
        with self._lock:
            now = self._clock()
            state = self._state_at(now)
            if state is BoxState.OPEN:
                self._published.open(self._box_sk)
            elif state is BoxState.CLOSED and self._pool is not None:
                self._close()
            return state, now

    def let_go(self) -> None:
        """Closes the pool's file, for the end of the process."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()

    def _state_at(self, now: datetime) -> BoxState:
        if self._board_is_made or now >= self._amended.terms.closes_cast:
            return BoxState.CLOSED
        return BoxState.OPEN if now >= self.manifest.opens else BoxState.NOT_OPEN

    def _require_open(self, now: datetime) -> None:
        state = self._state_at(now)
        if state is BoxState.CLOSED:
            raise self._closed()
        if state is BoxState.NOT_OPEN or not self._published.checkpoints:
            raise NotOpenYet(f"voting opens at {self.manifest.opens:%Y-%m-%dT%H:%M:%SZ}")

    def _closed(self) -> Closed:
        return Closed(f"voting closed at {self._amended.terms.closes_cast:%Y-%m-%dT%H:%M:%SZ}")

    def _close(self) -> None:
        self._board_is_made = True
        self._published.close(self._box_sk, self._pool)
        self._pool = None
        self._on_board = self._by_token()

    def _by_token(self) -> dict[bytes, bytes]:
        return {token_of(entry): leaf_hash(entry) for entry in self._published.entries()}
