"""A burst of casts across the close of a ballot box, and what came of each."""

import os
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from app.box.folder import Folder
from app.core.secrecy.answers import check_receipt
from app.core.secrecy.board import leaf_hash, split_board
from app.core.secrecy.encoding import from_base64url, to_base64url
from app.core.secrecy.entries import Entry, entry_length
from app.core.secrecy.manifest import Manifest
from app.settings import Clock, clock_from
from rehearsal.made_up import make_election
from rehearsal.processes import Processes
from rehearsal.quick_poll import QuickPoll

GROUP = 1
AT_ONCE = 64
PATIENCE = 60.0  # seconds
OK, GONE = httpx.codes.OK, httpx.codes.GONE


@dataclass(frozen=True)
class Cast:
    """One cast: when by the box's clock it was sent, how long the answer took, and what it said."""

    leaf: bytes
    sent: datetime
    seconds: float
    status: int


@dataclass(frozen=True)
class Burst:
    """Every cast of a burst, the close in its middle, and the board in the end."""

    closes: datetime
    casts: Sequence[Cast]
    leaves: Sequence[bytes]

    @property
    def accepted(self) -> list[Cast]:
        """The casts that were given a receipt."""
        return [each for each in self.casts if each.status == OK]

    @property
    def refused(self) -> list[Cast]:
        """The casts that came too late."""
        return [each for each in self.casts if each.status == GONE]

    @property
    def p99(self) -> float:
        """The seconds in which 99 of 100 answers came."""
        return sorted(each.seconds for each in self.casts)[len(self.casts) * 99 // 100]

    def faults(self) -> list[str]:
        """Every broken promise, in words."""
        board = Counter(self.leaves)
        accepted = Counter(each.leaf for each in self.accepted)
        late = sum(each.sent >= self.closes for each in self.accepted)
        counts = {
            "casts were accepted that were sent after the close": late,
            "ballots have a receipt and are not on the board": (accepted - board).total(),
            "ballots are on the board and have no receipt": (board - accepted).total(),
            "casts were answered neither way": sum(
                each.status not in (OK, GONE) for each in self.casts
            ),
        }
        return [f"{number} {what}" for what, number in counts.items() if number]


def burst_at_close(data: Path, *, per_second: float, seconds: float) -> Burst:
    """So many casts each second to a box of its own, the first half of them before the close."""
    number = round(per_second * seconds)
    election = make_election(os.urandom, eligible=number)
    poll, manifest = QuickPoll(election, os.urandom), election.manifest
    noise = poll.outer_length
    entries = [poll.of_outer(GROUP, lambda _: os.urandom(noise)) for _ in range(number)]
    Folder(data / "box").make(election.box_sk)
    frozen = data / "manifest.json"
    with Processes(data, smtp_port=0) as processes:
        frozen.write_bytes(manifest.canonical())
        processes.box_clock.move_to(manifest.closes_cast - timedelta(days=1))
        processes.start_box(frozen)
        processes.box_clock.move_to(manifest.closes_cast - timedelta(seconds=seconds / 2))
        clock = clock_from(processes.box_clock.file)
        casts = _sent(processes.box_url, manifest, entries, per_second, clock)
        board = processes.from_box("board")
    leaves = [leaf_hash(each) for each in split_board(board, entry_length(manifest.pad_len))]
    return Burst(manifest.closes_cast, casts, leaves)


def _sent(
    url: str, manifest: Manifest, entries: Sequence[Entry], per_second: float, clock: Clock
) -> list[Cast]:
    """Each entry in its turn, whether the one before was answered or not."""
    begun, limits = time.perf_counter(), httpx.Limits(max_connections=AT_ONCE)
    with httpx.Client(base_url=url, limits=limits, timeout=PATIENCE) as box:

        def cast(place: int, entry: Entry) -> Cast:
            time.sleep(max(0.0, begun + place / per_second - time.perf_counter()))
            sent, asked = clock(), time.perf_counter()
            answer = box.post("/cast", content=to_base64url(bytes(entry)))
            taken = time.perf_counter() - asked
            if answer.status_code == OK:
                receipt = from_base64url(answer.text)
                check_receipt(receipt, manifest.box_pk, manifest.hash, entry.leaf_hash)
            return Cast(entry.leaf_hash, sent, taken, answer.status_code)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(cast, range(len(entries)), entries))
