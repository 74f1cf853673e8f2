import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

PLANTED = [
    ("core/ruling.py", "import fastapi", "The core is pure"),
    ("core/ruling.py", "import random", "The core is pure"),
    ("core/ruling.py", "import logging", "The core is pure"),
    ("core/counting/profile.py", "import app.core.roll", "Counting never learns who voted"),
    ("box/pool.py", "import app.records.roll", "The box stands apart"),
    ("box/pool.py", "import app.vault", "The box stands apart"),
    ("box/pool.py", "import app.core.ruling", "The box stands apart"),
    ("box/pool.py", "import sqlalchemy", "The box stands apart"),
    ("actions/voting.py", "import app.box.pool", "Only cli starts the box"),
    ("actions/voting.py", "import app.vault", "Only issuing and the ballot's freeze"),
    ("actions/rolls.py", "import app.core.secrecy.signing", "Only issuing signs"),
    ("records/roll.py", "import app.actions.voting", "Layers"),
    ("documents/rolls.py", "import app.records.roll", "Layers"),
]


@pytest.mark.parametrize(("file", "planted", "contract"), PLANTED)
def test_contracts_with_a_forbidden_import_planted_fail(
    tmp_path: Path, file: str, planted: str, contract: str
) -> None:
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    module = tmp_path / "app" / file
    module.write_text(f"{planted}\n{module.read_text()}")
    linted = subprocess.run(
        [LINT_IMPORTS, "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    broken = [line for line in linted.stdout.splitlines() if " BROKEN" in line]
    assert linted.returncode == 1
    assert any(line.startswith(contract) for line in broken), linted.stdout


def modules(folder: str) -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted((ROOT / "app" / folder).rglob("*.py")):
        yield file, ast.parse(file.read_text())


def imported_from(tree: ast.Module, package: str) -> set[str]:
    return {
        f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package
        for name in node.names
    }


@pytest.mark.parametrize("folder", ["actions", "web", "cli", "core", "documents", "profiles"])
def test_sql_outside_records_and_box_does_not_stand(folder: str) -> None:
    allowed = {"sqlalchemy.orm.Session", "sqlalchemy.exc.IntegrityError"}
    for file, tree in modules(folder):
        assert imported_from(tree, "sqlalchemy") <= allowed, file
        assert not imported_from(tree, "sqlite3"), file


def test_core_asking_for_the_time_does_not_stand() -> None:
    for file, tree in modules("core"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"now", "utcnow", "today"}, f"{file}:{node.lineno}"


def test_actions_that_commit_do_not_stand() -> None:
    for file, tree in modules("actions"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                assert node.attr != "commit", f"{file}:{node.lineno}"
