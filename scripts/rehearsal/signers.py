from dataclasses import dataclass
from pathlib import Path

from rehearsal.processes import Processes

WITNESS = "observer.example/made-up"


@dataclass(frozen=True)
class Signers:
    """The officers' and an observer's own machines, where their signing keys are."""

    processes: Processes

    @property
    def _folder(self) -> Path:
        return self.processes.data / "signers"

    @property
    def _passphrase(self) -> str:
        return f"--passphrase-file={self._folder / 'passphrase'}"

    def make_keys(self, officers: int) -> tuple[list[str], str]:
        """New keys: the officers' public halves, and the witness's verifier key."""
        self._folder.mkdir()
        (self._folder / "passphrase").write_text("made up for a rehearsal\n")
        keys = [
            self.processes.tellers("officer-key", f"--out={self._key(name)}", self._passphrase)
            for name in map(str, range(1, officers + 1))
        ]
        named = [f"--name={WITNESS}", f"--out={self._key('witness')}"]
        return keys, self.processes.tellers("witness-key", *named, self._passphrase)

    def cosign(self, manifest: Path) -> str:
        """The witness looks at the box's board and cosigns it; gives its line."""
        return self.processes.tellers(
            "witness", f"--manifest={manifest}", f"--box={self.processes.box_url}",
            f"--name={WITNESS}", f"--key={self._key('witness')}",
            f"--seen={self._folder / 'seen.txt'}", self._passphrase,
        )  # fmt: skip

    def _key(self, name: str) -> Path:
        return self._folder / f"{name}.pem"
