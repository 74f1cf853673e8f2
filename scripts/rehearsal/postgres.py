import os
import pwd
import secrets
import signal
import subprocess
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from app.core.faults import BadInput
from rehearsal.ports import free_port

INSTALLED = Path("/usr/lib/postgresql")
UNPRIVILEGED = "postgres"  # the account of Debian's package; the server will not run as root
OWNER = "tellers"
# A server outlives nobody who started it, even one that was killed (util-linux).
ENDING_WITH_US = ("/usr/bin/setpriv", "--pdeathsig", "INT")
PATIENCE = 30.0  # seconds until a server must answer
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass
class PostgresServer(AbstractContextManager["PostgresServer"]):
    """A PostgreSQL server on loopback in a new folder of its own; it ends with the block.

    A server that is not `durable` leaves the disk to the machine, as fits a test of anything
    but durability. The system's own cluster is never touched.
    """

    folder: Path
    durable: bool = True
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    @property
    def data(self) -> Path:
        """All that the server keeps: tables under base, the log of transactions in pg_wal."""
        return self.folder / "data"

    def url(self, database: str = "postgres") -> str:
        """The address of one database, as TELLERS_DATABASE_URL has it."""
        return f"postgresql+psycopg://{OWNER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def __enter__(self) -> "PostgresServer":
        self._make()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._running.poll() is None:
            self._running.send_signal(signal.SIGINT if self.durable else signal.SIGQUIT)
        self._running.wait()

    def start(self) -> None:
        """Starts the server on its folder, also after a kill."""
        settings = (
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            *(() if self.durable else NOT_DURABLE),
        )
        options = [part for setting in settings for part in ("-c", setting)]
        with (self.folder / "server.log").open("ab") as log:
            self._running = subprocess.Popen(
                [*ENDING_WITH_US, _binary("postgres"), "-D", self.data, *options],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                user=_account(),
                group=_group(),
                extra_groups=_extra_groups(),
            )
        self._wait()

    def kill(self) -> None:
        """SIGKILL, as a loss of power would end it."""
        self._running.kill()
        self._running.wait()

    def create(self, database: str, template: str = "template0") -> None:
        """Makes a database, empty or as a copy of another."""
        self._do("CREATE DATABASE {} TEMPLATE {}", database, template)

    def drop(self, database: str) -> None:
        """Removes a database and whoever is still connected to it."""
        self._do("DROP DATABASE {} WITH (FORCE)", database)

    def dump(self, database: str, to: Path) -> None:
        """Writes a database out as SQL, as a backup does."""
        own = {**os.environ, "PGPASSWORD": self.password}
        address = ["--host=127.0.0.1", f"--port={self.port}", f"--username={OWNER}"]
        command = [str(_binary("pg_dump")), *address, f"--file={to}", database]
        subprocess.run(command, env=own, check=True)

    def checkpoint(self) -> None:
        """Writes everything that is still in memory to the tables' files."""
        self._do("CHECKPOINT")

    def files(self) -> list[Path]:
        """Every file that the server keeps."""
        return [file for file in sorted(self.data.rglob("*")) if file.is_file()]

    def _do(self, statement: str, *names: str) -> None:
        with self._connected() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connected(self) -> psycopg.Connection[tuple[object, ...]]:
        address = self.url().replace("+psycopg", "")
        return psycopg.connect(address, autocommit=True, connect_timeout=5)

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if account := _account():
            for owned in (self.folder, secret):
                os.chown(owned, pwd.getpwnam(account).pw_uid, pwd.getpwnam(account).pw_gid)
            _check_reachable(secret, account)
        made = subprocess.run(
            [
                _binary("initdb"), "-D", self.data, "-U", OWNER, f"--pwfile={secret}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
            ],
            capture_output=True, text=True, cwd=self.folder,
            user=_account(), group=_group(), extra_groups=_extra_groups(),
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr.strip()}")

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._running.poll() is None:
            try:
                self._connected().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL does not answer; see {self.folder / 'server.log'}")


def _binary(name: str) -> Path:
    found = sorted(INSTALLED.glob(f"*/bin/{name}"), key=lambda file: int(file.parts[-3]))
    if not found:
        raise BadInput("PostgreSQL is not installed; ./scripts/set-up installs it")
    return found[-1]


def _account() -> str | None:
    return UNPRIVILEGED if os.geteuid() == 0 else None


def _group() -> int | None:
    account = _account()
    return pwd.getpwnam(account).pw_gid if account else None


def _extra_groups() -> list[int] | None:
    return [] if _account() else None


def _check_reachable(file: Path, account: str) -> None:
    tried = subprocess.run(["/usr/bin/test", "-r", file], user=account, extra_groups=[], cwd="/")
    if tried.returncode:
        raise BadInput(
            f"{file.parent}: the account {account}, which runs PostgreSQL, cannot reach it; "
            "name a folder that everybody may pass through"
        )
