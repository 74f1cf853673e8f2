"""The verifier as one file, on a machine that has Python and `cryptography` and nothing else."""

import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from standalone.build import build

NEEDED = ("cryptography", "_cffi_backend")


@dataclass(frozen=True)
class SingleFile:
    """A folder with the one file, and a folder beside it of all that it can import."""

    folder: Path

    @classmethod
    def made_in(cls, folder: Path) -> "SingleFile":
        """Builds it there."""
        (folder / "tellers-verify.pyz").write_bytes(build())
        (folder / "packages").mkdir()
        for name in NEEDED:
            spec = find_spec(name)
            assert spec is not None
            assert spec.origin is not None
            found = Path(spec.origin)
            installed = found.parent if found.name == "__init__.py" else found
            (folder / "packages" / installed.name).symlink_to(installed)
        return cls(folder)

    def verify(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs it."""
        return self.python("tellers-verify.pyz", *arguments)

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs Python there."""
        # -S: not even this environment's own packages are found.
        environment = {
            "PYTHONPATH": str(self.folder / "packages"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [sys.executable, "-S", *arguments],
            capture_output=True, text=True, check=False, cwd=self.folder, env=environment,
        )  # fmt: skip
