import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from app.actions.auditing import log_act
from app.cli import app
from app.records.base import Database
from app.settings import Settings, real_clock


@pytest.fixture
def logged(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A log of one act, and the settings in the environment."""
    monkeypatch.setenv("TELLERS_DATABASE_URL", settings.database_url)
    for name in ("vault_key", "code_key", "signing_key"):
        monkeypatch.setenv(f"TELLERS_{name.upper()}", getattr(settings, name).get_secret_value())
    database = Database(settings.database_url)
    with database.writing() as session:
        log_act(session, "roll_imported", by="Ann", now=real_clock(), election=None, members=3)
    return database


def run(*arguments: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["audit", *arguments])
    return answer.exit_code, answer.stdout


def test_sealed_log_is_whole_and_shows_the_head_that_was_printed(logged: Database) -> None:
    code, head = run("seal")
    assert code == 0
    assert head.startswith("1:")
    assert run("verify", "--head", head.strip()) == (
        0,
        f"whole: 1 entries chained, 0 wait to be\n{head}",
    )
    assert run("seal") == (0, "")


def test_log_that_was_changed_is_broken_with_exit_1(logged: Database) -> None:
    run("seal")
    with logged.writing() as session:
        session.execute(text("INSERT INTO audit_links VALUES (2, 99, '00')"))
    code, said = run("verify")
    assert code == 1
    assert said == "BROKEN: entry 99 is in the chain and no longer in the log\n"
