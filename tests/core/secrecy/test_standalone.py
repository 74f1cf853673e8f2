"""The verifier as one file: what a stranger with Python and `cryptography` runs."""

import json

import pytest
from rehearsal.held import Held
from standalone.build import build

from app.core.secrecy.answers import sign_receipt
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.verify import CHECKS
from tests.single_file import NEEDED, SingleFile


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> SingleFile:
    return SingleFile.made_in(tmp_path_factory.mktemp("alone"))


def test_one_file_verifies_a_bundle_with_nothing_else_to_import(
    alone: SingleFile, diced: Held
) -> None:
    (alone.folder / "bundle.zip").write_bytes(diced.bundle)
    told = alone.verify("bundle.zip")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines()[-1] == "verified"
    assert "verified       partial checking" in told.stdout


def test_one_file_answers_in_json_and_looks_for_ones_own_ballot(
    alone: SingleFile, diced: Held
) -> None:
    (alone.folder / "bundle.zip").write_bytes(diced.bundle)
    election = diced.election
    receipt = sign_receipt(election.box_sk, election.manifest.hash, diced.board[3].leaf_hash)
    told = alone.verify("bundle.zip", "--json", "--receipt", to_base64url(receipt))
    checks = json.loads(told.stdout)["checks"]
    assert (told.returncode, len(checks)) == (0, 2 + len(CHECKS))
    assert checks[-1]["detail"] == "entry 3 of the board"


def test_one_file_refuses_a_changed_bundle_and_cannot_read_another_file(
    alone: SingleFile, diced: Held
) -> None:
    changed = diced.bundle.replace(b"Chair Clay", b"Chair Clax")
    (alone.folder / "changed.zip").write_bytes(changed)
    assert alone.verify("changed.zip").returncode == 1
    (alone.folder / "notes.txt").write_text("no bundle")
    told = alone.verify("notes.txt")
    assert (told.returncode, told.stdout) == (2, "")
    assert alone.verify("nowhere.zip").returncode == 2


def test_one_file_is_the_same_bytes_again() -> None:
    assert build() == build()


def test_nothing_but_cryptography_can_be_imported_where_the_one_file_runs(
    alone: SingleFile,
) -> None:
    """The control: here a file that needed any other package would fall."""
    for name in (*NEEDED, "json"):
        assert alone.python("-c", f"import {name}").returncode == 0
    for name in ("app", "gmpy2", "httpx", "pyrankvote", "sqlalchemy"):
        assert "ModuleNotFoundError" in alone.python("-c", f"import {name}").stderr
