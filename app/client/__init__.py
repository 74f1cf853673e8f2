"""The voter's browser: ES modules, and the page that scripts/set-up makes of them."""

import hashlib
from pathlib import Path

from app.errors import Unavailable

BUILT = Path(__file__).parent / "built"


def ballot_page() -> bytes:
    """The page's HTML, one for all elections; it names its script and stylesheet by digest."""
    try:
        return (BUILT / "vote.html").read_bytes()
    except FileNotFoundError as fault:
        raise Unavailable("The ballot page is not built; scripts/set-up builds it.") from fault


def client_sha256() -> bytes:
    """SHA-256 of the page's HTML, and so of all that it runs: the manifest's client_sha256."""
    return hashlib.sha256(ballot_page()).digest()
