"""What runs in browsers: ES modules, and the pages that scripts/set-up makes of them."""

import hashlib
import re
from pathlib import Path

from app.errors import Unavailable

BUILT = Path(__file__).parent / "built"


def ballot_page() -> bytes:
    """The page's HTML, one for all elections; it names its script and stylesheet by digest."""
    return _built("vote.html")


def ceremony_page() -> bytes:
    """The committee's ceremony: one file that works from a disk, without a network."""
    return _built("ceremony.html")


def verifier_page() -> bytes:
    """The verifier for everybody: one file that checks a bundle where it is opened."""
    return _built("verifier.html")


def policy_of(page: bytes) -> str:
    """The content policy that a page of one file carries: its own script and style, no network."""
    found = re.search(rb'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    if not found:
        raise Unavailable("The page carries no content policy; scripts/set-up builds it anew.")
    return found[1].decode()


def _built(name: str) -> bytes:
    try:
        return (BUILT / name).read_bytes()
    except FileNotFoundError as fault:
        raise Unavailable(f"The page {name} is not built; scripts/set-up builds it.") from fault


def client_sha256() -> bytes:
    """SHA-256 of the page's HTML, and so of all that it runs: the manifest's client_sha256."""
    return hashlib.sha256(ballot_page()).digest()
