import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from app.errors import Unavailable

# Each takes 64 MiB and a core: with more of them at once, sign-ins could hold up who votes.
AT_ONCE = 4
_looking = threading.BoundedSemaphore(AT_ONCE)
_hasher = PasswordHasher()
# What an unknown address is checked against, so that it takes as long as a known one.
_nobody = _hasher.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(password)


def is_password(password: str, stored: str | None) -> bool:
    """Whether the password is the one stored; slow on purpose, so never ask in a transaction.

    Without anything stored it is no password, which takes as long. Unavailable where too many
    are looked at already.
    """
    if not _looking.acquire(blocking=False):
        raise Unavailable("Many are signing in at this moment; try again in a moment.")
    try:
        _hasher.verify(stored or _nobody, password)
    except VerificationError:
        return False
    finally:
        _looking.release()
    return stored is not None
