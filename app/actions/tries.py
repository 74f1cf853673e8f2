import hashlib
import hmac
from datetime import datetime

from app.core.tries import wait_after
from app.errors import TooSoon
from app.records.sign_in import Tries


def hash_of(whose: str, *, key: bytes) -> str:
    """Under what the wrong tries of an address or a member are counted."""
    return hmac.new(key, whose.encode(), hashlib.sha256).hexdigest()


def check_tries(tries: Tries, *, now: datetime, what: str, instead: str) -> None:
    """TooSoon after too many wrong tries: each makes the wait longer, and in the end it is over.

    `what` was tried, in the plural; `instead` is what to do when it is over.
    """
    wait = wait_after(tries.failed)
    if wait is None:
        raise TooSoon(f"Too many wrong {what}: {instead}.")
    if wait and now < tries.last_at + wait:
        raise TooSoon(f"Too many wrong {what}: wait a little, longer after each, and try again.")
