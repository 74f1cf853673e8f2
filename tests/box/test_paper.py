import os

import pytest
from rehearsal.made_up import make_entry, make_paper
from starlette.testclient import TestClient

from app.box.application import create_box_app
from app.core.secrecy.answers import sign_status_request
from app.core.secrecy.board import in_board_order, tree_hash_of
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.paper import Batch
from app.errors import AlreadyDone, OutOfTurn
from tests.box.test_ballot_box import Standing
from tests.box.test_ballot_box import standing as standing


def batch_of(standing: Standing, ballots: int, *, spoiled: int = 0) -> Batch:
    return make_paper(standing.election, [{"delegates": [1]}] * ballots, spoiled=spoiled)


def line(batch: Batch) -> bytes:
    return batch.canonical() + b"\n"


def test_paper_joins_the_closed_board_behind_what_was_cast(standing: Standing) -> None:
    batch, cast = batch_of(standing, 3), [bytes(standing.entry(group)) for group in (2, 1, 2)]
    with standing.started() as box:
        for entry in cast:
            box.cast(entry)
        with pytest.raises(OutOfTurn, match="when voting has closed"):
            box.add_paper(line(batch))
        standing.clock.to_the_close()
        box.advance()
        assert box.add_paper(line(batch)) == box.add_paper(line(batch))
        paper = list(map(bytes, batch.entries))
        whole = in_board_order(cast) + in_board_order(paper)
        assert box.board().read_bytes() == b"".join(whole)
    with standing.started():
        checkpoints = standing.checkpoints()
    assert [each.size for each in checkpoints] == [0, 3, 6]
    assert [each.root for each in checkpoints[1:]] == [tree_hash_of(whole[:3]), tree_hash_of(whole)]


def test_paper_before_the_close_is_refused_before_it_is_read(standing: Standing) -> None:
    with standing.started() as box:
        client = TestClient(create_box_app(box))
        assert client.post("/paper", content=b"junk").status_code == 409
        standing.clock.to_the_close()
        assert client.post("/paper", content=b"junk").status_code == 400


def test_other_paper_after_the_first_is_refused(standing: Standing) -> None:
    with standing.started() as box:
        standing.clock.to_the_close()
        box.advance()
        box.add_paper(line(batch_of(standing, 1)))
        with pytest.raises(AlreadyDone, match="these are others"):
            box.add_paper(line(batch_of(standing, 1)))


def test_paper_that_is_spoiled_throughout_leaves_the_board_as_it_was(standing: Standing) -> None:
    with standing.started() as box:
        standing.clock.to_the_close()
        box.advance()
        box.add_paper(line(batch_of(standing, 0, spoiled=2)))
    assert [each.size for each in standing.checkpoints()] == [0, 0]
    with standing.started():
        pass


def test_paper_ballot_is_never_cast(standing: Standing) -> None:
    with standing.started() as box, pytest.raises(Malformed, match="token_sig"):
        box.cast(bytes(batch_of(standing, 1).entries[0]))


def test_box_killed_before_the_checkpoint_of_the_paper_makes_it_again(
    standing: Standing,
) -> None:
    """A kill after the file of the batches, and one after the board, leave the same."""
    batch = batch_of(standing, 2)
    entry = bytes(standing.entry())
    with standing.started() as box:
        box.cast(entry)
        standing.clock.to_the_close()
        box.advance()
    folder = standing.folder
    folder.paper.write_bytes(line(batch))
    whole = b"".join(in_board_order([entry, *map(bytes, batch.entries)]))
    for board in (entry, whole):
        before = folder.checkpoints.read_bytes()
        folder.board.write_bytes(board)
        with standing.started() as box:
            assert [each.size for each in standing.checkpoints()] == [0, 1, 3]
            assert box.board().read_bytes() == whole
        folder.checkpoints.write_bytes(before)


def test_paper_over_http(standing: Standing) -> None:
    with standing.started() as box, TestClient(create_box_app(box)) as http:
        assert http.post("/paper", content=line(batch_of(standing, 1))).status_code == 409
        standing.clock.to_the_close()
        assert http.post("/paper", content=b"x\n").status_code == 400
        answer = http.post("/paper", content=line(batch_of(standing, 1)))
        assert (answer.status_code, answer.content) == (200, box.checkpoints())
        assert answer.text.count("tellers/1/") == 6


def test_status_after_paper_still_gives_the_receipt(standing: Standing) -> None:
    token, entry = make_entry(standing.election, 2, os.urandom)
    with standing.started() as box:
        receipt = box.cast(bytes(entry))
        standing.clock.to_the_close()
        box.advance()
        box.add_paper(line(batch_of(standing, 2)))
        request = sign_status_request(standing.election.manifest.hash, token)
        assert box.status(request) == receipt
