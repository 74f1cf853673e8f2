import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from rehearsal.ports import free_port

from app.records.base import Database
from app.records.elections import all_rehearsals

TELLERS = Path(sys.executable).with_name("tellers")
KEYS = ("tellers_vault_key", "tellers_code_key", "tellers_signing_key")


@pytest.fixture
def credentials(tmp_path: Path) -> Path:
    """A folder with a file for every secret setting, each ending in a newline as files do."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    for key in KEYS:
        (folder / key).write_text(secrets.token_hex(32) + "\n")
    (folder / "tellers_database_url").write_text(f"sqlite:///{tmp_path}/tellers.sqlite3\n")
    return folder


def migrate(credentials: Path) -> subprocess.CompletedProcess[str]:
    own = {key: text for key, text in os.environ.items() if not key.startswith("TELLERS_")}
    environment = {**own, "CREDENTIALS_DIRECTORY": str(credentials)}
    return subprocess.run(
        [TELLERS, "migrate"], env=environment, capture_output=True, text=True, check=False
    )


def test_secrets_are_read_from_the_files_of_a_service(credentials: Path) -> None:
    assert migrate(credentials).returncode == 0
    with Database(f"sqlite:///{credentials.parent}/tellers.sqlite3").reading() as session:
        assert all_rehearsals(session)


def test_secret_without_its_file_is_named_on_one_line(credentials: Path) -> None:
    (credentials / "tellers_vault_key").unlink()
    refused = migrate(credentials)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "TELLERS_VAULT_KEY" in refused.stderr


def test_database_that_does_not_answer_is_told_without_a_traceback(credentials: Path) -> None:
    nowhere = f"postgresql+psycopg://tellers:secret@127.0.0.1:{free_port()}/tellers"
    (credentials / "tellers_database_url").write_text(nowhere)
    refused = migrate(credentials)
    assert refused.returncode == 2
    assert refused.stderr.startswith("tellers: The database was not brought up to date")
    assert "Traceback" not in refused.stderr
    assert "secret" not in refused.stderr
