"""The ballot page as it is served: reproducible, small, pinned by one digest, and nobody else's."""

import gzip
import hashlib
import re
import subprocess
from base64 import b64encode
from pathlib import Path

from app.client import BUILT, ballot_page, client_sha256
from app.core.secrecy.encoding import in_groups
from tests.client.engines import CLIENT, NODE
from tests.served import TELLERS

NAMES = ("vote.css", "vote.html", "vote.js")
OFFICERS = ("officer.css", "officer.js")  # what officers sign with, on the committee's pages
LARGEST = 100_000  # bytes, compressed
LARGEST_OF_OFFICERS = 40_000
# Names that are no addresses anybody would ask: of SVG, and where a library's authors are found.
HARMLESS = re.compile(rb"https?://(www\.w3\.org|paulmillr\.com|127\.0\.0\.1)")


def built(folder: Path, names: tuple[str, ...] = NAMES) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names}


def test_two_builds_give_equal_bytes_and_these_are_served(tmp_path: Path) -> None:
    for name in ("one", "other"):
        subprocess.run([NODE, CLIENT / "build.js", tmp_path / name], check=True)
    for names in (NAMES, OFFICERS):
        assert built(tmp_path / "one", names) == built(tmp_path / "other", names)
        assert built(BUILT, names) == built(tmp_path / "one", names), "run scripts/set-up"


def test_page_is_under_its_size() -> None:
    for names, largest in ((NAMES, LARGEST), (OFFICERS, LARGEST_OF_OFFICERS)):
        assert sum(len(gzip.compress(raw)) for raw in built(BUILT, names).values()) < largest


def test_digest_of_the_page_pins_its_script_and_stylesheet() -> None:
    html, files = ballot_page().decode(), built(BUILT)
    for name in ("vote.css", "vote.js"):
        digest = b64encode(hashlib.sha384(files[name]).digest()).decode()
        assert f'"/static/vote/{name}" integrity="sha384-{digest}"' in html
    assert len(re.findall(r"<(?:link|script|img|iframe)\b", html)) == 2
    assert client_sha256() == hashlib.sha256(files["vote.html"]).digest()


def test_digest_is_printed_for_who_wants_to_compare() -> None:
    done = subprocess.run([TELLERS, "client-digest"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == in_groups(client_sha256())


def test_page_names_no_third_party_and_nothing_inline() -> None:
    files = built(BUILT, NAMES + OFFICERS)
    for name, raw in files.items():
        assert b"http" not in HARMLESS.sub(b"", raw) or name.endswith(".js")
        assert re.findall(rb"https?://[a-z0-9.-]+", HARMLESS.sub(b"", raw)) == []
    html = files["vote.html"].decode()
    assert not re.search(r"<style|style=|\son\w+=|<script>|javascript:", html)
