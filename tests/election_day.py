"""The rest of an election in this process: the box, the voters, the ceremony and the count."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi.testclient import TestClient
from rehearsal.client import Client

from app.box.application import create_box_app
from app.box.ballot_box import BallotBox
from app.box.folder import Folder
from app.box_state import DistantBox
from app.core.secrecy import ed25519
from app.core.secrecy.closed_board import read_closed_board
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.opening import open_board
from app.core.secrecy.payloads import Choices
from app.core.secrecy.shares import opening_keys
from app.core.secrecy.tokens import SEED
from app.settings import clock_from
from tests.registrar import Registrar


class ElectionDay:
    """A registrar whose ballot is frozen, with a box that takes votes."""

    def __init__(
        self,
        registrar: Registrar,
        folder: Path,
        freeze: Callable[[dict[str, Any]], object] | None = None,
    ) -> None:
        self.registrar = registrar
        self._secret, box_sk = secrets.token_bytes(32), secrets.token_bytes(32)
        public = opening_keys(self._secret, bytes.fromhex(registrar.election))
        keys = {
            "A": to_base64url(public.a_public),
            "B": to_base64url(public.b_public),
            "t": 3,
            "n": 5,
            "box_spki": to_base64url(ed25519.to_spki(ed25519.public_of(box_sk))),
        }
        (freeze or registrar.freeze)(keys)
        self.manifest = Manifest.parse(registrar.http.get(registrar.at("manifest")).content)
        registrar.move_to(registrar.dates["opens"] + timedelta(hours=1))
        Folder(folder).make(box_sk)
        clock = clock_from(registrar.settings.clock_file)
        self.ballot_box = BallotBox(Folder(folder), self.manifest, clock)
        self.box_app = create_box_app(self.ballot_box, page_origin=registrar.settings.public_url)
        http: Any = registrar.http
        self.app = http.app
        self.ask_box_by(TestClient(self.box_app))

    def ask_box_by(self, box: httpx.Client) -> None:
        """From now on the box is asked over this connection."""
        self.box = box
        self.app.state.house = replace(self.app.state.house, box=DistantBox(box))

    def open(self) -> "ElectionDay":
        """Two people open voting."""
        for by in (self.registrar.chair, self.registrar.second):
            answer = self.registrar.post("voting", {}, by)
            assert answer.status_code == 200, answer.json()
        return self

    def vote(self, number: str, chosen: Mapping[str, tuple[int, ...]]) -> None:
        """A member is issued a ballot and casts it; contests left out are left blank."""
        http = TestClient(
            self.app,
            base_url=str(self.registrar.http.base_url),
            headers=self.registrar.member(number),
        )
        mine = http.get("/api/v1/my/ballot").json()["groups"]
        groups: dict[int, Choices] = {
            group: {each.id: chosen.get(each.id, ()) for each in self.manifest.contests_of(group)}
            for group in mine
        }
        seed = secrets.token_bytes(SEED)
        client = Client(self.manifest, seed, groups, http, self.box, secrets.token_bytes)
        client.issue()
        for group in mine:
            client.cast(group)

    def close(self) -> "ElectionDay":
        """Voting closes, the board comes in, the trustees open it and the file is uploaded."""
        registrar = self.registrar
        registrar.move_to(registrar.dates["closes_cast"] + timedelta(minutes=1))
        assert registrar.post("board", {}, registrar.chair).status_code == 201
        opened = self.opened()
        upload = {"opened": ("opened.json", opened)}
        answer = registrar.http.post(registrar.at("opening"), files=upload, headers=registrar.chair)
        assert answer.status_code == 201, answer.json()
        return self

    def opened(self) -> bytes:
        """What the trustees make of the closed box's board."""
        board, notes = (self.box.get(path).content for path in ("/board", "/checkpoints"))
        entries = read_closed_board(self.manifest, board, notes)
        keys = opening_keys(self._secret, self.manifest.election_id)
        return open_board(self.manifest, entries, keys).opened.canonical()

    def count(self) -> str:
        """Everything is counted; gives the result's digest."""
        digest: str = self.registrar.post("count", {}, self.registrar.chair).json()["digest"]
        return digest

    def sign(self, act: str, digest: str) -> None:
        """Two people sign the count or the result."""
        for by in (self.registrar.chair, self.registrar.second):
            answer = self.registrar.post(act, {"digest": digest}, by)
            assert answer.status_code == 200, answer.json()
