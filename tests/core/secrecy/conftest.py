import os

import pytest
from hypothesis import settings
from rehearsal.held import DICE, Held, cast_ballots, hold, make_counted_election
from rehearsal.made_up import MadeUpElection, make_election
from rehearsal.poll import Poll, board_of

from app.core.secrecy.entries import Entry
from app.core.secrecy.opened import Opened
from app.core.secrecy.opening import open_board
from app.core.secrecy.shares import opening_keys

settings.register_profile("untimed", deadline=None)  # how long a test takes says nothing here
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def election() -> MadeUpElection:
    return make_election(os.urandom)


@pytest.fixture(scope="session")
def poll(election: MadeUpElection) -> Poll:
    return Poll(election, os.urandom)


@pytest.fixture(scope="session")
def board(poll: Poll) -> list[Entry]:
    """Three ballots of group 1 and two of group 2, and two of group 1 that open to nothing."""
    president = [poll.entry(1, {"president": [each], "treasurer": [1]}) for each in (1, 2, 3)]
    delegates = [poll.entry(2, {"delegates": [each]}) for each in (4, 5)]
    shut = poll.of_outer(1, lambda _: os.urandom(poll.outer_length))
    empty = poll.of_inner(1, os.urandom(poll.inner_length))
    return board_of(*president, *delegates, shut, empty)


@pytest.fixture(scope="session")
def opened(election: MadeUpElection, board: list[Entry]) -> Opened:
    manifest = election.manifest
    return open_board(manifest, board, opening_keys(election.secret, manifest.election_id)).opened


@pytest.fixture(scope="session")
def counted_poll() -> Poll:
    """The rehearsal's election with three groups and four counting rules."""
    return Poll(make_counted_election(os.urandom), os.urandom)


@pytest.fixture(scope="session")
def cast(counted_poll: Poll) -> list[Entry]:
    return cast_ballots(counted_poll)


@pytest.fixture(scope="session")
def held(counted_poll: Poll, cast: list[Entry]) -> Held:
    return hold(counted_poll.election, cast)


@pytest.fixture(scope="session")
def diced(counted_poll: Poll, cast: list[Entry]) -> Held:
    """The same election, opened before observers who rolled dice."""
    return hold(counted_poll.election, cast, dice=DICE)
