"""The verifier as one file: what a stranger with Python and `cryptography` runs."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from rehearsal.held import Held
from standalone.build import build

from app.core.secrecy.answers import sign_receipt
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.verify import CHECKS


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one file, and in a folder beside it `cryptography` and nothing else."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "tellers-verify.pyz").write_bytes(build())
    (folder / "packages").mkdir()
    for name in ("cryptography", "_cffi_backend"):
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        found = Path(spec.origin)
        installed = found.parent if found.name == "__init__.py" else found
        (folder / "packages" / installed.name).symlink_to(installed)
    return folder


def run(alone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # -S: not even this environment's own packages are found.
    command = [sys.executable, "-S", str(alone / "tellers-verify.pyz"), *arguments]
    environment = {"PYTHONPATH": str(alone / "packages"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=alone, env=environment
    )


def test_one_file_verifies_a_bundle_with_nothing_else_to_import(alone: Path, diced: Held) -> None:
    (alone / "bundle.zip").write_bytes(diced.bundle)
    told = run(alone, "bundle.zip")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines()[-1] == "verified"
    assert "verified       partial checking" in told.stdout


def test_one_file_answers_in_json_and_looks_for_ones_own_ballot(alone: Path, diced: Held) -> None:
    (alone / "bundle.zip").write_bytes(diced.bundle)
    election = diced.election
    receipt = sign_receipt(election.box_sk, election.manifest.hash, diced.board[3].leaf_hash)
    told = run(alone, "bundle.zip", "--json", "--receipt", to_base64url(receipt))
    checks = json.loads(told.stdout)["checks"]
    assert (told.returncode, len(checks)) == (0, 2 + len(CHECKS))
    assert checks[-1]["detail"] == "entry 3 of the board"


def test_one_file_refuses_a_changed_bundle_and_cannot_read_another_file(
    alone: Path, diced: Held
) -> None:
    changed = diced.bundle.replace(b"Chair Clay", b"Chair Clax")
    (alone / "changed.zip").write_bytes(changed)
    assert run(alone, "changed.zip").returncode == 1
    (alone / "notes.txt").write_text("no bundle")
    told = run(alone, "notes.txt")
    assert (told.returncode, told.stdout) == (2, "")
    assert run(alone, "nowhere.zip").returncode == 2


def test_one_file_is_the_same_bytes_again() -> None:
    assert build() == build()
