import os

import pytest
from rehearsal.made_up import MadeUpElection, make_election


@pytest.fixture(scope="session")
def election() -> MadeUpElection:
    return make_election(os.urandom)
