"""Voters in the browser's modules, each request answered from here: tests/voter-node.js."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from tests.client.engines import CLIENT, NODE
from tests.lines import CHOICES, House

Respond = Callable[[httpx.Request], httpx.Response]


class Stopped(Exception):
    """What a voter's act ended with; `kind` is Alarm, Refused or Malformed."""

    def __init__(self, kind: str, sentence: str, status: int | None) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.status = status


class Killed(Exception):
    """The tab was closed before the answer came."""


@dataclass
class Browsers:
    """Node with any number of devices; what they ask goes over the lines of a house."""

    process: "subprocess.Popen[str]"
    house: House
    registrar: Respond
    requests: list[dict[str, Any]] = field(default_factory=list)
    names: Iterator[str] = field(default_factory=lambda: map(str, count()))

    def tab(self, device: str, label: str = "one", groups: tuple[int, ...] = (1, 2)) -> "Tab":
        """A new tab of the voting page on a device, as after a sign-in or a reload."""
        tab = Tab(self, next(self.names))
        manifest = self.house.election.manifest.canonical().hex()
        given = {"device": device, "label": label, "groups": groups, "manifest": manifest}
        self.call("open", tab=tab.name, **given)
        return tab

    def stored(self, device: str) -> dict[str, str]:
        """All that a device keeps."""
        kept: dict[str, str] = self.call("stored", device=device)
        return kept

    def call(self, name: str, **given: Any) -> Any:
        """What a call gives, once every request that it makes is answered."""
        self._write({"name": name, "given": given})
        while True:
            read = self._read()
            if "gives" in read:
                return read["gives"]
            if "refused" in read:
                raise Stopped(read["kind"], read["refused"], read.get("status"))
            self.requests.append(read)
            self._write(self._answered(read))

    def _answered(self, asked: dict[str, Any]) -> dict[str, Any]:
        body = bytes.fromhex(asked["body"])
        request = httpx.Request(asked["method"], f"http://house{asked['path']}", content=body)
        respond = self.registrar if asked["to"] == "registrar" else self.house.to_box
        try:
            answer = respond(request)
        except httpx.TransportError:
            return {"lost": True}
        return {"status": answer.status_code, "body": answer.content.hex()}

    def _write(self, line: dict[str, Any]) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout
        read: dict[str, Any] = json.loads(self.process.stdout.readline())
        return read


@dataclass(frozen=True)
class Tab:
    """One voter at one page; closing it is to ask nothing more of it."""

    browsers: Browsers
    name: str

    def act(self, act: str, given: Any = None) -> Any:
        """Does a step: start, issue, post, status, resume, proveInclusion and the others."""
        return self.browsers.call("act", tab=self.name, act=act, given=given)

    def vote(self) -> None:
        """Seals the made-up choices of every group without a ballot, and casts."""
        self.browsers.call("vote", tab=self.name, choices=CHOICES)

    def seal(self, group: int) -> dict[str, Any]:
        """The made-up choices of a group sealed afresh, with what sealed them."""
        choices = CHOICES[group]
        sealed: dict[str, Any] = self.browsers.call(
            "seal", tab=self.name, group=group, choices=choices
        )
        return sealed

    def seen(self, channel: str | None = "electronic") -> dict[str, Any]:
        """Where the voter stands and what receipts there are."""
        mine = {"ruling": {"granted": True}, "groups": [1, 2], "channel": channel}
        seen: dict[str, Any] = self.browsers.call("seen", tab=self.name, mine=mine)
        return seen

    @property
    def receipts(self) -> dict[int, bytes]:
        """The receipts by group."""
        return {int(each): bytes.fromhex(raw) for each, raw in self.seen()["receipts"].items()}


def asked_for_tokens(tab: Tab) -> None:
    """Has the tokens of a new seed issued to the tab."""
    tab.act("start")
    tab.act("issue")


def voted(tab: Tab) -> Tab:
    """Goes all the way from a new seed to the receipts."""
    asked_for_tokens(tab)
    tab.vote()
    return tab


@contextmanager
def browsers_at(house: House) -> Iterator[Browsers]:
    """Browsers whose lines lead to this house."""
    with subprocess.Popen(
        [NODE, CLIENT / "tests" / "voter-node.js"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Browsers(process, house, house.registrar)
        finally:
            process.kill()
