import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from rehearsal.made_up import MadeUpElection, make_election

from tests.client.engines import Client, in_chromium, in_node
from tests.client.tabs import Browsers, browsers_at
from tests.lines import House, opened_house


@pytest.fixture(scope="module", params=["node", "chromium"])
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """The client's functions, in Node and then in Chromium."""
    if request.param == "node":
        with in_node() as asked:
            yield asked
    else:
        with in_chromium(tmp_path_factory.mktemp("bridge")) as asked:
            yield asked


@pytest.fixture(scope="session")
def election() -> MadeUpElection:
    """A manifest of two groups with every secret behind it."""
    return make_election(os.urandom)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An open ballot box, and a registrar that only signs."""
    with opened_house(tmp_path / "box") as opened:
        yield opened


@pytest.fixture
def browsers(house: House) -> Iterator[Browsers]:
    """Devices with the voter's modules, on lines to the house."""
    with browsers_at(house) as opened:
        yield opened
