"""What a committee does at the ceremony's page, by the names of what is on it."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Page, expect

from app.core.secrecy.board import tree_hash, tree_hash_of
from app.core.secrecy.dealing import PublicKeys
from app.core.secrecy.entries import Entry
from app.core.secrecy.notes import Checkpoint, join_notes, origin_of
from rehearsal.ballot_page import heading, press
from rehearsal.crafted import CRAFTED
from rehearsal.held import DICE
from rehearsal.made_up import MadeUpElection, make_election
from rehearsal.poll import Poll, board_of

CODE = re.compile(r"(?:[0-9A-Z]{4}-){17}[0-9A-Z]{3}")
PATIENCE = 30.0  # seconds, for what threads work out

Visit = Callable[[Page], None]


def codes_on(page: Page) -> list[str]:
    """The shares' codes that the sheets show."""
    return CODE.findall(page.locator("main").inner_html())


def type_shares(page: Page, codes: Sequence[str]) -> None:
    """Types one share after the other, none of which may be refused."""
    for code in codes:
        page.get_by_label(re.compile("^Share \\d")).fill(code)
        press(page, "Check this share")
        expect(page.get_by_role("alert")).to_have_count(0)


def saved(page: Page, button: str) -> bytes:
    """The file that a button hands out."""
    with page.expect_download() as download:
        press(page, button)
    return download.value.path().read_bytes()


def deal_on(page: Page) -> list[str]:
    """Deals three of five, and gives the codes."""
    press(page, "Make the key")
    press(page, "Make the shares")
    heading(page, "Give out the 5 shares", PATIENCE)
    codes = codes_on(page)
    press(page, "The shares are given out")
    return codes


def keys_of_dealing(page: Page, codes: Sequence[str]) -> PublicKeys:
    """Types the shares that are left to type, and gives the keys they prove."""
    type_shares(page, codes)
    heading(page, "The shares are proved", PATIENCE)
    return PublicKeys.parse(saved(page, "Save opening-keys.json"))


@dataclass(frozen=True)
class Closed:
    """A closed election in a folder, and its shares."""

    election: MadeUpElection
    folder: Path
    codes: Sequence[str]

    def bring(self, page: Page) -> None:
        """Gives the page the files, and comes to where the shares are typed."""
        press(page, "Open the ballots")
        for name in ("manifest.json", "board.bin", "checkpoints.txt"):
            page.get_by_label(name).set_input_files(self.folder / name)
        press(page, "Read and check the files")
        heading(page, "Put the key together", PATIENCE)


def close(
    election: MadeUpElection, entries: Sequence[Entry], folder: Path, codes: Sequence[str]
) -> Closed:
    """Writes what the box publishes at the close."""
    manifest = election.manifest
    origin, root = origin_of(manifest.election_id), tree_hash_of(map(bytes, entries))
    notes = Checkpoint(origin, 0, tree_hash([])), Checkpoint(origin, len(entries), root)
    (folder / "manifest.json").write_bytes(manifest.canonical())
    (folder / "board.bin").write_bytes(b"".join(map(bytes, entries)))
    signed = join_notes([note.signed(election.box_sk) for note in notes])
    (folder / "checkpoints.txt").write_text(signed)
    return Closed(election, folder, codes)


def of_keys(keys: PublicKeys) -> MadeUpElection:
    """A made-up election whose ballots are sealed to these keys."""
    made_up = make_election(os.urandom)
    manifest = replace(
        made_up.manifest, election_id=keys.election_id, A=keys.A, B=keys.B, t=keys.t, n=keys.n
    )
    return replace(made_up, manifest=manifest)


def ballots(election: MadeUpElection) -> list[Entry]:
    """One for every reason to be set aside, and proper ones, in group 2 enough for dice."""
    poll = Poll(election, os.urandom)
    spoiled = [entry for _, cast in CRAFTED for entry in cast(poll)]
    return board_of(*spoiled, *(poll.entry(2, {"delegates": [1 + at % 3]}) for at in range(21)))


def walk(page: Page, file: str, folder: Path, visit: Visit) -> None:
    """Goes through every step of all three tasks, and visits each."""
    visit(page)
    _rehearse(page, visit)
    page.goto(file)
    keys, codes = _deal(page, visit)
    election = of_keys(keys)
    there = close(election, ballots(election), folder, codes)
    page.goto(file)
    press(page, "Open the ballots")
    visit(page)
    page.goto(file)
    there.bring(page)
    visit(page)
    type_shares(page, codes[:3])
    _announce(page, visit)


def _rehearse(page: Page, visit: Visit) -> None:
    press(page, "Rehearse")
    visit(page)
    press(page, "Make the shares")
    codes = codes_on(page)
    press(page, "The shares are given out")
    type_shares(page, codes)
    heading(page, "Put 2 of the shares away", PATIENCE)
    visit(page)
    type_shares(page, [codes[3], codes[0], codes[4]])
    heading(page, "The rehearsal worked", PATIENCE)
    visit(page)


def _deal(page: Page, visit: Visit) -> tuple[PublicKeys, list[str]]:
    press(page, "Make the key")
    visit(page)
    press(page, "Make the shares")
    codes = codes_on(page)
    for summary in page.locator("summary").all():
        summary.click()
    visit(page)
    press(page, "The shares are given out")
    type_shares(page, codes[:2])
    page.get_by_text("It is in a file with a passphrase").click()
    press(page, "Check this share")
    visit(page)
    keys = keys_of_dealing(page, codes[2:])
    visit(page)
    return keys, codes


def _announce(page: Page, visit: Visit) -> None:
    heading(page, "Announce these two numbers", PATIENCE)
    visit(page)
    press(page, "They are written down")
    page.get_by_text("There are no dice").click()
    press(page, "Show what the dice ask for")
    visit(page)
    page.get_by_label("The digits of the dice").fill(DICE)
    press(page, "Show what the dice ask for")
    heading(page, "Hand in the opened ballots", PATIENCE)
    visit(page)
