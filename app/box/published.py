from app.box.folder import Folder
from app.box.pool import destroy_pool
from app.box.pools import Pools
from app.core.secrecy.board import in_board_order, split_board, tree_hash, tree_hash_of
from app.core.secrecy.entries import entry_length
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.notes import Checkpoint, join_notes, origin_of, parse_notes
from app.core.secrecy.paper import read_batches
from app.errors import OutOfTurn

_AT_OPENING, _AT_CLOSE, _WITH_PAPER = 1, 2, 3  # how many checkpoints there are after each


class Published:
    """What the box has told the world: a checkpoint of size 0, then the board and its own."""

    def __init__(self, folder: Folder, manifest: Manifest) -> None:
        self._folder = folder
        self._manifest = manifest
        self._origin = origin_of(manifest.election_id)
        text = folder.checkpoints.read_text() if folder.checkpoints.exists() else ""
        self.checkpoints = self.read(text) if text else ()
        for checkpoint in self.checkpoints[_AT_OPENING:]:
            if self._board_checkpoint(checkpoint.size) != checkpoint:
                raise OutOfTurn("board.bin is not the board of the checkpoint published last")

    def read(self, text: str) -> tuple[Checkpoint, ...]:
        """The checkpoints of a text that this box signed; Malformed when it did not."""
        return parse_notes(text, self._origin, self._manifest.box_pk)

    @property
    def is_complete(self) -> bool:
        """Whether the board's checkpoint is out: what it holds then, it holds for ever."""
        return len(self.checkpoints) >= _AT_CLOSE

    def check_not_behind(self, seen: str) -> None:
        """Refuses to go on from less than what the world has seen."""
        theirs = self.read(seen)
        if theirs != self.checkpoints[: len(theirs)]:
            raise OutOfTurn("this folder is behind, or beside, the checkpoint published last")

    def open(self, box_sk: bytes) -> None:
        """Publishes the checkpoint of size 0, once."""
        if len(self.checkpoints) < _AT_OPENING:
            self._publish(Checkpoint(self._origin, 0, tree_hash([])), box_sk)

    def close(self, box_sk: bytes, pool: Pools | None) -> None:
        """Board, checkpoint, end of the pool: each step whole, and done again after a kill."""
        self.open(box_sk)
        if not self.is_complete:
            if pool is not None:
                self._folder.keep(self._folder.board, b"".join(in_board_order(pool.entries())))
            self._publish(self._board_checkpoint(), box_sk)
        self._join_paper(box_sk)
        if pool is not None:
            pool.close()
        for path in self._folder.pools:
            destroy_pool(path)

    def add_paper(self, raw: bytes, box_sk: bytes) -> None:
        """Keeps the batches of paper, once, and joins their ballots to the board."""
        self._folder.keep(self._folder.paper, raw)
        self._join_paper(box_sk)

    def paper(self) -> bytes | None:
        """The batches that were kept, if any were."""
        return self._folder.paper.read_bytes() if self._folder.paper.exists() else None

    def _join_paper(self, box_sk: bytes) -> None:
        """Board and checkpoint with the paper that is kept; done again after a kill."""
        raw = self.paper()
        if raw is None or len(self.checkpoints) == _WITH_PAPER:
            return
        cast = self.entries()[: self.checkpoints[-1].size]
        sealed = [
            bytes(each) for batch in read_batches(raw, self._manifest) for each in batch.entries
        ]
        if sealed:
            self._folder.keep(self._folder.board, b"".join(in_board_order([*cast, *sealed])))
            self._publish(self._board_checkpoint(), box_sk)

    def entries(self) -> list[bytes]:
        """The board's entries in tree order."""
        length = entry_length(self._manifest.pad_len)
        return split_board(self._folder.board.read_bytes(), length)

    def _board_checkpoint(self, size: int | None = None) -> Checkpoint:
        if not self._folder.board.exists():
            raise OutOfTurn("the pool and board.bin are both gone, and the entries with them")
        entries = self.entries()[:size]
        return Checkpoint(self._origin, len(entries), tree_hash_of(entries))

    def _publish(self, checkpoint: Checkpoint, box_sk: bytes) -> None:
        checkpoints = (*self.checkpoints, checkpoint)
        text = join_notes([each.signed(box_sk) for each in checkpoints])
        self._folder.keep(self._folder.checkpoints, text.encode())
        self.checkpoints = checkpoints
