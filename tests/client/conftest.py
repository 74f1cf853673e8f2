import os
from collections.abc import Iterator

import pytest
from rehearsal.made_up import MadeUpElection, make_election

from tests.client.engines import Client, in_chromium, in_node


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
