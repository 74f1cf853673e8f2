from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.box.pool import Pool, make_pool
from app.core.secrecy.entries import token_of
from app.errors import NotFound


class Pools:
    """The pool on each of the box's disks, one or two, with the same entries; use under one lock.

    An entry that only one of them holds, after a kill or on a full disk, has no receipt; it is
    made whole when the box starts, or when the same entry comes again.
    """

    def __init__(
        self, paths: Sequence[Path], key: bytes, eligible: Mapping[int, int], *, length: int
    ) -> None:
        lost = [path for path in paths if not path.exists()]
        if len(lost) == len(paths):
            raise NotFound(f"the pool {paths[0]} is gone, and the entries with it")
        for path in lost:
            make_pool(path, length, eligible)
        self._pools = [Pool(path, key, eligible) for path in paths]
        self._alike = False
        with self.writing():
            pass

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One immediate transaction on each disk, when all that was left on one is on both.

        So a disk that fails can be behind by one entry at the most: a set of more, known to have
        come after the fault, would tell something of their order.
        """
        if not self._alike:
            with self._transactions():
                for entry in self.entries() if len(self._pools) > 1 else ():
                    self.settle(entry)
        self._alike = False
        with self._transactions():
            yield
        self._alike = True

    @contextmanager
    def _transactions(self) -> Iterator[None]:
        with ExitStack() as transactions:
            for pool in self._pools:
                transactions.enter_context(pool.writing())
            yield

    def settle(self, entry: bytes) -> bytes:
        """Stores an entry on every disk, or else the one that any of them has under its token.

        Gives what lies there then; call it while `writing`.
        """
        token = token_of(entry)
        group_id, token_pk = int.from_bytes(token[:2], "big"), token[2:]
        held = [pool.find(group_id, token_pk) for pool in self._pools]
        stored = next((each for each in held if each is not None), entry)
        for pool, each in zip(self._pools, held, strict=True):
            if each is None:
                pool.put(stored)
        return stored

    def find(self, group_id: int, token_pk: bytes) -> bytes | None:
        """The entry under a token, where every disk holds it."""
        held = [pool.find(group_id, token_pk) for pool in self._pools]
        return None if None in held else held[0]

    def entries(self) -> list[bytes]:
        """Every entry that any disk holds, in no order of casting.

        Of two under one token it is the first disk's: the other has lain on a disk that the box
        was once started without, and never had a receipt.
        """
        every = (entry for pool in reversed(self._pools) for entry in pool.entries())
        return sorted({token_of(entry): entry for entry in every}.values())

    def close(self) -> None:
        """Lets go of the files."""
        for pool in self._pools:
            pool.close()
