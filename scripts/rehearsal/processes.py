import json
import os
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from rehearsal.ports import free_port
from rehearsal.postgres import PostgresServer

TELLERS = Path(sys.executable).with_name("tellers")
PATIENCE = 120.0  # seconds until a process must answer, on however busy a machine
SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass
class MadeUpClock:
    """A clock file that a registrar or a box reads, and that a rehearsal moves."""

    file: Path

    def move_to(self, moment: datetime) -> None:
        """Makes it this moment now; the clock runs on from there."""
        ahead = (moment - datetime.now(UTC)).total_seconds()
        written = self.file.with_suffix(".new")
        written.write_text(json.dumps({"ahead": ahead}))
        written.replace(self.file)


@dataclass
class Processes(AbstractContextManager["Processes"]):
    """The registrar, its worker and the box as separate processes; all end with the block.

    On SQLite there is one registrar; on PostgreSQL, whose server is theirs too, there are two.
    Everybody goes to the public addresses: the first registrar's and the box's own, unless gates
    stand before them.
    """

    data: Path
    smtp_port: int
    database: str = SQLITE
    public_url: str = ""
    public_box_url: str = ""
    two_disks: bool = False
    box_port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder in ("registrar", "ceremony", "logs"):
            (self.data / folder).mkdir(parents=True)
        names = ("registrar",) if self.database == SQLITE else ("registrar", "registrar-2")
        self.registrars = {name: free_port() for name in names}
        self.public_url = self.public_url or self.registrar_url
        self.public_box_url = self.public_box_url or self.box_url
        self.postgres = PostgresServer(self.data / "registrar" / "postgresql")
        self.registrar_clock = MadeUpClock(self.data / "registrar" / "clock.json")
        self.box_clock = MadeUpClock(self.data / "box-clock.json")
        self.environment = {
            **os.environ,
            "TELLERS_DATABASE_URL": self._database_url(),
            "TELLERS_VAULT_KEY": secrets.token_hex(32),
            "TELLERS_CODE_KEY": secrets.token_hex(32),
            "TELLERS_SIGNING_KEY": secrets.token_hex(32),
            "TELLERS_PUBLIC_URL": self.public_url,
            "TELLERS_BOX_URL": self.public_box_url,
            "TELLERS_SMTP_PORT": str(self.smtp_port),
        }

    @property
    def registrar_url(self) -> str:
        """Where the first registrar answers."""
        return self.registrar_urls[0]

    @property
    def registrar_urls(self) -> list[str]:
        """Where each registrar answers."""
        return [f"http://127.0.0.1:{port}" for port in self.registrars.values()]

    @property
    def box_url(self) -> str:
        """Where the ballot box answers."""
        return f"http://127.0.0.1:{self.box_port}"

    def tellers(self, *arguments: str, typed: str = "") -> str:
        """Runs a tellers command to its end and gives what it prints; `typed` is its input."""
        done = subprocess.run(
            [TELLERS, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            input=typed,
        )
        if done.returncode:
            raise RuntimeError(f"tellers {arguments[0]} failed: {done.stderr.strip()}")
        return done.stdout.strip()

    def from_box(self, name: str) -> bytes:
        """What the box publishes under this name."""
        return httpx.get(f"{self.box_url}/{name}").raise_for_status().content

    def start_registrar(self) -> None:
        """Starts every registrar on the made-up clock, and the worker."""
        for name in self.registrars:
            self.start_one_registrar(name)
        self._start("worker", ["worker", "--clock", str(self.registrar_clock.file)])

    def start_one_registrar(self, name: str) -> None:
        """Starts the registrar of this name, also after a kill."""
        port, clock = self.registrars[name], self.registrar_clock.file
        self._start(name, ["serve", "--port", str(port), "--clock", str(clock)])
        self._wait_for(f"http://127.0.0.1:{port}/api/v1/elections/none", name)

    def start_box(self, manifest: Path) -> None:
        """Starts the ballot box for this manifest on its own made-up clock."""
        arguments = ["box", "serve", "--dir", str(self.data / "box"), "--manifest", str(manifest)]
        arguments += ["--port", str(self.box_port), "--clock", str(self.box_clock.file)]
        arguments += ["--page-origin", self.public_url]
        if self.two_disks:
            arguments += ["--second", str(self.data / "box-second")]
        # The box is given nothing of the registrar: no setting of its ever reaches the process.
        own = {key: text for key, text in os.environ.items() if not key.startswith("TELLERS_")}
        self._start("box", arguments, own)
        self._wait_for(f"{self.box_url}/state", "box")

    def kill(self, name: str) -> None:
        """SIGKILL, which leaves a process no time for anything."""
        self.running[name].kill()
        self.running[name].wait()

    def kill_all(self) -> None:
        """SIGKILL of the box, every registrar and their database's server."""
        for name in ("box", *self.registrars):
            self.kill(name)
        if self.database == POSTGRESQL:
            self.postgres.kill()

    def start_again(self, manifest: Path) -> None:
        """Starts whatever `kill_all` ended."""
        if self.database == POSTGRESQL:
            self.postgres.start()
        for name in self.registrars:
            self.start_one_registrar(name)
        self.start_box(manifest)

    def back_up(self) -> None:
        """A backup beside the registrar's database, as its operator would have it made."""
        folder = self.data / "registrar"
        if self.database == POSTGRESQL:
            self.postgres.dump("tellers", folder / "backup.sql")
            return
        with (
            closing(sqlite3.connect(folder / "tellers.sqlite3")) as database,
            closing(sqlite3.connect(folder / "backup.sqlite3")) as backup,
        ):
            database.backup(backup)

    def __enter__(self) -> "Processes":
        if self.database == POSTGRESQL:
            self.data.chmod(0o711)  # the server's account passes through, and sees nothing
            self.postgres.__enter__()
            self.postgres.create("tellers")
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait()
        if self.database == POSTGRESQL:
            self.postgres.__exit__()

    def _database_url(self) -> str:
        if self.database == POSTGRESQL:
            return self.postgres.url("tellers")
        return f"sqlite:///{self.data / 'registrar' / 'tellers.sqlite3'}"

    def _start(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> None:
        with (self.data / "logs" / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [TELLERS, *arguments],
                env=environment or self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _wait_for(self, url: str, name: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.running[name].poll() is not None:
                break
            try:
                httpx.get(url)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"the {name} does not answer; see logs/{name}.log in {self.data}")
