"""The linkage attack on a whole election, on whichever database the registrar keeps."""

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count
from math import factorial
from pathlib import Path

from playwright.sync_api import sync_playwright

from app.box.pool import Pool, make_pool
from app.core.secrecy.board import leaf_hash, split_board
from app.core.secrecy.entries import entry_length
from app.core.secrecy.manifest import Manifest
from rehearsal.attacker import Attack, Attacker
from rehearsal.browser import launch
from rehearsal.demo import Demo
from rehearsal.gate import Gate
from rehearsal.linkage import Line, Match, best_matches, by_part, entry_orders
from rehearsal.mixed_voting import MixedVoting
from rehearsal.options import MadeUpLocal, Options
from rehearsal.post_office import PostOffice
from rehearsal.processes import Processes
from rehearsal.report import Report

MOST_LINKED = 1 + 3  # chance links one, of any number of voters
FALSE_ALARM = 1e-6


@dataclass(frozen=True)
class Attacked:
    """An election whose voters came one after the other, and all that the places hold of it."""

    manifest: Manifest
    truth: Sequence[Line]
    entries: Mapping[str, bytes]
    attacks: Sequence[Attack]
    naive: Attack

    def linked(self, folder: Path) -> set[str]:
        """The groups of which some order of the voters links more than chance does.

        Of so many orders chance alone puts one over the bound now and then. An order that the
        pool keeps is over it in every box into which the same is cast, by whatever order of the
        voters; the same is cast again until chance would not leave one suspect in a million runs.
        An order of any other file is told by one look, so by as many links as chance would not
        reach in a million runs.
        """
        voters = {
            f"{by} {attack.moment}": order
            for attack in self.attacks
            for by, order in attack.voters.items()
        }
        matches = [
            replace(match, voters_by=f"{match.voters_by} {attack.moment}")
            for attack in self.attacks
            for match in attack.matches
        ]
        suspects, chance, times = _over(MOST_LINKED, matches), float(len(matches)), 0
        while suspects and chance > FALSE_ALARM:
            orders = entry_orders([self._cast_again(folder / f"again-{times}")], self.truth)
            asked = {by: voters[by] for _, by in suspects}
            suspects &= _over(MOST_LINKED, best_matches(orders, asked))
            chance *= chance_of_more(MOST_LINKED, max(map(len, orders.values())))
            times += 1
        return {group for group, _ in suspects | _over(self._beyond_chance(), matches)}

    def _beyond_chance(self) -> int:
        """How many links no order reaches by chance, in a million runs of all these attacks."""
        tried = sum(len(attack.matches) * attack.entry_orders for attack in self.attacks)
        return next(most for most in count() if chance_of_more(most, tried) < FALSE_ALARM)

    def _cast_again(self, folder: Path) -> Path:
        """The pool of another box, into which the same entries were cast in the same order."""
        folder.mkdir()
        eligible = {group.group_id: group.eligible for group in self.manifest.groups}
        make_pool(folder / "pool", entry_length(self.manifest.pad_len), eligible)
        pool = Pool(folder / "pool", os.urandom(32), eligible)
        for line in self.truth:
            for cast in line["groups"].values():
                with pool.writing():
                    pool.put(self.entries[cast["leaf_hash"]])
        pool.close()
        return folder / "pool"


def chance_of_more(most: int, orders: int) -> float:
    """At most how likely one of so many orders, either way round, links more than `most` by chance.

    A permutation leaves k of its places as they are with 1/k! at most, however many there are.
    """
    return 2 * orders / factorial(most + 1)


def _over(bound: int, matches: Sequence[Match]) -> set[tuple[str, str]]:
    """The groups, and the orders of their voters, of which more than so many are linked."""
    return {(match.group, match.voters_by) for match in matches if match.hits > bound}


def attack(options: Options, copies: Path, browsers: int) -> Attacked:
    """Every voter alone, so many in browsers; then the matcher, while it goes on and afterwards.

    It tries at half of the voters, killed by SIGKILL with browsers in the midst of it, then
    before the close, after SIGKILL once more, and after the close.
    """
    manifest_file, report = options.data / "manifest.json", Report()
    attacks: list[Attack] = []
    with (
        PostOffice() as post,
        Gate() as gate,
        Processes(options.data, post.port, options.database, gate.url) as processes,
        closing(Demo(options, report, MadeUpLocal.of(options), processes, post)) as demo,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        gate.lead_to(processes.registrars.values())
        polls = demo.play_until_voting_opens()
        voting = MixedVoting(processes, polls, post, report, browser, browsers)
        lines = voting.first_half()
        early = Attacker.of(processes, by_part(lines), copies)
        midst = voting.in_the_midst()
        processes.kill_all()
        midst.cast_in_vain()
        attacks.append(early.attack("mid-voting"))
        processes.start_again(manifest_file)
        truth = by_part([*lines, *midst.lines(), *voting.second_half()])
        attacker = Attacker.of(processes, truth, copies)
        processes.back_up()
        attacks.append(attacker.attack("before the close"))
        processes.kill_all()
        attacks.append(attacker.attack("after SIGKILL"))
        processes.start_again(manifest_file)
        demo.play_to_the_end()
        processes.back_up()
        attacks.append(attacker.attack("after the close"))
        manifest = Manifest.parse(manifest_file.read_bytes())
        board = (options.data / "ceremony" / "board").read_bytes()
        cast = split_board(board, entry_length(manifest.pad_len))
        entries = {leaf_hash(entry).hex(): entry for entry in cast}
        naive = attacker.attack_naive_store(entries)
    return Attacked(manifest, truth, entries, attacks, naive)
