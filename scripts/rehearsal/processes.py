import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

TELLERS = Path(sys.executable).with_name("tellers")
PATIENCE = 30.0  # seconds until a process must answer


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


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
    """The registrar, its worker and the box as separate processes; all end with the block."""

    data: Path
    smtp_port: int
    registrar_port: int = field(default_factory=free_port)
    box_port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder in ("registrar", "ceremony", "logs"):
            (self.data / folder).mkdir(parents=True)
        self.registrar_clock = MadeUpClock(self.data / "registrar" / "clock.json")
        self.box_clock = MadeUpClock(self.data / "box-clock.json")
        self.environment = {
            **os.environ,
            "TELLERS_DATABASE_URL": f"sqlite:///{self.data / 'registrar' / 'tellers.sqlite3'}",
            "TELLERS_VAULT_KEY": secrets.token_hex(32),
            "TELLERS_CODE_KEY": secrets.token_hex(32),
            "TELLERS_SIGNING_KEY": secrets.token_hex(32),
            "TELLERS_PUBLIC_URL": self.registrar_url,
            "TELLERS_BOX_URL": self.box_url,
            "TELLERS_SMTP_PORT": str(self.smtp_port),
        }

    @property
    def registrar_url(self) -> str:
        """Where the registrar answers."""
        return f"http://127.0.0.1:{self.registrar_port}"

    @property
    def box_url(self) -> str:
        """Where the ballot box answers."""
        return f"http://127.0.0.1:{self.box_port}"

    def tellers(self, *arguments: str) -> str:
        """Runs a tellers command to its end and gives what it prints."""
        done = subprocess.run(
            [TELLERS, *arguments], env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"tellers {arguments[0]} failed: {done.stderr.strip()}")
        return done.stdout.strip()

    def from_box(self, name: str) -> bytes:
        """What the box publishes under this name."""
        return httpx.get(f"{self.box_url}/{name}").raise_for_status().content

    def start_registrar(self) -> None:
        """Starts the registrar on its made-up clock, and its worker."""
        clock = str(self.registrar_clock.file)
        self._start("registrar", ["serve", "--port", str(self.registrar_port), "--clock", clock])
        self._start("worker", ["worker"])
        self._wait_for(f"{self.registrar_url}/api/v1/elections/none", "registrar")

    def start_box(self, manifest: Path) -> None:
        """Starts the ballot box for this manifest on its own made-up clock."""
        arguments = ["box", "serve", "--dir", str(self.data / "box"), "--manifest", str(manifest)]
        arguments += ["--port", str(self.box_port), "--clock", str(self.box_clock.file)]
        # The box is given nothing of the registrar: no setting of its ever reaches the process.
        own = {key: text for key, text in os.environ.items() if not key.startswith("TELLERS_")}
        self._start("box", arguments, own)
        self._wait_for(f"{self.box_url}/state", "box")

    def kill(self, name: str) -> None:
        """SIGKILL, which leaves a process no time for anything."""
        self.running[name].kill()
        self.running[name].wait()

    def __exit__(self, *_: object) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait()

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
