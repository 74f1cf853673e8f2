import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rehearsal.made_up import make_election
from typer.testing import CliRunner, Result

from app.cli import app
from app.core.secrecy.encoding import from_base64url
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.paper import read_batches

RUN = CliRunner()
Refusal = Callable[..., str]


def run(*arguments: object) -> Result:
    return RUN.invoke(app, [str(each) for each in arguments])


def keyed(file: Path, *choices: list[int] | str) -> None:
    rows = [
        {"ballot": number, "spoiled": each}
        if isinstance(each, str)
        else {"ballot": number, "choices": {"delegates": each}}
        for number, each in enumerate(choices, 1)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture
def keys(tmp_path: Path) -> list[str]:
    """Two clerks' keys, their manifest, and two keyings that differ in ballot 2."""
    (tmp_path / "passphrase").write_text("a long passphrase")
    given = [f"--election-id={'00' * 16}", f"--passphrase-file={tmp_path}/passphrase"]
    keys = [
        json.loads(run("officer-key", f"--out={tmp_path / name}", *given).stdout)["key"]
        for name in ("one", "two")
    ]
    officers = tuple(from_base64url(key) for key in keys)
    manifest = replace(make_election(os.urandom).manifest, officers=officers)
    (tmp_path / "manifest").write_bytes(manifest.canonical())
    keyed(tmp_path / "first", [1, 2], [3], "torn")
    keyed(tmp_path / "second", [1, 2], [4], "in two")
    (tmp_path / "third").write_text('{"ballot": 2, "choices": {"delegates": [4]}}\n')
    return keys


def files(folder: Path) -> list[str]:
    named = ("manifest", "first", "second")
    return ["--group=2", *(f"--{name}={folder / name}" for name in named)]


def seal(folder: Path, keys: list[str], *more: str) -> Result:
    given = [f"--clerk={key}" for key in keys]
    header = ["--batch=1", "--observer=Olive Observer", f"--out={folder / 'batch.json'}"]
    return run("paper", "seal", *files(folder), *given, *header, *more)


def test_differences_of_two_clerks_are_named(tmp_path: Path, keys: list[str]) -> None:
    told = run("paper", "compare", *files(tmp_path))
    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        "ballot 2: not keyed alike; a third look is needed",
        "3 ballots, 1 differences",
    ]


def test_batch_is_sealed_signed_by_both_and_joined(tmp_path: Path, keys: list[str]) -> None:
    third = f"--third={tmp_path / 'third'}"
    assert seal(tmp_path, keys, third).stdout.startswith("2 ballots sealed, 1 spoiled")
    manifest, batch = f"--manifest={tmp_path / 'manifest'}", tmp_path / "batch.json"
    out = tmp_path / "paper.jsonl"
    early = run("paper", "join", manifest, batch, f"--out={out}")
    assert "not signed by its two clerks" in str(early.exception)
    for name in ("one", "two"):
        given = f"--passphrase-file={tmp_path}/passphrase"
        told = run("paper", "sign", manifest, batch, f"--key={tmp_path / name}", given)
        assert told.exit_code == 0, told.exception
        assert "spoiled: 1" in told.stdout
    assert run("paper", "join", manifest, batch, f"--out={out}").exit_code == 0
    frozen = Manifest.parse((tmp_path / "manifest").read_bytes())
    assert [each.header.count for each in read_batches(out.read_bytes(), frozen)] == [2]


def test_difference_without_a_third_look_seals_nothing(tmp_path: Path, keys: list[str]) -> None:
    assert "need a third look" in str(seal(tmp_path, keys).exception)
    assert not (tmp_path / "batch.json").exists()


def test_batch_of_one_clerk_or_of_a_stranger_is_not_sealed(tmp_path: Path, keys: list[str]) -> None:
    third = f"--third={tmp_path / 'third'}"
    for wrong in (keys[:1], [keys[0], keys[0]], [keys[0], "A" * 43]):
        assert "two of the manifest's officers" in str(seal(tmp_path, wrong, third).exception)


def test_group_that_the_manifest_has_not_is_refused(
    tmp_path: Path, keys: list[str], refusal: Refusal
) -> None:
    assert "no group 3" in refusal("paper", "compare", "--group=3", *files(tmp_path)[1:])
