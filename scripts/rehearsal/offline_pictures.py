"""Pictures of the pages that are one file each: the ceremony's every step, and the verifier."""

import re
import tempfile
from itertools import count
from pathlib import Path

from playwright.sync_api import FilePayload, Page

from app.client import BUILT
from app.core.secrecy.archive import read_archive, write_archive
from rehearsal.ballot_page import press
from rehearsal.ballot_pictures import Shoot
from rehearsal.ceremony_page import walk


def photograph_ceremony(page: Page, shoot: Shoot) -> None:
    """A committee of its own rehearses, deals and opens; a picture of every step."""
    numbers, file = count(1), (BUILT / "ceremony.html").as_uri()

    def visit(here: Page) -> None:
        title = here.get_by_role("heading", level=1).inner_text()
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        shoot(here, f"5-ceremony-{next(numbers):02d}-{slug}")

    page.goto(file)
    with tempfile.TemporaryDirectory() as folder:
        walk(page, file, Path(folder), visit)


def photograph_verifier(page: Page, address: str, bundle: bytes, shoot: Shoot) -> None:
    """The page before, when a bundle holds, and when somebody's figures were changed."""
    page.goto(address)
    shoot(page, "5-verify")
    _bring(page, bundle)
    shoot(page, "5-verify-verified")
    press(page, "Check another file")
    files = read_archive(bundle)
    changed = re.sub(rb'"exhausted":"\d', b'"exhausted":"7', files["results.json"])
    _bring(page, write_archive({**files, "results.json": changed}))
    shoot(page, "5-verify-refused")


def _bring(page: Page, bundle: bytes) -> None:
    name = "election-bundle.zip"
    payload = FilePayload(name=name, mimeType="application/zip", buffer=bundle)
    page.get_by_label("The public file").set_input_files(payload)
    press(page, "Check it")
    page.get_by_role("button", name="Check another file").wait_for()
