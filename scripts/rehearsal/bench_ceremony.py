import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.client import BUILT
from app.core.secrecy.notes import join_notes
from app.core.secrecy.shares import deal
from rehearsal.ballot_page import heading, press
from rehearsal.browser import launch
from rehearsal.held import board_checkpoints
from rehearsal.made_up import make_election
from rehearsal.poll import board_of
from rehearsal.processes import TELLERS
from rehearsal.quick_poll import QuickPoll

GROUP = 2
FILES = {"manifest": "manifest.json", "board": "board.bin", "checkpoints": "checkpoints.txt"}
LONGEST = 1800.0  # seconds
MB = 1024  # kB


@dataclass
class Used:
    """Seconds, and the most memory that this machine's processes below ours had at once."""

    seconds: float = 0.0
    memory: int = 0

    def __str__(self) -> str:
        return f"{self.seconds / 60:.1f} minutes, {self.memory} MB"


def main() -> int:
    """Opens a made-up board in the ceremony's page and at the command line; prints what it took."""
    parser = argparse.ArgumentParser(prog="bench-ceremony", description=main.__doc__)
    parser.add_argument("--ballots", type=int, default=20_000)
    ballots = parser.parse_args().ballots
    with tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder:
        place = Path(folder)
        shares = _close(place, ballots)
        print(f"{ballots} ballots on {os.cpu_count()} cores", flush=True)
        with _measured() as used:
            in_browser = _announced(_open_in_browser(place, shares))
        print(f"the page in Chromium: {used}", flush=True)
        with _measured() as used:
            at_command = _announced(_open_at_command(place, shares))
        print(f"tellers ceremony open: {used}")
    if in_browser != at_command:
        print("the two announce different openings")
    return int(in_browser != at_command)


def _close(place: Path, ballots: int) -> list[str]:
    """The files of a closed election of so many ballots, and the codes of three shares."""
    election = make_election(os.urandom, eligible=ballots)
    poll, number = QuickPoll(election, os.urandom), 12
    entries = board_of(
        *(poll.entry(GROUP, {"delegates": [1 + at % number]}) for at in range(ballots))
    )
    notes = board_checkpoints(election, entries, len(entries))
    (place / FILES["manifest"]).write_bytes(election.manifest.canonical())
    (place / FILES["board"]).write_bytes(b"".join(map(bytes, entries)))
    (place / FILES["checkpoints"]).write_text(join_notes(notes))
    m = election.manifest
    dealt = deal(election.secret, m.election_id, m.t, m.n, os.urandom(32 * (m.t - 1)))
    return [share.code() for share in dealt[: m.t]]


def _open_in_browser(place: Path, shares: Sequence[str]) -> str:
    """What the page announces when every ballot is open."""
    with sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_context(offline=True).new_page()
        page.goto((BUILT / "ceremony.html").as_uri())
        press(page, "Open the ballots")
        for name in FILES.values():
            page.get_by_label(name).set_input_files(place / name)
        press(page, "Read and check the files")
        heading(page, "Put the key together", LONGEST)
        _type(page, shares)
        heading(page, "Announce these two numbers", LONGEST)
        return page.locator("#H").inner_text()


def _type(page: Page, shares: Sequence[str]) -> None:
    for code in shares:
        page.get_by_label(re.compile(r"^Share \d")).fill(code)
        press(page, "Check this share")


def _open_at_command(place: Path, shares: Sequence[str]) -> str:
    """What the command prints."""
    for x, code in enumerate(shares):
        (place / f"share-{x}").write_text(code)
    options = [f"--{option}={place / name}" for option, name in FILES.items()]
    options += [f"--share={place / f'share-{x}'}" for x in range(len(shares))]
    options += ["--no-dice", f"--out={place / 'opened.json'}"]
    return subprocess.check_output([TELLERS, "ceremony", "open", *options], text=True)


def _announced(told: str) -> str:
    """H, the first 64 hexadecimal digits of what is told, however they are grouped."""
    found = re.search(r"(?:[0-9a-f]{4,8}\s*){8,16}", told)
    if found is None:
        raise RuntimeError(f"no hash is announced: {told}")
    return "".join(found[0].split())


@contextmanager
def _measured() -> Iterator[Used]:
    """Seconds and memory of what is done in the block, the memory looked at ten times a second."""
    used, ended = Used(), threading.Event()

    def look() -> None:
        while not ended.wait(0.1):
            used.memory = max(used.memory, _memory_below(os.getpid()) // MB)

    looking, begun = threading.Thread(target=look), time.perf_counter()
    looking.start()
    try:
        yield used
    finally:
        used.seconds = time.perf_counter() - begun
        ended.set()
        looking.join()


def _memory_below(pid: int) -> int:
    """kB of every process that this one started, shared pages in proportion (PSS)."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        parents[int(stat.parent.name)] = int(fields[1])
    below = {pid}
    while more := {each for each, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(map(_memory_of, below - {pid}))


def _memory_of(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0  # it has ended
    found = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    sys.exit(main())
