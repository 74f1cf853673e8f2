"""SIGKILL of a process before each line that it runs: of itself, so that the moment is exact."""

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]
Act = Callable[[], object]
Trace = Callable[[FrameType, str, Any], Any]


def is_killed(step: int, ready: Callable[[], Act], *, of: Sequence[str]) -> bool:
    """Runs an act in a process of its own, killed before the line of this number, from 1.

    Lines are counted as they are run, again and again, in the files of these names alone. False
    where the act ends before it comes to so many. `ready` opens there what the act writes to.
    """
    child = os.fork()
    if not child:
        _act_until(step, ready, frozenset(str(ROOT / name) for name in of))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the act failed, and not by the kill"
    return False


def _act_until(step: int, ready: Callable[[], Act], files: frozenset[str]) -> NoReturn:
    left = step

    def trace(frame: FrameType, event: str, _: object) -> Trace | None:
        nonlocal left
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    try:
        act = ready()
        threading.settrace(trace)
        sys.settrace(trace)
        act()
        os._exit(0)
    finally:
        sys.settrace(None)
        traceback.print_exc()
        os._exit(1)
