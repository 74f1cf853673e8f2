import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from rehearsal.forging import roll
from rehearsal.processes import Processes

TRUSTEES, THRESHOLD = 5, 3
OPENING = (1, 3, 5)  # whose shares open the board
ATTESTED = "Made-up observers saw the shares typed in, and the dice fall."


@dataclass(frozen=True)
class Opened:
    """What the ceremony told, and the file that it wrote for the registrar."""

    said: str
    file: bytes


@dataclass(frozen=True)
class Ceremony:
    """The committee's own machine, where the opening secret is dealt and put together again."""

    processes: Processes

    @property
    def _folder(self) -> Path:
        return self.processes.data / "ceremony"

    def deal(self, election: str) -> dict[str, Any]:
        """Deals the shares; gives the public keys and numbers that the manifest names."""
        self.processes.tellers(
            "ceremony", "deal", f"--election-id={election}", f"--trustees={TRUSTEES}",
            f"--threshold={THRESHOLD}", f"--out={self._folder}",
        )  # fmt: skip
        keys = json.loads((self._folder / "opening-keys.json").read_text())
        return {name: keys[name] for name in ("A", "B", "t", "n")}

    def rehearse(self) -> bytes:
        """Rehearses the opening with shares dealt for it alone, two of them dropped."""
        folder = self._folder.with_name("ceremony-rehearsal")
        self.processes.tellers(
            "ceremony", "deal", f"--election-id={secrets.token_hex(16)}",
            f"--trustees={TRUSTEES}", f"--threshold={THRESHOLD}", f"--out={folder}",
        )  # fmt: skip
        shares = [f"--share={folder / f'share-{x}.txt'}" for x in OPENING]
        out = folder / "rehearsal.json"
        keys = f"--keys={folder / 'opening-keys.json'}"
        self.processes.tellers("ceremony", "rehearse", *shares, keys, f"--out={out}")
        return out.read_bytes()

    def open(self, manifest: Path, seed: int) -> Opened:
        """Fetches the board from the box and opens it with three shares, and dice by the seed."""
        for name in ("board", "checkpoints"):
            (self._folder / name).write_bytes(self.processes.from_box(name))
        files = [f"--{name}={self._folder / name}" for name in ("board", "checkpoints")]
        shares = [f"--share={self._folder / f'share-{x}.txt'}" for x in OPENING]
        out = self._folder / "opened.json"
        said = self.processes.tellers(
            "ceremony", "open", f"--manifest={manifest}", *files, *shares, f"--out={out}",
            f"--attest={ATTESTED}", "--dice", typed=roll(Random(seed)),
        )  # fmt: skip
        return Opened(said, out.read_bytes())
