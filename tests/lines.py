"""A ballot box of ours and a registrar that only signs, with lines between that a test may bend."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from rehearsal.client import Client
from rehearsal.made_up import OPENS, MadeUpElection, make_election, make_paper
from starlette.applications import Starlette

from app.box.application import create_box_app
from app.box.ballot_box import BallotBox
from app.box.folder import Folder
from app.core.secrecy.entries import Entry
from app.core.secrecy.issue import issue_answer, read_issue_request
from app.core.secrecy.signing import base_blind_length, blind_sign
from app.core.secrecy.tokens import req_hash

CHOICES = {1: {"president": [3, 1], "treasurer": [2]}, 2: {"delegates": [2, 5, 9]}}
Answer = Callable[[httpx.Request], httpx.Response]


@dataclass
class Registrar:
    """Signs one request of one member, and the same one again."""

    election: MadeUpElection
    issued: bytes | None = None
    swap: int | None = None  # the group whose signature it gives under another group's key

    def __call__(self, request: httpx.Request) -> httpx.Response:
        blinded = read_issue_request(request.read())
        self.issued = self.issued or req_hash(blinded)
        if self.issued != req_hash(blinded):
            return httpx.Response(409, json={"detail": "A ballot was issued already."})
        signed = {each: self._sign(each, message) for each, message in blinded.items()}
        return httpx.Response(200, content=issue_answer(signed))

    def _sign(self, group_id: int, message: bytes) -> bytes:
        private = self.election.issuers[2 if group_id == self.swap else group_id]
        n = private.public_numbers.n
        message = (int.from_bytes(message, "big") % n).to_bytes(384, "big")
        return blind_sign(private, message, os.urandom(base_blind_length(private)))


@dataclass
class House:
    """An election with its registrar and box, and the lines between, which a test may bend."""

    election: MadeUpElection
    registrar: Registrar
    box: Starlette
    clock: list[datetime]
    bend: dict[str, Callable[[httpx.Response], httpx.Response]] = field(default_factory=dict)
    lose_answers: int = 0

    def client(self, seed: bytes | None = None) -> Client:
        """A reference client of the one member."""
        return Client(
            manifest=self.election.manifest,
            seed=seed or os.urandom(16),
            choices=CHOICES,
            registrar=line(self.registrar),
            box=line(self.to_box),
            random_bytes=os.urandom,
            pause=lambda _: None,
        )

    def to_box(self, request: httpx.Request) -> httpx.Response:
        """The box's answer, lost or bent as the test wants it."""
        answer = asyncio.run(self._asked(request))
        if self.lose_answers:
            self.lose_answers -= 1
            raise httpx.ReadError("the line was cut after the box had stored")
        bend = self.bend.get(request.url.path)
        return bend(answer) if bend else answer

    async def _asked(self, request: httpx.Request) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.box)
        async with httpx.AsyncClient(transport=transport) as box:
            body = request.read()
            answer = await box.request(request.method, request.url, content=body)
        return httpx.Response(answer.status_code, content=answer.content)

    def close(self) -> list[Entry]:
        """Voting closes; gives what is on the board."""
        self.clock[0] = self.election.manifest.closes_cast
        board = line(self.to_box).get("/board").content
        length = self.election.manifest.pad_len + 674
        parts = (board[at : at + length] for at in range(0, len(board), length))
        return [Entry.parse(part, self.election.manifest.pad_len) for part in parts]

    def join_paper_after(self, path: str) -> list[httpx.Response]:
        """Paper joins the board behind the first answer under a path; gives all answers there."""
        answers: list[httpx.Response] = []

        def join(answer: httpx.Response) -> httpx.Response:
            if not answers:
                paper = make_paper(self.election, [{"delegates": [1]}]).canonical() + b"\n"
                line(self.to_box).post("/paper", content=paper).raise_for_status()
            answers.append(answer)
            return answer

        self.bend[path] = join
        return answers


def line(answer: Answer) -> httpx.Client:
    """A connection on which `answer` answers."""
    return httpx.Client(base_url="http://house", transport=httpx.MockTransport(answer))


@contextmanager
def opened_house(path: Path) -> Iterator[House]:
    """A house whose box is open, in this folder."""
    folder = Folder(path)
    folder.make(os.urandom(32))
    election = make_election(os.urandom, box_sk=folder.box_sk())
    clock = [OPENS + timedelta(minutes=1)]
    box = BallotBox(folder, election.manifest, lambda: clock[0])
    yield House(election, Registrar(election), create_box_app(box), clock)
    box.let_go()
