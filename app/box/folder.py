import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.core.secrecy import ed25519
from app.errors import AlreadyDone, NotFound, OutOfTurn

_CHUNK = 1 << 20
_KEPT = (
    "box.key",
    "manifest.json",
    "amendments.jsonl",
    "paper.jsonl",
    "board.bin",
    "checkpoints.txt",
)


@dataclass(frozen=True, slots=True)
class Folder:
    """All that a ballot box keeps: its key and, for one election for ever, what is below.

    `second`, where there is one, is a folder on another disk that holds the same.
    """

    path: Path
    second: Path | None = None

    @property
    def key(self) -> Path:
        """The 32 bytes of the box's Ed25519 secret key."""
        return self.path / "box.key"

    @property
    def manifest(self) -> Path:
        """The manifest that this folder serves, and no other ever."""
        return self.path / "manifest.json"

    @property
    def amendments(self) -> Path:
        """What two officers changed of the manifest's terms; absent while nothing is."""
        return self.path / "amendments.jsonl"

    @property
    def pool(self) -> Path:
        """Entries until the close; destroyed by it."""
        return self.path / "pool.sqlite"

    @property
    def pools(self) -> list[Path]:
        """The pool on each disk."""
        return [self.pool] if self.second is None else [self.pool, self.second / self.pool.name]

    @property
    def board(self) -> Path:
        """Entries after the close, in the order of the tree."""
        return self.path / "board.bin"

    @property
    def paper(self) -> Path:
        """The batches of paper that joined the board; absent while none has."""
        return self.path / "paper.jsonl"

    @property
    def checkpoints(self) -> Path:
        """The signed notes published so far."""
        return self.path / "checkpoints.txt"

    def make(self, box_sk: bytes) -> None:
        """Makes the folder and keeps the new key in it, readable by its owner alone."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.key.exists():
            raise AlreadyDone(f"{self.path} already holds a ballot box's key")
        write_durably(self.key, box_sk)

    def box_sk(self) -> bytes:
        """The box's secret key."""
        if not self.key.is_file() or self.key.stat().st_size != ed25519.PUBLIC_KEY:
            raise NotFound(f"{self.path} holds no ballot box's key; tellers box init makes one")
        return self.key.read_bytes()

    def keep(self, file: Path, content: bytes) -> None:
        """Writes one of the folder's files durably, on the second disk first."""
        if self.second is not None:
            write_durably(self.second / file.name, content)
        write_durably(file, content)

    def level(self) -> None:
        """Brings both disks to the same, where one was lost or is a step behind the other.

        What is kept only ever grows; files that contradict each other are refused.
        """
        if self.second is None:
            return
        for name in _KEPT:
            files = [folder / name for folder in (self.path, self.second)]
            one, other = (file.read_bytes() if file.exists() else None for file in files)
            if one == other:
                continue
            longer, shorter = sorted((one or b"", other or b""), key=len, reverse=True)
            if not longer.startswith(shorter):
                raise OutOfTurn(f"{name} is not the same on the two disks")
            write_durably(files[0 if one != longer else 1], longer)

    @contextmanager
    def held(self) -> Iterator[None]:
        """One process at a time serves a folder, on both its disks; a second one is refused."""
        with ExitStack() as locks:
            for folder in (self.path, self.second):
                if folder is not None:
                    if self.second is not None:
                        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                    _lock(locks.enter_context((folder / "lock").open("w")), folder)
            yield


def _lock(file: IO[str], folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        raise AlreadyDone(f"another ballot box is serving {folder}") from fault


def write_durably(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all; when this returns it survives a loss of power."""
    new = path.with_name(path.name + ".new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    put_in_place(new, path)


def put_in_place(new: Path, path: Path) -> None:
    """Renames a finished file over `path`, durably."""
    new.replace(path)
    _sync_folder(path.parent)


def destroy(path: Path) -> None:
    """Overwrites a file with zeros and removes it, durably; one already gone is no fault."""
    if not path.exists():
        return
    size = path.stat().st_size
    with path.open("r+b", buffering=0) as file:
        for at in range(0, size, _CHUNK):
            file.write(bytes(min(_CHUNK, size - at)))
        os.fsync(file.fileno())
    path.unlink()
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
