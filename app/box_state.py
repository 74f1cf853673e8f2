import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx

from app.core.secrecy.answers import BoxState, SignedState
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.manifest import Manifest
from app.errors import OutOfTurn, Unavailable

OLDEST_WORD = 5.0  # seconds
PATIENCE = 3.0  # seconds until the box must begin to answer, while a member waits for her ballot
# Seconds for paper, of which the box first checks three signatures a ballot: the most that it
# reads, 64 MiB or 54,000 ballots, takes it 25 s on two cores, and a machine may be a fifth as fast.
PATIENCE_WITH_PAPER = 120.0


@dataclass(frozen=True)
class _Word:
    state: BoxState
    at: int
    asked: float  # this process's monotonic seconds, when the question was sent


class DistantBox:
    """The ballot box as the registrar meets it: over HTTP, believed only by its signature."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self._words: dict[bytes, _Word] = {}

    def open_at(self, manifest: Manifest) -> datetime | None:
        """The box's own time while it says it is open, by a word under five seconds old.

        None when it says otherwise; raises Unavailable where it does not answer. The age is
        measured on this machine alone, since the two clocks need not agree.
        """
        word = self._words.get(manifest.hash)
        if word is None or time.monotonic() - word.asked >= OLDEST_WORD:
            word = self._words[manifest.hash] = self._ask(manifest)
        if word.state is not BoxState.OPEN:
            return None
        waited = timedelta(seconds=time.monotonic() - word.asked)
        return datetime.fromtimestamp(word.at, UTC) + waited

    def fetch(self, path: str) -> bytes:
        """What the box publishes under this path after the close."""
        return self._get(path).content

    def amend(self, amendments: bytes) -> None:
        """Hands the box all amendments, which it honours by their signatures."""
        self._hand_over("/amendments", amendments, "the amendment", PATIENCE)

    def add_paper(self, paper: bytes) -> None:
        """Hands the box every batch of paper, whose clerks' signatures it checks."""
        self._hand_over("/paper", paper, "the paper ballots", PATIENCE_WITH_PAPER)

    def _hand_over(self, path: str, content: bytes, what: str, patience: float) -> None:
        waiting = httpx.Timeout(PATIENCE, read=patience)
        asked = self._http.build_request("POST", path, content=content, timeout=waiting)
        try:
            answer = self._http.send(asked)
        except httpx.HTTPError as fault:
            raise Unavailable("The ballot box does not answer; try again soon.") from fault
        if answer.status_code != httpx.codes.OK:
            raise OutOfTurn(f"The ballot box does not take {what}: {_detail(answer)}")

    def _ask(self, manifest: Manifest) -> _Word:
        asked = time.monotonic()
        answer = self._get("/state")
        try:
            said = SignedState.parse(answer.content)
            said.check(manifest.box_pk, manifest.hash)
        except Malformed as fault:
            raise Unavailable(f"The ballot box's word cannot be believed: {fault}") from fault
        return _Word(said.state, said.at, asked)

    def _get(self, path: str) -> httpx.Response:
        try:
            answer = self._http.get(path)
        except httpx.HTTPError as fault:
            raise Unavailable("The ballot box does not answer; try again soon.") from fault
        if answer.status_code != httpx.codes.OK:
            raise Unavailable(f"The ballot box has nothing under {path} yet.")
        return answer


def _detail(refusal: httpx.Response) -> str:
    try:
        return str(refusal.json()["detail"])
    except (ValueError, LookupError, TypeError) as fault:  # a page of something in between
        raise Unavailable(
            f"Something before the ballot box answers {refusal.status_code}; try again soon."
        ) from fault
