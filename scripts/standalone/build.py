import hashlib
import subprocess
import sys
from pathlib import Path

from app.core.secrecy.archive import write_archive

ROOT = Path(__file__).parents[2]
_IMPORTED = (
    "import sys, app.core.secrecy.verify, app.core.secrecy.answers\n"
    "print(*sorted(name for name in sys.modules if name.partition('.')[0] == 'app'))"
)


def build() -> bytes:
    """The verifier as one zip application: the same bytes from the same code."""
    ran = subprocess.run(
        [sys.executable, "-c", _IMPORTED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = {"__main__.py": Path(__file__).with_name("verifier.py").read_bytes()}
    for name in ran.stdout.split():
        path = ROOT / name.replace(".", "/")
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        files[str(file.relative_to(ROOT))] = file.read_bytes()
    return b"#!/usr/bin/env python3\n" + write_archive(files)


def main() -> int:
    """Writes the verifier where it is told to, and prints the digest to publish beside it."""
    if len(sys.argv) != len(("build", "FILE")):
        print("single-file-verifier: name the file to write, such as tellers-verify.pyz")
        return 2
    out, program = Path(sys.argv[1]), build()
    out.write_bytes(program)
    out.chmod(0o755)
    print(f"{hashlib.sha256(program).hexdigest()}  {out.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
