"""Registrars and a ballot box as processes of their own, for what only processes can show."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
from rehearsal.ports import await_answer, free_port

from app.settings import Settings, raw

TELLERS = Path(sys.executable).with_name("tellers")
PATIENCE = 60.0  # seconds


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as a process is given them."""
    return {
        **os.environ,
        "TELLERS_DATABASE_URL": settings.database_url,
        "TELLERS_BOX_URL": settings.box_url,
        "TELLERS_VAULT_KEY": raw(settings.vault_key).hex(),
        "TELLERS_CODE_KEY": raw(settings.code_key).hex(),
        "TELLERS_SIGNING_KEY": raw(settings.signing_key).hex(),
    }


@contextmanager
def served_registrars(
    settings: Settings, number: int = 2, log: Path | None = None
) -> Iterator[list[httpx.Client]]:
    """Several registrars on one database, each with a client that may ask many things at once.

    What they write goes into `log`, or to where the tests' own words go.
    """
    with ExitStack() as ending:
        ports = [free_port() for _ in range(number)]
        for port in ports:
            arguments = ["serve", "--port", str(port), "--clock", str(settings.clock_file)]
            ending.enter_context(_running(arguments, environment_of(settings), log))
        yield [ending.enter_context(_client(port, "/api/v1/elections/none")) for port in ports]


@contextmanager
def served_box(
    folder: Path, manifest: Path, clock: Path, port: int, *page_origin: str
) -> Iterator[httpx.Client]:
    """A ballot box of this folder on this port, which browsers may ask from this page's origin."""
    arguments = ["box", "serve", "--dir", str(folder), "--manifest", str(manifest)]
    arguments += ["--clock", str(clock), "--port", str(port)]
    arguments += [f"--page-origin={each}" for each in page_origin]
    with _running(arguments, dict(os.environ)), _client(port, "/state") as client:
        yield client


@contextmanager
def _running(
    arguments: Sequence[str], environment: dict[str, str], log: Path | None = None
) -> Iterator[None]:
    with ExitStack() as ending:
        written = ending.enter_context(log.open("ab")) if log else None
        command: list[str | Path] = [TELLERS, *arguments]
        process = ending.enter_context(
            subprocess.Popen(command, env=environment, stdout=written, stderr=written)
        )
        try:
            yield
        finally:
            process.kill()


@contextmanager
def _client(port: int, path: str) -> Iterator[httpx.Client]:
    limits = httpx.Limits(max_connections=100)
    url = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=url, limits=limits, timeout=PATIENCE) as client:
        await_answer(client, path)
        yield client


def at_once(asks: Sequence[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """The answers to questions that are all asked at the same time."""
    with ThreadPoolExecutor(len(asks)) as pool:
        return [asked.result() for asked in [pool.submit(ask) for ask in asks]]
