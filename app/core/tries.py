from datetime import timedelta

SLOWED_AFTER = 5
STOPPED_AFTER = 100
_DOUBLINGS = 10  # the longest wait is seventeen minutes


def wait_after(failed: int) -> timedelta | None:
    """How long a sign-in waits after so many wrong ones in a row; None where it is stopped."""
    if failed >= STOPPED_AFTER:
        return None
    if failed < SLOWED_AFTER:
        return timedelta(0)
    return timedelta(seconds=2 ** min(failed - SLOWED_AFTER, _DOUBLINGS))
