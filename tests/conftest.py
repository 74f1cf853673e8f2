import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import pytest

from app.settings import Settings
from tests.chapters import Chapters
from tests.databases import KINDS, Databases
from tests.questions import Asking
from tests.registrar import Registrar, make_clock, make_settings

R = TypeVar("R", bound=Registrar)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """New databases of both kinds, whose servers end with the run."""
    with ExitStack() as ending:
        yield Databases(ending)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """SQLite, and then PostgreSQL."""
    return str(request.param)


@pytest.fixture
def database_url(kind: str, databases: Databases) -> Iterator[str]:
    """A database of this test's own with every table, on SQLite and then on PostgreSQL."""
    with databases.migrated(kind) as url:
        yield url


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    """A made-up clock that stands at the machine's time."""
    return make_clock(tmp_path)


@pytest.fixture
def settings(database_url: str, clock_file: Path) -> Settings:
    """A registrar's settings with fresh secrets."""
    return make_settings(database_url, clock_file)


@pytest.fixture(scope="session")
def original(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Registrar]]:
    """By kind of database, a registrar that is set up once a run, to be copied."""
    yield from _set_up_once(Registrar, databases, tmp_path_factory)


@pytest.fixture(scope="session")
def original_chapters(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Chapters]]:
    """By kind of database, a registrar of Local 509 that is set up once a run, to be copied."""
    yield from _set_up_once(Chapters, databases, tmp_path_factory)


@pytest.fixture(scope="session")
def original_asking(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Asking]]:
    """By kind of database, a registrar for questions that is set up once a run, to be copied."""
    yield from _set_up_once(Asking, databases, tmp_path_factory)


def _set_up_once(
    local: type[R], databases: Databases, folders: pytest.TempPathFactory
) -> Iterator[Callable[[str], R]]:
    with ExitStack() as ending:

        @functools.cache
        def set_up(kind: str) -> R:
            url = ending.enter_context(databases.migrated(kind))
            made = local(make_settings(url, make_clock(folders.mktemp("set-up"))))
            made.set_up().close()
            return made

        yield set_up


@pytest.fixture
def registrar(
    kind: str, original: Callable[[str], Registrar], databases: Databases, clock_file: Path
) -> Iterator[Registrar]:
    """A registrar of this test's own, with an election in the days of nominations."""
    yield from _copied(original(kind), databases, clock_file)


@pytest.fixture
def chapters(
    kind: str, original_chapters: Callable[[str], Chapters], databases: Databases, clock_file: Path
) -> Iterator[Chapters]:
    """A registrar of this test's own, with an election of Local 509 at its membership meeting."""
    yield from _copied(original_chapters(kind), databases, clock_file)


@pytest.fixture
def asking(
    kind: str, original_asking: Callable[[str], Asking], databases: Databases, clock_file: Path
) -> Iterator[Asking]:
    """A registrar of this test's own, with an election held for questions before any is put."""
    yield from _copied(original_asking(kind), databases, clock_file)


def _copied(made: R, databases: Databases, clock_file: Path) -> Iterator[R]:
    with databases.copy_of(made.settings.database_url) as url:
        own = {"database_url": url, "clock_file": clock_file}
        yield made.moved_to(made.settings.model_copy(update=own))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker is left waiting for another at the end."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
