"""The ballot box as its own process over HTTP: what is cast at once, and what a kill leaves."""

import dataclasses
import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from rehearsal.made_up import OPENS, MadeUpElection, make_election, make_entry, make_token
from rehearsal.ports import PATIENCE, await_answer, free_port

from app.core.secrecy.answers import SignedState, Spent, check_receipt, sign_status_request
from app.core.secrecy.encoding import from_base64url, to_base64url
from app.core.secrecy.entries import Entry, sign_entry
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.tokens import TokenSecrets

TELLERS = Path(sys.executable).with_name("tellers")
PAGE_ORIGIN = "https://vote.example.org"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [TELLERS, "box", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class Place:
    """A box's folder, manifest and clock on disk."""

    path: Path
    election: MadeUpElection

    @property
    def manifest(self) -> Manifest:
        return self.election.manifest

    def set_clock(self, at: datetime) -> None:
        ahead = (at - datetime.now(UTC)).total_seconds()
        new = self.path / "clock.new"
        new.write_text(json.dumps({"ahead": ahead}))
        new.replace(self.path / "clock")

    def arguments(self) -> list[str | Path]:
        manifest, clock = self.path / "manifest.json", self.path / "clock"
        return [
            *("serve", "--dir", self.path / "box", "--manifest", manifest, "--clock", clock),
            *("--page-origin", PAGE_ORIGIN),
        ]

    @contextmanager
    def served(self) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
        port = free_port()
        with (self.path / "log").open("ab") as log:
            command = [TELLERS, "box", *self.arguments(), "--port", str(port)]
            process = subprocess.Popen(command, stdout=log, stderr=log)
        limits = httpx.Limits(max_connections=80)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=30) as client:
            try:
                await_answer(client, "/state")
                yield client, process
            finally:
                process.kill()
                process.wait()

    def receipt_of(self, entry: Entry, answer: httpx.Response) -> bytes:
        assert answer.status_code == 200, answer.text
        receipt = from_base64url(answer.text)
        check_receipt(receipt, self.manifest.box_pk, self.manifest.hash, entry.leaf_hash)
        return receipt


@pytest.fixture
def place(tmp_path: Path) -> Place:
    assert run("init", "--dir", tmp_path / "box").returncode == 0
    box_sk = (tmp_path / "box" / "box.key").read_bytes()
    made = Place(tmp_path, make_election(os.urandom, box_sk=box_sk))
    (tmp_path / "manifest.json").write_bytes(made.manifest.canonical())
    made.set_clock(OPENS + timedelta(minutes=1))
    return made


def cast(client: httpx.Client, entry: Entry, **headers: str) -> httpx.Response:
    headers = {"content-type": "text/plain", **headers}
    return client.post("/cast", content=to_base64url(bytes(entry)), headers=headers)


def status(client: httpx.Client, place: Place, token: TokenSecrets) -> httpx.Response:
    request = sign_status_request(place.manifest.hash, token)
    return client.post("/status", content=to_base64url(request))


def test_sixty_four_casts_of_one_token_at_once_leave_one(place: Place) -> None:
    token, token_sig = make_token(place.election, 1, os.urandom)
    entries = [
        sign_entry(place.manifest.hash, token, token_sig, os.urandom(416)) for _ in range(64)
    ]
    with place.served() as (client, _), ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda each: cast(client, each), entries))
        taken = [each for each, answer in zip(entries, answers, strict=True) if answer.is_success]
        assert [answer.status_code for answer in answers].count(409) == 63
        for answer in answers:
            if answer.status_code == 409:
                spent = Spent.parse(answer.content)
                assert spent == Spent.of(taken[0])
                spent.check(place.manifest.hash, 1, token.token_pk)
        place.receipt_of(taken[0], status(client, place, token))
        place.set_clock(place.manifest.closes_cast)
        assert client.get("/board").content == bytes(taken[0])


def test_same_entry_sixty_four_times_at_once_gets_one_receipt(place: Place) -> None:
    _, entry = make_entry(place.election, 2, os.urandom)
    with place.served() as (client, _), ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda _: cast(client, entry), range(64)))
    assert len({place.receipt_of(entry, answer) for answer in answers}) == 1


def test_box_killed_while_casting_loses_no_receipted_entry(place: Place) -> None:
    made = [make_entry(place.election, 1 + number % 2, os.urandom) for number in range(60)]
    receipted: list[tuple[TokenSecrets, Entry]] = []
    for part in range(3):
        with place.served() as (client, process), ThreadPoolExecutor(8) as pool:

            def attempt(each: tuple[TokenSecrets, Entry]) -> None:
                try:
                    place.receipt_of(each[1], cast(client, each[1]))
                except httpx.TransportError:
                    return
                receipted.append(each)

            running = [pool.submit(attempt, each) for each in made[part * 20 : part * 20 + 20]]
            while len(receipted) < part * 10 + 5 and not all(each.done() for each in running):
                time.sleep(0.001)
            process.send_signal(signal.SIGKILL)
            for each in running:
                each.result()
    assert len(receipted) >= 15
    with place.served() as (client, _):
        for token, entry in receipted:
            place.receipt_of(entry, status(client, place, token))
        for _, entry in made:
            place.receipt_of(entry, cast(client, entry))
        place.set_clock(place.manifest.closes_cast)
        board = client.get("/board").content
    ordered = sorted((entry for _, entry in made), key=lambda each: (each.group_id, each.leaf_hash))
    assert board == b"".join(map(bytes, ordered))


def test_box_closes_by_itself_when_nobody_asks(place: Place) -> None:
    with place.served():
        place.set_clock(place.manifest.closes_cast)
        deadline = time.monotonic() + PATIENCE
        while (place.path / "box" / "pool.sqlite").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
    assert (place.path / "box" / "board.bin").read_bytes() == b""
    assert not (place.path / "box" / "pool.sqlite").exists()


GETS = ("/board", "/leaves", "/checkpoints", "/manifest", "/nothing", "/cast", "/status")


def test_no_route_moves_with_a_cast_before_the_close(place: Place) -> None:
    with place.served() as (client, _):
        before = [(client.get(path).content, client.get(path).headers) for path in GETS]
        for _ in range(5):
            cast(client, make_entry(place.election, 1, os.urandom)[1])
        assert [(client.get(path).content, client.get(path).headers) for path in GETS] == before
        state = SignedState.parse(client.get("/state").content)
        assert state.as_json().keys() == {"state", "at", "signature"}


def test_answers_tell_no_time_and_set_no_cookie(place: Place) -> None:
    with place.served() as (client, _):
        answers = [client.get(path) for path in (*GETS, "/state")]
        answers.append(cast(client, make_entry(place.election, 1, os.urandom)[1]))
        place.set_clock(place.manifest.closes_cast)
        answers += [client.get(path) for path in ("/board", "/leaves", "/checkpoints")]
    for answer in answers:
        assert answer.headers.keys().isdisjoint({"date", "last-modified", "etag", "set-cookie"})


@pytest.mark.parametrize("origin", [PAGE_ORIGIN, "https://evil.example", "null"])
def test_browsers_let_the_ballot_pages_origin_alone_read_whoever_asks(
    place: Place, origin: str
) -> None:
    sent = {"origin": origin}
    with place.served() as (client, _):
        answers = [client.get(path, headers=sent) for path in (*GETS, "/state", "/nothing")]
        answers.append(cast(client, make_entry(place.election, 1, os.urandom)[1], **sent))
        answers.append(cast(client, make_entry(make_election(os.urandom), 1, os.urandom)[1]))
        asked = client.options("/cast", headers=sent | {"access-control-request-method": "POST"})
    for answer in [*answers, asked]:
        told = {name for name in answer.headers if name.startswith("access-control-")}
        assert told == {"access-control-allow-origin"}
        assert answer.headers["access-control-allow-origin"] == PAGE_ORIGIN
    assert asked.status_code == 405


def test_nothing_of_the_sender_is_kept_or_logged(place: Place) -> None:
    marks = ["member-4711@example.org", "Zsófia-Quintrell"]
    headers = {"cookie": f"session={marks[0]}", "authorization": f"Bearer {marks[0]}"}
    headers |= {
        "referer": f"http://{marks[0]}/",
        "user-agent": marks[0],
        "x-forwarded-for": marks[0],
    }
    _, entry = make_entry(place.election, 1, os.urandom)
    planted = dataclasses.replace(entry, outer=marks[1].encode().ljust(416, b"."))
    with place.served() as (client, _):
        place.receipt_of(entry, cast(client, entry, **headers))
        assert cast(client, planted, **headers).status_code == 400
        assert client.get(f"/{marks[0]}?{marks[0]}", headers=headers).status_code == 404
        kept = b"".join(each.read_bytes() for each in sorted((place.path / "box").iterdir()))
    assert bytes(entry) in kept  # the control: the search finds what is there
    assert not any(mark.encode() in kept for mark in marks)
    assert (place.path / "log").read_bytes() == b""


def test_wrong_requests_get_one_sentence_each(place: Place) -> None:
    with place.served() as (client, _):
        cases = {
            400: [client.post("/cast", content=body) for body in ("", "AA==", "ä", "AAAA")],
            404: [client.get("/nothing"), client.get("/board"), client.post("/nothing")],
            405: [client.get("/cast"), client.delete("/state"), client.options("/cast")],
            413: [client.post(path, content="A" * 10**6) for path in ("/cast", "/status")],
        }
        cases[400].append(client.post("/status", content="AAAA"))
    for code, answers in cases.items():
        for answer in answers:
            assert answer.status_code == code
            assert answer.headers["content-type"] == "application/problem+json"
            detail = answer.json()["detail"]
            assert detail
            assert "\n" not in detail


def test_box_that_cannot_store_says_so_and_takes_the_same_entry_later(place: Place) -> None:
    _, entry = make_entry(place.election, 1, os.urandom)
    with place.served() as (client, _):
        in_the_way = sqlite3.connect(place.path / "box" / "pool.sqlite", isolation_level=None)
        in_the_way.execute("BEGIN EXCLUSIVE")
        refused = cast(client, entry)
        assert (refused.status_code, refused.json()["title"]) == (503, "Service Unavailable")
        in_the_way.execute("ROLLBACK")
        in_the_way.close()
        place.receipt_of(entry, cast(client, entry))
    assert (place.path / "log").read_bytes() == b""


def test_box_on_a_full_disk_says_so_and_takes_the_same_entry_later(place: Place) -> None:
    _, first = make_entry(place.election, 1, os.urandom)
    token, token_sig = make_token(place.election, 1, os.urandom)
    second = sign_entry(place.manifest.hash, token, token_sig, os.urandom(416))
    pool = place.path / "box" / "pool.sqlite"
    with place.served() as (client, process):
        receipt = place.receipt_of(first, cast(client, first))
        kept = pool.read_bytes()
        _, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, most))
        refused = cast(client, second)
        assert (refused.status_code, refused.json()["title"]) == (503, "Service Unavailable")
        assert status(client, place, token).status_code == 404
        assert cast(client, first).status_code in (200, 503)
        assert pool.read_bytes() == kept
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))
        place.receipt_of(second, cast(client, second))
        assert place.receipt_of(first, cast(client, first)) == receipt
        place.set_clock(place.manifest.closes_cast)
        assert cast(client, first).status_code == 410
        assert len(client.get("/board").content) == len(bytes(first)) + len(bytes(second))
    assert (place.path / "log").read_bytes() == b""


def test_board_is_fetched_in_parts_too(place: Place) -> None:
    _, entry = make_entry(place.election, 1, os.urandom)
    with place.served() as (client, _):
        cast(client, entry)
        place.set_clock(place.manifest.closes_cast)
        assert cast(client, entry).status_code == 410
        part = client.get("/board", headers={"range": "bytes=10-19"})
        assert (part.status_code, part.content) == (206, bytes(entry)[10:20])
        whole = client.get("/board", headers={"range": "bytes=10-19", "if-range": '"x"'})
        assert (whole.status_code, whole.content) == (200, bytes(entry))


def test_folder_served_twice_is_refused(place: Place) -> None:
    with place.served():
        second = run(*place.arguments())
    assert second.returncode == 2
    assert second.stderr.count("\n") == 1
    assert "another ballot box is serving" in second.stderr


def test_init_prints_the_key_and_makes_none_twice(tmp_path: Path) -> None:
    first = run("init", "--dir", tmp_path / "box", "--json")
    spki = from_base64url(json.loads(first.stdout)["box_spki"])
    assert len(spki) == 44
    second = run("init", "--dir", tmp_path / "box")
    assert (second.returncode, second.stderr.count("\n")) == (2, 1)
    assert "already holds" in second.stderr


def test_serve_of_bad_input_says_what_is_wrong_in_one_line(place: Place) -> None:
    real = dataclasses.replace(place.manifest, purpose="election")
    (place.path / "real.json").write_bytes(real.canonical())
    (place.path / "cut.json").write_bytes(real.canonical()[:-1])
    (place.path / "seen").write_text("seen")
    folder, clock = ("--dir", place.path / "box"), ("--clock", place.path / "clock")
    cases = {
        "--clock is for rehearsals": (*folder, "--manifest", place.path / "real.json", *clock),
        "is not JSON": (*folder, "--manifest", place.path / "cut.json"),
        "cannot be read": (*folder, "--manifest", place.path / "none.json"),
        "holds no ballot box's key": (
            "--dir", place.path / "no", "--manifest", place.path / "manifest.json",
        ),
        "checkpoints.txt is not a row of signed notes": (
            *folder, "--manifest", place.path / "manifest.json", "--published", place.path / "seen",
        ),
    }  # fmt: skip
    for origin in ("*", "vote.example.org", "https://vote.example.org/", "https://A.example"):
        cases[f"--page-origin {origin} is not an origin"] = (
            *place.arguments()[1:-1], origin,
        )  # fmt: skip
    for says, arguments in cases.items():
        refused = run("serve", *arguments)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr
        assert says in refused.stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = run(*place.arguments(), "--port", str(taken.getsockname()[1]))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "cannot be listened on" in refused.stderr
    assert run("serve").returncode == 2
    assert {each.name for each in (place.path / "box").iterdir()} == {"box.key", "lock"}
