"""An election whose registrars and ballot box are killed at random moments while members vote."""

import secrets
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from time import sleep

import httpx

from app.core.secrecy.board import HASH, leaf_hash, split_board
from app.core.secrecy.entries import entry_length
from app.core.secrecy.tokens import SEED, seed_of_code
from rehearsal.client import Client
from rehearsal.demo import Demo
from rehearsal.members import AT_ONCE, PATIENCE, Polls
from rehearsal.options import MadeUpLocal, Options
from rehearsal.patience import Unreachable, until_answered
from rehearsal.post_office import PostOffice
from rehearsal.processes import Processes
from rehearsal.report import Report

CLIENTS_LOST = 0.2  # share of members whose device is lost between issue and cast
LONGEST_LIFE = 2.0  # seconds that all parts are left alive before the next kill
Vote = Mapping[int, bytes]


@dataclass
class Survived:
    """What a campaign left: who was killed how often, each member's receipts, and the board."""

    kills: Counter[str] = field(default_factory=Counter)
    receipts: list[Vote] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)

    def faults(self) -> list[str]:
        """Every broken promise, in words; none if each receipted ballot is on the board once."""
        receipted = Counter(receipt[:HASH] for vote in self.receipts for receipt in vote.values())
        board = Counter(self.leaves)
        found = [f"ballot {leaf.hex()} has a receipt and is lost" for leaf in receipted - board]
        found += [f"ballot {leaf.hex()} is there and nobody's" for leaf in board - receipted]
        twice = [leaf for leaf, number in receipted.items() if number > 1]
        return found + [f"ballot {leaf.hex()} is the receipt of two" for leaf in twice]


def vote_through_kills(options: Options) -> Survived:
    """Everybody votes with the reference client while one part after another is killed."""
    survived, chance = Survived(), Random(options.seed)
    with (
        PostOffice() as post,
        Processes(options.data, post.port, options.database) as processes,
        closing(Demo(options, Report(), MadeUpLocal.of(options), processes, post)) as demo,
    ):
        polls = demo.play_until_voting_opens()
        with _killing(processes, options.data / "manifest.json", chance, survived.kills):
            survived.receipts = _vote_all(processes, polls, post, chance)
        demo.close_voting()
        board = processes.from_box("board")
    survived.leaves = [
        leaf_hash(entry) for entry in split_board(board, entry_length(polls.manifest.pad_len))
    ]
    return survived


@contextmanager
def _killing(
    processes: Processes, manifest: Path, chance: Random, kills: Counter[str]
) -> Iterator[None]:
    """Kills a registrar or the box again and again, and starts it again each time."""
    ended = threading.Event()

    def kill() -> None:
        while not ended.wait(chance.random() * LONGEST_LIFE):
            name = chance.choice(["box", *processes.registrars])
            processes.kill(name)
            kills[name] += 1
            if name == "box":
                processes.start_box(manifest)
            else:
                processes.start_one_registrar(name)

    with ThreadPoolExecutor(1) as pool:
        killer = pool.submit(kill)
        yield
        ended.set()
        killer.result()


def _vote_all(processes: Processes, polls: Polls, post: PostOffice, chance: Random) -> list[Vote]:
    lost = [chance.random() < CLIENTS_LOST for _ in polls.voters]

    def vote(number: str, chosen: Mapping[str, tuple[int, ...]], url: str, loses: bool) -> Vote:
        with (
            httpx.Client(base_url=url, timeout=PATIENCE) as registrar,
            httpx.Client(base_url=processes.box_url, timeout=PATIENCE) as box,
        ):
            mine = _sign_in(registrar, polls.manifest.election_id.hex(), number, post)
            choices = {group: polls.choices_in(group, chosen) for group in mine}
            seed = secrets.token_bytes(SEED)
            first = Client(polls.manifest, seed, choices, registrar, box, secrets.token_bytes)
            return _until_receipted(_on_another_device(first) if loses else first)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        urls = cycle(processes.registrar_urls)
        return list(pool.map(vote, polls.voters, polls.choices, urls, lost))


def _on_another_device(first: Client) -> Client:
    """The first device is lost after some step; the second has its recovery code alone."""
    first.issue()
    if first.random_bytes(1)[0] % 2:
        first.cast(min(first.choices))
    seed = seed_of_code(first.code, first.manifest.hash)
    return Client(
        first.manifest, seed, first.choices, first.registrar, first.box, first.random_bytes
    )


def _until_receipted(client: Client) -> Vote:
    """The receipts, when asking for each once more gave the same again."""
    while client.receipts.keys() != client.choices.keys():
        try:
            client.resume()
        except Unreachable:
            continue
    given = dict(client.receipts)
    for group in given:
        again = client.cast(group) if group in client.entries else client.status(group)
        if again != given[group]:
            raise AssertionError(f"another receipt on a repetition in group {group}")
    return given


def _sign_in(registrar: httpx.Client, election: str, number: str, post: PostOffice) -> list[int]:
    """The member's contest groups; signs in by the mailed code, as often as it takes."""
    form = {"election_id": election, "member_number": number, "code": post.code_of(number)}
    answer = until_answered(lambda: registrar.post("/api/v1/member-sessions", json=form), sleep)
    registrar.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['token']}"
    mine = until_answered(lambda: registrar.get("/api/v1/my/ballot"), sleep)
    groups: list[int] = mine.raise_for_status().json()["groups"]
    return groups
