import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from itertools import cycle

from rehearsal.ports import free_port

PIECE = 1 << 16


class Gate(AbstractContextManager["Gate"]):
    """One address before several servers, as an operator's proxy gives it; it keeps nothing.

    Each connection leads to the next of the servers. Where `cuts` says so the line is cut when
    a server answers: it has done and stored what was asked, and nobody hears of it. `answers`
    counts the pieces of them.
    """

    def __init__(self, cuts: Callable[[], bool] = lambda: False) -> None:
        self.port = free_port()
        self.answers = 0
        self.cut = 0
        self._cuts = cuts
        self._servers: Iterator[int] = iter(())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    @property
    def url(self) -> str:
        """Where it lets in."""
        return f"http://127.0.0.1:{self.port}"

    def lead_to(self, ports: Iterable[int]) -> None:
        """From now on connections lead to the servers at these ports in turn."""
        self._servers = cycle(ports)

    def __enter__(self) -> "Gate":
        self._thread.start()
        opening = asyncio.start_server(self._let_in, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(opening, self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _let_in(self, asked: asyncio.StreamReader, answered: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            answer, ask = await asyncio.open_connection("127.0.0.1", next(self._servers))
            ways = [_pass(asked, ask), _pass(answer, answered, self._is_cut)]
            _, left = await asyncio.wait(
                map(asyncio.create_task, ways), return_when=asyncio.FIRST_COMPLETED
            )
            for way in left:
                way.cancel()
            ask.close()
        answered.close()

    def _is_cut(self) -> bool:
        self.answers += 1
        is_cut = self._cuts()
        self.cut += is_cut
        return is_cut


async def _pass(
    origin: asyncio.StreamReader,
    to: asyncio.StreamWriter,
    is_cut: Callable[[], bool] = lambda: False,
) -> None:
    """Everything from one side to the other, until either side ends."""
    with suppress(OSError):
        while (piece := await origin.read(PIECE)) and not is_cut():
            to.write(piece)
            await to.drain()
