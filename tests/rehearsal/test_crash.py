"""SIGKILL of registrars and ballot box at random moments; the campaign is scripts/crash-votes."""

import secrets
import tempfile
from pathlib import Path

import pytest
from rehearsal.crash import Survived, vote_through_kills
from rehearsal.options import Options

from tests.databases import KINDS

VOTERS = 40
BROWSERS = 2


@pytest.mark.parametrize("database", KINDS)
def test_every_receipted_ballot_is_on_the_board_once_after_kills(database: str) -> None:
    """Chance cuts off no answer in fewer than one run of a million: there are 500 and more."""
    with tempfile.TemporaryDirectory(prefix="tellers-crash-") as folder:
        Path(folder).chmod(0o711)
        data = Path(folder) / "data"
        seed = secrets.randbelow(10**6)
        options = Options(data, VOTERS, 600, seed, database=database)
        survived = vote_through_kills(options, browsers=BROWSERS, two_disks=database == "sqlite")
    told = f"seed {seed}: {survived.faults()}"
    assert survived.faults() == [], told
    assert len(survived.receipts) == VOTERS, told
    assert survived.kills, told
    assert survived.cut, told


def test_ballot_that_is_lost_twice_there_or_nobodys_is_a_fault() -> None:
    one, other = bytes(32), bytes([1]) * 32
    assert Survived(receipts=[{1: one + bytes(64)}], leaves=[one]).faults() == []
    assert "is lost" in Survived(receipts=[{1: one}], leaves=[]).faults()[0]
    assert "nobody's" in Survived(receipts=[{1: one}], leaves=[one, one]).faults()[0]
    assert "nobody's" in Survived(receipts=[{1: one}], leaves=[one, other]).faults()[0]
    assert "of two" in Survived(receipts=[{1: one}, {1: one}], leaves=[one, one]).faults()[0]
