"""How many ballots a second are issued and cast, beside a bare durable insert in the same run."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import httpx

from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.entries import sign_entry
from app.core.secrecy.issue import issue_request, read_issue_answer
from app.core.secrecy.tokens import SEED, TokenSecrets, blind, derive, finalize
from rehearsal.client import Client, Token
from rehearsal.demo import Demo
from rehearsal.members import PATIENCE, Polls
from rehearsal.options import MadeUpLocal, Options
from rehearsal.ports import await_answer, free_port
from rehearsal.post_office import PostOffice
from rehearsal.processes import POSTGRESQL, Processes
from rehearsal.report import Report

AT_ONCE = 8
_TICKS = os.sysconf("SC_CLK_TCK")
Ask = Callable[[], httpx.Response]


@dataclass(frozen=True)
class Measured:
    """Many of one request: how many a second, the slowest hundredth, CPU of the servers each."""

    name: str
    number: int
    per_second: float
    p99_ms: float
    cpu_ms: float

    def __str__(self) -> str:
        return (
            f"{self.name:<24}{self.number:>6} {self.per_second:>8.1f}/s   "
            f"p99 {self.p99_ms:>7.1f} ms   CPU {self.cpu_ms:>6.2f} ms each"
        )


def measure(name: str, asks: Sequence[Ask], servers: Sequence[int]) -> Measured:
    """Asks everything, AT_ONCE at a time; `servers` are the process ids whose CPU counts."""

    def timed(ask: Ask) -> float:
        begun = time.perf_counter()
        ask().raise_for_status()
        return time.perf_counter() - begun

    cpu, begun = _cpu(servers), time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = sorted(pool.map(timed, asks))
    seconds = time.perf_counter() - begun
    p99 = taken[min(len(taken) - 1, len(taken) * 99 // 100)]
    each = (_cpu(servers) - cpu) / len(asks)
    return Measured(name, len(asks), len(asks) / seconds, p99 * 1000, each * 1000)


def bench(data: Path, voters: int, database: str) -> Iterator[Measured]:
    """A bare insert, one that signs, an issue; then a bare insert and a cast; on one database."""
    options = Options(data, voters, roll_size=max(600, voters * 3), seed=1, database=database)
    with (
        PostOffice() as post,
        Processes(data, post.port, database) as processes,
        closing(Demo(options, Report(), MadeUpLocal.of(options), processes, post)) as demo,
        ExitStack() as ending,
    ):
        polls = demo.play_until_voting_opens()
        made = [
            _Voter.of(polls, post, url, voter, ending)
            for url, voter in zip(cycle(processes.registrar_urls), range(voters), strict=False)
        ]
        groups = max(len(voter.client.choices) for voter in made)
        yield from _bare_registrar(data, processes, voters, groups)
        registrars = [processes.running[name].pid for name in processes.registrars]
        yield measure(f"issue, {database}", [voter.issue for voter in made], registrars)
        entries = [entry for voter in made for entry in voter.entries()]
        yield _bare_box(data, entries)
        with _connected(processes.box_url) as box:
            asks = [_posting(box, "/cast", entry) for entry in entries]
            yield measure("cast", asks, [processes.running["box"].pid])


@dataclass
class _Voter:
    client: Client
    secrets: dict[int, TokenSecrets]
    request: bytes
    answer: bytes = b""

    @classmethod
    def of(
        cls,
        polls: Polls,
        post: PostOffice,
        url: str,
        voter: int,
        ending: ExitStack,
    ) -> "_Voter":
        """A voter signed in, with everything made that is made before the ballot is asked for."""
        number, manifest = polls.voters[voter], polls.manifest
        http = ending.enter_context(_connected(url))
        code = post.code_of(number)
        form = {"election_id": manifest.election_id.hex(), "member_number": number, "code": code}
        token = http.post("/api/v1/member-sessions", json=form).raise_for_status().json()["token"]
        http.headers["Authorization"] = f"Bearer {token}"
        mine = http.get("/api/v1/my/ballot").raise_for_status().json()["groups"]
        choices = {group: polls.choices_in(group, polls.choices[voter]) for group in mine}
        seed = secrets.token_bytes(SEED)
        keys = {group: manifest.issuer_key(group) for group in mine}
        own = {group: derive(seed, manifest.hash, group, keys[group]) for group in mine}
        request = issue_request({group: blind(own[group], keys[group]) for group in mine})
        client = Client(manifest, seed, choices, http, http, secrets.token_bytes)
        return cls(client, own, request)

    def issue(self) -> httpx.Response:
        """Asks for the ballot."""
        answer = self.client.registrar.post("/issue", content=self.request)
        self.answer = answer.content
        return answer

    def entries(self) -> Iterator[str]:
        """Each finished entry, as it is posted."""
        manifest = self.client.manifest
        for group, blind_sig in read_issue_answer(self.answer).items():
            token_sig = finalize(self.secrets[group], manifest.issuer_key(group), blind_sig)
            self.client.tokens[group] = Token(self.secrets[group], token_sig)
            outer = self.client.seal(group).outer
            yield to_base64url(
                bytes(sign_entry(manifest.hash, self.secrets[group], token_sig, outer))
            )


def _bare_registrar(
    data: Path, processes: Processes, number: int, groups: int
) -> Iterator[Measured]:
    address = f"sqlite:///{data / 'registrar' / 'bare.sqlite3'}"
    if processes.database == POSTGRESQL:
        processes.postgres.create("bare")
        address = processes.postgres.url("bare")
    with ExitStack() as ending:
        servers = [
            ending.enter_context(_bare("registrar", address, str(groups)))
            for _ in processes.registrars
        ]
        for name, path in (("bare insert", "/insert"), ("insert and sign", "/insert-and-sign")):
            in_turn = islice(cycle(servers), number)
            asks = [_posting(http, path, "x" * 64) for http, _ in in_turn]
            yield measure(f"{name}, {processes.database}", asks, [server for _, server in servers])


def _bare_box(data: Path, entries: Sequence[str]) -> Measured:
    with _bare("box", str(data / "box" / "bare.sqlite3")) as (http, server):
        return measure(
            "bare insert, box", [_posting(http, "/insert", entry) for entry in entries], [server]
        )


@contextmanager
def _bare(kind: str, place: str, *groups: str) -> Iterator[tuple[httpx.Client, int]]:
    port = free_port()
    command = [sys.executable, "-m", "rehearsal.bare", kind, place, str(port), *groups]
    with subprocess.Popen(command) as process, _connected(f"http://127.0.0.1:{port}") as http:
        try:
            await_answer(http, "/")
            yield http, process.pid
        finally:
            process.terminate()


def _connected(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=PATIENCE)


def _posting(http: httpx.Client, path: str, body: str) -> Ask:
    return lambda: http.post(path, content=body, headers={"Content-Type": "text/plain"})


def _cpu(servers: Sequence[int]) -> float:
    """CPU seconds that these processes have had (fields 14 and 15 of proc's stat)."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in servers]
    return sum(int(each[11]) + int(each[12]) for each in fields) / _TICKS
