from collections.abc import Callable

import httpx

ATTEMPTS = 20
PAUSE = 0.1  # seconds before the first repetition, then twice as long each time
LONGEST_PAUSE = 2.0


class Refused(Exception):
    """The server says no, in its own sentence; `status` is HTTP's."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Unreachable(Exception):
    """No answer came after every repetition: there is no receipt, and the client says so."""


def until_answered(
    ask: Callable[[], httpx.Response], pause: Callable[[float], None]
) -> httpx.Response:
    """Repeats the very same request while none answers or the server cannot store."""
    for attempt in range(ATTEMPTS):
        try:
            answer = ask()
        except httpx.TransportError:
            pass
        else:
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                return answer
        pause(min(PAUSE * 2**attempt, LONGEST_PAUSE))
    raise Unreachable("no answer came; there is no receipt yet, and trying again is safe")


def refusal(answer: httpx.Response) -> Refused:
    """What the server said no with."""
    try:
        sentence = str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        sentence = f"status {answer.status_code} without a sentence"
    return Refused(answer.status_code, sentence)
