from datetime import timedelta
from pathlib import Path

import pytest
from rehearsal.made_up import OPENS
from starlette.testclient import TestClient

from app.box.application import create_box_app
from app.box.ballot_box import BallotBox, Closed
from app.core.secrecy.amendments import draft, times
from app.core.secrecy.answers import BoxState
from app.core.secrecy.encoding import Malformed
from app.errors import AlreadyDone
from tests.box.test_ballot_box import Standing
from tests.box.test_ballot_box import standing as standing

FIRST_CLOSE = OPENS + timedelta(hours=1, minutes=15)


def later(standing: Standing, number: int = 1, *, signers: int = 2, hours: int = 3) -> bytes:
    changed = times(OPENS + timedelta(hours=2), OPENS + timedelta(hours=hours))
    made = draft(standing.election.manifest, number, "An outage.", **changed)
    for officer in standing.election.officers_sk[:signers]:
        made = made.signed(officer)
    return made.canonical() + b"\n"


def test_box_takes_ballots_until_the_amended_close_and_none_after(standing: Standing) -> None:
    with standing.started() as box:
        assert box.amend(later(standing)) == box.amendments() == later(standing)
        standing.clock.now = FIRST_CLOSE
        entry = standing.entry()
        receipt = box.cast(bytes(entry))
        standing.check(receipt, entry)
    with standing.started() as box:  # a new process honours it as well
        standing.clock.now = OPENS + timedelta(hours=3)
        with pytest.raises(Closed, match="T11:00:00Z"):
            box.cast(bytes(standing.entry()))
        assert box.board().read_bytes() == bytes(entry)


def test_amendment_of_one_officer_changes_nothing(standing: Standing) -> None:
    with standing.started() as box:
        with pytest.raises(Malformed, match="takes 2 officers"):
            box.amend(later(standing, signers=1))
        standing.clock.now = FIRST_CLOSE
        assert box.state().state is BoxState.CLOSED


def test_box_that_was_down_over_its_close_goes_on_where_two_officers_say_so(
    standing: Standing,
) -> None:
    entry = standing.entry()
    with standing.started() as box:
        box.cast(bytes(entry))
    standing.clock.now = FIRST_CLOSE + timedelta(hours=1)
    manifest = standing.election.manifest
    box = BallotBox(standing.folder, manifest, standing.clock, amendments=later(standing))
    standing.check(box.cast(bytes(entry)), entry)
    box.let_go()


def test_box_started_with_fewer_amendments_than_it_keeps_keeps_them(standing: Standing) -> None:
    """A unit file names the first, and the second came over HTTP."""
    both = later(standing) + later(standing, 2, hours=4)
    with standing.started() as box:
        box.amend(both)
    manifest = standing.election.manifest
    box = BallotBox(standing.folder, manifest, standing.clock, amendments=later(standing))
    assert box.amendments() == both
    box.let_go()


def test_amendment_after_the_board_was_made_is_refused(standing: Standing) -> None:
    with standing.started() as box:
        standing.clock.to_the_close()
        box.advance()
        with pytest.raises(Closed):
            box.amend(later(standing))
        assert box.amend(b"") == b""


def test_amendment_once_kept_is_never_taken_back(standing: Standing) -> None:
    with standing.started() as box:
        first = later(standing)
        box.amend(first)
        for other in (b"", later(standing, hours=4)):
            with pytest.raises(AlreadyDone, match="not among these"):
                box.amend(other)
        both = first + later(standing, 2, hours=4)
        assert box.amend(both) == both


def test_amendments_are_handed_in_and_published_over_http(standing: Standing) -> None:
    with standing.started() as box, TestClient(create_box_app(box)) as http:
        assert http.get("/amendments").content == b""
        assert http.post("/amendments", content=later(standing)).status_code == 200
        assert http.get("/amendments").content == later(standing)
        assert http.post("/amendments", content=b"").status_code == 409
        assert http.post("/amendments", content=b"x").status_code == 400
        assert http.post("/amendments", content=b"x" * 70_000).status_code == 413


def test_amendments_file_that_was_tampered_with_keeps_the_box_from_starting(
    standing: Standing, tmp_path: Path
) -> None:
    with standing.started() as box:
        box.amend(later(standing))
    kept = standing.folder.amendments
    kept.write_bytes(kept.read_bytes().replace(b"outage", b"OUTAGE"))
    with pytest.raises(Malformed), standing.started():
        pass
