from pathlib import Path
from typing import Any

import pytest

from app.web.body_sizes import MOST_TYPED
from tests.election_day import ElectionDay
from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in
from tests.web.test_paper import KEYS, batches


@pytest.fixture
def day(registrar: Registrar, tmp_path: Path) -> ElectionDay:
    for key, by in zip(KEYS, (registrar.chair, registrar.second), strict=True):
        assert registrar.register_key(key, by).status_code == 201
    return ElectionDay(registrar.with_candidates(), tmp_path / "box").open()


@pytest.fixture
def at(registrar: Registrar) -> str:
    return f"/elections/{registrar.election}/paper-batches"


@pytest.fixture
def chair(day: ElectionDay, at: str) -> FormBrowser:
    """The Chair's pages, after the close, asking the same ballot box as the API."""
    day.registrar.move_to(day.registrar.dates["closes_cast"])
    browser = signed_in(day.registrar)
    http: Any = browser.http
    http.app.state.house = day.app.state.house
    browser.get(at)
    return browser


def files(*raws: bytes) -> list[tuple[str, tuple[str, bytes]]]:
    return [("paper", (f"batch-{at}.json", raw)) for at, raw in enumerate(raws, 1)]


def test_batches_in_files_of_their_own_join_by_their_numbers(
    day: ElectionDay, chair: FormBrowser, at: str
) -> None:
    one, two = batches(day, [1, 1]).splitlines(keepends=True)
    for lacking in (two, one + one):
        assert chair.post(at, {}, files=files(lacking)).status_code == 422
    assert chair.post(at, {}, files=files(two, one)).status_code == 303
    shown = chair.get(at).text
    assert "Joined the board" in shown
    assert "chair 1003" in shown
    assert chair.post(at, {}, files=files(two, one)).status_code == 409


@pytest.mark.parametrize("raw", [None, b"", b"{}\n", b"[" * 10_000, b"\xff\n"])
def test_what_is_no_batch_is_refused_at_its_field(
    chair: FormBrowser, at: str, raw: bytes | None
) -> None:
    answer = chair.post(at, {}, files=files() if raw is None else files(raw))
    assert answer.status_code == 422
    assert 'id="fault-paper"' in answer.text


def test_batches_longer_than_what_people_type_are_read(chair: FormBrowser, at: str) -> None:
    answer = chair.post(at, {}, files=files(b" " * (MOST_TYPED + 1)))
    assert answer.status_code == 422
