"""The slow look at a staff member's password holds up nobody else."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher

from app.actions.passwords import AT_ONCE
from app.actions.sign_in import renew_password
from app.core.tries import SLOWED_AFTER
from app.settings import raw
from tests.registrar import Registrar

STAFF = "admin@example.org"
PATIENCE = 60  # seconds


class Held:
    """Passwords whose look takes until it is let go."""

    def __init__(self) -> None:
        self.passwords: set[str] = set()
        self.looking = threading.Semaphore(0)
        self.go_on = threading.Event()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    look, held = PasswordHasher.verify, Held()

    def verify(self: PasswordHasher, stored: str, password: str) -> bool:
        if password in held.passwords:
            held.looking.release()
            assert held.go_on.wait(PATIENCE)
        return look(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    yield held
    held.go_on.set()


def sign_in(registrar: Registrar, password: str) -> int:
    form = {"email": STAFF, "password": password}
    status: int = registrar.http.post("/api/v1/staff-sessions", json=form).status_code
    return status


@contextmanager
def looked_at(registrar: Registrar, held: Held, *passwords: str) -> Iterator[list[int]]:
    """These passwords given at once; the block runs while they are looked at."""
    answers: list[int] = []
    held.passwords = {*passwords}
    with ThreadPoolExecutor(len(passwords)) as pool:
        asked = [pool.submit(sign_in, registrar, each) for each in passwords]
        for _ in passwords:
            assert held.looking.acquire(timeout=PATIENCE)
        try:
            yield answers
        finally:
            held.go_on.set()
        answers += [each.result() for each in asked]


def test_nomination_is_entered_while_passwords_are_looked_at(
    registrar: Registrar, held: Held
) -> None:
    with looked_at(registrar, held, *["wrong"] * AT_ONCE) as answers:
        pool = registrar.http.app.state.house.database.engine.pool  # type: ignore[attr-defined] # Starlette's
        assert pool.checkedout() == 0
        assert registrar.nominate("1001", "president").status_code == 201
    assert answers == [401] * AT_ONCE


def test_more_passwords_than_are_looked_at_at_once_are_to_be_given_again(
    registrar: Registrar, held: Held
) -> None:
    with looked_at(registrar, held, *["wrong"] * AT_ONCE):
        assert sign_in(registrar, registrar.passwords[STAFF]) == 503
    assert sign_in(registrar, registrar.passwords[STAFF]) == 201


def test_password_that_was_renewed_while_it_was_looked_at_is_wrong(
    registrar: Registrar, held: Held
) -> None:
    key = raw(registrar.settings.code_key)
    with (
        looked_at(registrar, held, registrar.passwords[STAFF]) as answers,
        registrar.database.writing() as session,
    ):
        renewed = renew_password(session, STAFF, key=key, by="a test", now=datetime.now(UTC))
    assert answers == [401]
    assert sign_in(registrar, renewed) == 201


def test_right_password_with_five_wrong_ones_decided_before_it_has_to_wait(
    registrar: Registrar, held: Held
) -> None:
    with looked_at(registrar, held, registrar.passwords[STAFF]) as answers:
        wrong = [sign_in(registrar, "wrong") for _ in range(SLOWED_AFTER)]
    assert wrong == [401] * SLOWED_AFTER
    assert answers == [429]
