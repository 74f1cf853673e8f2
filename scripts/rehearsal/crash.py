"""An election whose registrars and ballot box are killed at random moments while members vote.

A moment is told by answers and not by seconds: between two kills a slow machine gives as many as
a fast one.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TypeVar

from playwright.sync_api import Browser, sync_playwright

from app.core.secrecy.board import HASH, leaf_hash, split_board
from app.core.secrecy.entries import entry_length
from app.core.secrecy.tokens import seed_of_code
from rehearsal.browser import launch
from rehearsal.browser_voter import BrowserVoter
from rehearsal.client import Client
from rehearsal.demo import Demo
from rehearsal.gate import Gate
from rehearsal.members import AT_ONCE, Polls, voting
from rehearsal.options import MadeUpLocal, Options
from rehearsal.patience import Unreachable
from rehearsal.post_office import PostOffice
from rehearsal.processes import Processes
from rehearsal.report import Report

CLIENTS_LOST = 0.2  # share of members whose device is lost between issue and cast
LINES_CUT = 0.03  # share of answers that are given and never heard
KILLS = 40  # about so many, and fewer where voters are few
FEWEST_ANSWERS = 200  # that are given in the longest time without a kill
ANSWERS_EACH = 15  # of a voter, about
A_MOMENT = 0.02  # seconds, in which a request may come in or be done
Vote = Mapping[int, bytes]
T = TypeVar("T")


@dataclass
class Survived:
    """What a campaign left: who was killed how often, each member's receipts, and the board."""

    kills: Counter[str] = field(default_factory=Counter)
    cut: int = 0
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


def vote_through_kills(options: Options, *, browsers: int = 0, two_disks: bool = False) -> Survived:
    """Everybody votes, so many of them in browsers, while one part after another is killed.

    Lines are cut besides, when what was asked is done and stored; at the close the box is killed
    once more.
    """
    survived, chance = Survived(), Random(options.seed)
    with ExitStack() as ending:
        post = ending.enter_context(PostOffice())
        gates = [ending.enter_context(Gate(_cutting(chance.random()))) for _ in range(2)]
        to_registrars, to_box = gates
        processes = ending.enter_context(
            Processes(
                options.data, post.port, options.database,
                public_url=to_registrars.url, public_box_url=to_box.url, two_disks=two_disks,
            )
        )  # fmt: skip
        to_registrars.lead_to(processes.registrars.values())
        to_box.lead_to([processes.box_port])
        demo = Demo(options, Report(), MadeUpLocal.of(options), processes, post)
        ending.enter_context(closing(demo))
        polls = demo.play_until_voting_opens()
        campaign = Campaign(processes, polls, post, gates, chance)
        with campaign.killing(survived.kills) as killer:
            survived.receipts = campaign.vote(browsers, killer)
        survived.cut = sum(gate.cut for gate in gates)
        demo.close_voting()
        campaign.kill("box")
        boards = {file.read_bytes() for file in options.data.glob("box*/board.bin")}
        boards.add(processes.from_box("board"))
    (board,) = boards
    survived.leaves = [
        leaf_hash(entry) for entry in split_board(board, entry_length(polls.manifest.pad_len))
    ]
    return survived


@dataclass(frozen=True)
class Campaign:
    """Voters who do not give up, behind gates, and parts that are killed."""

    processes: Processes
    polls: Polls
    post: PostOffice
    gates: list[Gate]
    chance: Random

    def kill(self, name: str) -> None:
        """SIGKILL of one part, which is started again."""
        self.processes.kill(name)
        if name == "box":
            self.processes.start_box(self.processes.data / "manifest.json")
        else:
            self.processes.start_one_registrar(name)

    @contextmanager
    def killing(self, kills: Counter[str]) -> Iterator[Future[None]]:
        """Kills a registrar or the box again and again, each time after some more answers."""
        ended = threading.Event()
        longest = max(FEWEST_ANSWERS, 2 * ANSWERS_EACH * len(self.polls.voters) // KILLS)

        def answers() -> int:
            return sum(gate.answers for gate in self.gates)

        def kill_on() -> None:
            next_at = 0
            while not ended.wait(A_MOMENT * self.chance.random()):
                if answers() >= next_at:
                    name = self.chance.choice(["box", *self.processes.registrars])
                    kills[name] += 1
                    self.kill(name)
                    next_at = answers() + self.chance.randrange(longest)

        with ThreadPoolExecutor(1) as pool:
            killer = pool.submit(kill_on)
            try:
                yield killer
            finally:
                ended.set()
            killer.result()

    def vote(self, browsers: int, killer: "Future[None]") -> list[Vote]:
        """Everybody's receipts; those in browsers vote one after the other, the rest at once."""
        places = range(len(self.polls.voters))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            lost = [self.chance.random() < CLIENTS_LOST for _ in places]
            by_client = [
                pool.submit(self._vote, place, killer, loses=lost[place])
                for place in places[browsers:]
            ]
            with sync_playwright() as playwright, launch(playwright) as browser:
                in_browsers = [self._vote_in(browser, place) for place in places[:browsers]]
            return in_browsers + [voted.result() for voted in by_client]

    def _vote_in(self, browser: Browser, place: int) -> Vote:
        number = self.polls.voters[place]
        code, url = self.post.code_of(number), self.processes.public_url
        voter = BrowserVoter(browser, url, self.polls.manifest, number, code)
        voter.ask_for_ballot()
        voter.mark(self.polls.choices[place])
        voter.cast()
        return voter.receipts()

    def _vote(self, place: int, killer: "Future[None]", *, loses: bool) -> Vote:
        urls = (gate.url for gate in self.gates)
        with ExitStack() as lines:
            at_the_polls = partial(voting, self.polls, place, self.post, *urls)
            first = _persist(killer, lambda: lines.enter_context(at_the_polls()))
            return _until_receipted(_on_another_device(first, killer) if loses else first, killer)


def _persist(killer: "Future[None]", ask: Callable[[], T]) -> T:
    """What comes of it at last, while there is somebody who starts again what was killed."""
    while True:
        try:
            return ask()
        except Unreachable:
            if killer.done():
                killer.result()
                raise


def _on_another_device(first: Client, killer: "Future[None]") -> Client:
    """The first device is lost after some step; the second has its recovery code alone."""
    _persist(killer, first.issue)
    if first.random_bytes(1)[0] % 2:
        _persist(killer, lambda: first.cast(min(first.choices)))
    seed = seed_of_code(first.code, first.manifest.hash)
    return Client(
        first.manifest, seed, first.choices, first.registrar, first.box, first.random_bytes
    )


def _until_receipted(client: Client, killer: "Future[None]") -> Vote:
    """The receipts, when asking for each once more gave the same again."""
    given = dict(_persist(killer, client.resume))
    for group in given:
        again = client.cast if group in client.entries else client.status
        if _persist(killer, partial(again, group)) != given[group]:
            raise AssertionError(f"another receipt on a repetition in group {group}")
    return given


def _cutting(seed: float) -> Callable[[], bool]:
    chance = Random(seed)
    return lambda: chance.random() < LINES_CUT
