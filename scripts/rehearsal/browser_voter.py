import json
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from playwright.sync_api import Browser, expect
from playwright.sync_api import Error as PlaywrightError

from app.core.secrecy.board import HASH
from app.core.secrecy.encoding import from_base64url
from app.core.secrecy.entries import Entry
from app.core.secrecy.manifest import Manifest
from rehearsal.ballot_page import at_the_page, begin, heading, press, receipts, said, sign_in
from rehearsal.members import traces

PATIENCE = 600.0  # seconds, as long as others may keep all servers falling; a page tries every 15
A_LOOK = 15.0  # seconds until a page that does not come is asked for anew
SILENCE = "No answer yet. This page keeps trying; keep it open. You have no receipt so far."


class BrowserVoter:
    """A member at the ballot page, in a browser profile of her own, signed in with her code."""

    def __init__(
        self, browser: Browser, public_url: str, manifest: Manifest, number: str, code: str
    ) -> None:
        self.number = number
        self._manifest = manifest
        self._page = at_the_page(browser, "about:blank")
        self._load(f"{public_url}/vote/{manifest.election_id.hex()}")
        sign_in(self._page, number, code)

    def ask_for_ballot(self) -> None:
        """Begins; whether the registrar has answered is not waited for."""
        begin(self._page, PATIENCE)

    def mark(self, chosen: Mapping[str, Sequence[int]]) -> None:
        """Marks or ranks these candidate numbers in each contest, up to the review."""
        page = self._page
        contests = {each.title: each.id for each in self._manifest.contests}
        page.locator(".candidates").wait_for(timeout=PATIENCE * 1000)
        title = page.get_by_role("heading", level=1)
        while page.locator(".candidates").count():
            shown = title.inner_text()
            for number in chosen[contests[shown]]:
                page.locator(".candidate").nth(number - 1).click()
            page.locator("#foot button").last.click()
            expect(title).not_to_have_text(shown, timeout=PATIENCE * 1000)
        heading(page, "Review your ballot", PATIENCE)
        blanks = page.get_by_role("button", name=re.compile("^Leave blank"), pressed=False)
        while blanks.count():
            blanks.first.click()

    def cast(self) -> None:
        """Presses the button; whether the box has answered is not waited for."""
        press(self._page, "Cast my ballot")

    def waits(self) -> None:
        """Waits until the page has asked in vain, and says so."""
        said(self._page, SILENCE, PATIENCE)

    def receipts(self) -> dict[int, bytes]:
        """The receipts by group, once the page shows them.

        A receipt names its entry's leaf, and the profile keeps the entry.
        """
        shown = [from_base64url(text) for text in receipts(self._page, PATIENCE)]
        groups = {entry.leaf_hash: group for group, entry in self._entries().items()}
        return {groups[receipt[:HASH]]: receipt for receipt in shown}

    def line(self) -> dict[str, Any]:
        """The voter's line of the truth, by her receipts and the entries with their tokens."""
        receipts, entries = self.receipts(), self._entries()
        return {"member_number": self.number, "groups": traces(entries, receipts)}

    def close(self) -> None:
        """The end of the profile."""
        self._page.context.close()

    def _load(self, address: str) -> None:
        """As a person would: again, until the page is there."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(PlaywrightError):
                self._page.goto(address)
                self._page.get_by_label("Your code").wait_for(timeout=A_LOOK * 1000)
                return
        raise RuntimeError(f"the ballot page does not come at {address}")

    def _entries(self) -> dict[int, Entry]:
        """What the profile keeps of the ballots that were cast in it, by group."""
        (origin,) = self._page.context.storage_state()["origins"]
        kept = [
            json.loads(each["value"])
            for each in origin["localStorage"]
            if each["name"].startswith("tellers/1|seed|")
        ]
        raws = [from_base64url(text) for each in kept for text in each["entries"].values()]
        entries = [Entry.parse(raw, self._manifest.pad_len) for raw in raws]
        return {entry.group_id: entry for entry in entries}
