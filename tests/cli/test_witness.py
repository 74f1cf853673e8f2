import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from rehearsal.held import Held, cast_ballots, hold, make_counted_election
from rehearsal.poll import Poll
from typer.testing import CliRunner, Result

from app.cli import app
from app.core.secrecy.closed_board import read_checkpoints
from app.core.secrecy.notes import Witness, split_notes

RUN = CliRunner()
Refusal = Callable[..., str]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def held() -> Held:
    poll = Poll(make_counted_election(os.urandom), os.urandom)
    return hold(poll.election, cast_ballots(poll))


@pytest.fixture
def shown(tmp_path: Path, held: Held) -> Path:
    """A folder as a box would show it, before the close."""
    folder = tmp_path / "box"
    folder.mkdir()
    (folder / "checkpoints").write_text(split_notes(held.checkpoints)[0])
    (tmp_path / "manifest").write_bytes(held.election.manifest.canonical())
    (tmp_path / "passphrase").write_text("a long passphrase")
    return folder


@pytest.fixture
def box(shown: Path) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(shown)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def close(shown: Path, held: Held) -> None:
    (shown / "checkpoints").write_text(held.checkpoints)
    (shown / "board").write_bytes(b"".join(map(bytes, held.board)))


def make_key(folder: Path) -> Witness:
    given = f"--passphrase-file={folder / 'passphrase'}"
    arguments = ["witness-key", "--name=observer.example/1", f"--out={folder / 'key'}", given]
    return Witness.parse(RUN.invoke(app, arguments).stdout.strip())


def look(folder: Path, box: str) -> Result:
    return RUN.invoke(
        app,
        [
            "witness",
            f"--manifest={folder / 'manifest'}",
            f"--box={box}",
            "--name=observer.example/1",
            f"--key={folder / 'key'}",
            f"--seen={folder / 'seen'}",
            f"--passphrase-file={folder / 'passphrase'}",
        ],
    )


def test_witness_cosigns_what_it_sees_and_keeps_it(
    tmp_path: Path, shown: Path, held: Held, box: str
) -> None:
    witness = make_key(tmp_path)
    for closed in (False, True):
        if closed:
            close(shown, held)
        told = look(tmp_path, box)
        assert told.exit_code == 0, told.exception
        notes = (shown / "checkpoints").read_bytes()
        last = read_checkpoints(held.election.manifest, notes)[-1]
        assert witness.time_in(f"\n\n{told.stdout}", last) is not None
        assert (tmp_path / "seen").read_bytes() == notes


def test_witness_refuses_a_box_that_went_back_and_keeps_what_it_saw(
    tmp_path: Path, shown: Path, held: Held, box: str
) -> None:
    make_key(tmp_path)
    close(shown, held)
    assert look(tmp_path, box).exit_code == 0
    (shown / "checkpoints").write_text(split_notes(held.checkpoints)[0])
    told = look(tmp_path, box)
    assert "takes back" in str(told.exception)
    assert told.stdout == ""
    assert (tmp_path / "seen").read_text() == held.checkpoints


def test_witness_of_a_box_that_does_not_answer_is_refused(tmp_path: Path, shown: Path) -> None:
    make_key(tmp_path)
    told = look(tmp_path, "http://127.0.0.1:9")
    assert "shows no checkpoint" in str(told.exception)


def test_witness_name_with_a_space_is_refused(tmp_path: Path, refusal: Refusal) -> None:
    told = refusal("witness-key", "--name=a b", f"--out={tmp_path / 'key'}")
    assert "no spaces" in told
