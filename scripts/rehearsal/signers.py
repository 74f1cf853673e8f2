import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.fields import utc
from app.core.secrecy.manifest import Manifest
from rehearsal.paper import KeyedTwice
from rehearsal.processes import Processes

WITNESS = "observer.example/made-up"
OFFICERS = ("1", "2")


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

    def make_keys(self, election: str) -> tuple[list[dict[str, str]], str]:
        """New keys: what the officers register, and the witness's verifier key."""
        self._folder.mkdir()
        (self._folder / "passphrase").write_text("made up for a rehearsal\n")
        keys = [
            json.loads(
                self.processes.tellers(
                    "officer-key",
                    f"--election-id={election}",
                    f"--out={self._key(name)}",
                    self._passphrase,
                )
            )
            for name in OFFICERS
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

    def amend(
        self, manifest: Path, reason: str, closes_issue: datetime, closes_cast: datetime
    ) -> bytes:
        """A later close that both officers signed."""
        file = self._folder / "amendment.json"
        times = [f"--closes-issue={utc(closes_issue)}", f"--closes-cast={utc(closes_cast)}"]
        draft = [f"--manifest={manifest}", f"--reason={reason}", *times, str(file)]
        self.processes.tellers("amendment", "draft", *draft)
        for name in OFFICERS:
            key = f"--key={self._key(name)}"
            self.processes.tellers("amendment", "sign", key, self._passphrase, str(file))
        return file.read_bytes()

    def seal(self, manifest_file: Path, groups: Mapping[int, KeyedTwice]) -> bytes:
        """paper.jsonl: a batch for each group, sealed from what was keyed and signed by both."""
        manifest = f"--manifest={manifest_file}"
        officers = Manifest.parse(manifest_file.read_bytes()).officers
        clerks = [f"--clerk={to_base64url(each)}" for each in officers]
        batches = []
        for number, (group, keyed) in enumerate(groups.items(), 1):
            batches.append(self._folder / f"batch-{number}.json")
            self.processes.tellers(
                "paper", "seal", manifest, f"--group={group}", f"--batch={number}", *clerks,
                f"--observer={WITNESS}", f"--out={batches[-1]}", *self._written(keyed),
            )  # fmt: skip
            for name in OFFICERS:
                key = f"--key={self._key(name)}"
                signing = [manifest, str(batches[-1]), key, self._passphrase]
                self.processes.tellers("paper", "sign", *signing)
        out = self._folder / "paper.jsonl"
        self.processes.tellers("paper", "join", manifest, *map(str, batches), f"--out={out}")
        return out.read_bytes()

    def _written(self, keyed: KeyedTwice) -> list[str]:
        """The options that name the files of what two clerks keyed, and of the third look."""
        options = []
        for name, lines in keyed.files().items():
            file = self._folder / f"{name}.jsonl"
            file.write_bytes(lines)
            options.append(f"--{name}={file}")
        return options

    def _key(self, name: str) -> Path:
        return self._folder / f"{name}.pem"
