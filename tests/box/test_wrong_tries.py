from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from app.box.application import create_box_app
from app.box.wire import MOST_WRONG, FewWrongTries
from app.core.secrecy.encoding import to_base64url
from tests.box.test_ballot_box import Standing
from tests.box.test_ballot_box import standing as standing

STRANGER, NEIGHBOUR, PROXY = "8.8.8.8", "8.8.4.4", "10.0.0.2"


class Minutes:
    """A clock of seconds that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def minutes() -> Minutes:
    return Minutes()


@pytest.fixture
def limited(standing: Standing, minutes: Minutes) -> Iterator[Starlette]:
    with standing.started() as box:
        yield create_box_app(box, seconds=minutes)


def sender(app: ASGIApp, address: str) -> TestClient:
    return TestClient(app, client=(address, 4711))


def tire(app: ASGIApp, address: str) -> None:
    http = sender(app, address)
    for _ in range(MOST_WRONG):
        assert http.post("/cast", content="AAAA").status_code == 400


def test_sender_of_too_much_that_is_wrong_waits_a_minute_and_others_do_not(
    limited: Starlette, minutes: Minutes, standing: Standing
) -> None:
    tire(limited, STRANGER)
    good = to_base64url(bytes(standing.entry()))
    refused = sender(limited, STRANGER).post("/cast", content=good)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert sender(limited, STRANGER).get("/state").status_code == 200
    assert sender(limited, NEIGHBOUR).post("/cast", content=good).status_code == 200
    minutes.now = 60
    assert sender(limited, STRANGER).post("/cast", content=good).status_code == 200


def test_proxy_that_stands_for_everybody_is_never_stopped(
    limited: Starlette, standing: Standing
) -> None:
    tire(limited, PROXY)
    good = to_base64url(bytes(standing.entry()))
    assert sender(limited, PROXY).post("/cast", content=good).status_code == 200


def test_ballots_that_are_right_are_never_counted(limited: Starlette, standing: Standing) -> None:
    good = to_base64url(bytes(standing.entry()))
    http = sender(limited, STRANGER)
    assert {http.post("/cast", content=good).status_code for _ in range(MOST_WRONG + 9)} == {200}


def test_no_address_is_kept(minutes: Minutes) -> None:
    """Neither while it counts, nor, by the key that goes, when the minute is over."""
    limiter = FewWrongTries(PlainTextResponse("wrong", 400), minutes)
    tire(limiter, STRANGER)
    kept = repr(vars(limiter))
    assert STRANGER not in kept
    assert str(int.from_bytes(bytes(map(int, STRANGER.split("."))), "big")) not in kept
    key, minutes.now = limiter._key, 60
    sender(limiter, NEIGHBOUR).post("/cast", content="AAAA")
    assert limiter._key != key
    assert sum(limiter._wrong.values()) == 1
