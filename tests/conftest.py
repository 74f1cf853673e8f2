import json
import secrets
import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from pydantic import SecretStr

from app.settings import Settings
from tests.registrar import Registrar

ROOT = Path(__file__).parents[1]


def upgrade(url: str, revision: str = "head") -> None:
    """Brings a database to a revision, as `tellers migrate` does."""
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["database_url"] = url
    command.upgrade(config, revision)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with every table, made by the migrations once a run."""
    file = tmp_path_factory.mktemp("migrated") / "tellers.sqlite3"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path) -> str:
    """A database of this test's own."""
    file = tmp_path / "tellers.sqlite3"
    shutil.copy(migrated, file)
    return f"sqlite:///{file}"


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    """A made-up clock that stands at the machine's time."""
    file = tmp_path / "clock.json"
    file.write_text(json.dumps({"ahead": 0}))
    return file


@pytest.fixture
def settings(database_url: str, clock_file: Path) -> Settings:
    """A registrar's settings with fresh secrets."""
    return Settings(
        database_url=database_url,
        vault_key=SecretStr(secrets.token_hex(32)),
        code_key=SecretStr(secrets.token_hex(32)),
        signing_key=SecretStr(secrets.token_hex(32)),
        clock_file=clock_file,
    )


@pytest.fixture
def registrar(settings: Settings) -> Registrar:
    """A registrar with an election in the days of nominations."""
    return Registrar(settings).set_up()
