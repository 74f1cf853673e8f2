import asyncio

import httpx
import pytest
from rehearsal.ports import free_port
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.box_state import DistantBox
from app.errors import OutOfTurn, Unavailable
from tests.browser.serving import serving


def box_that_answers(answer: httpx.Response) -> DistantBox:
    transport = httpx.MockTransport(lambda _: answer)
    return DistantBox(httpx.Client(base_url="http://box", transport=transport))


@pytest.mark.parametrize("content", [b"<html>Bad Gateway</html>", b"[]", b"{}", b'"no"', b"\xff"])
def test_refusal_that_is_not_the_boxs_own_is_told_as_a_box_that_does_not_answer(
    content: bytes,
) -> None:
    box = box_that_answers(httpx.Response(502, content=content))
    for hand_over in (box.amend, box.add_paper):
        with pytest.raises(Unavailable, match="answers 502; try again soon"):
            hand_over(b"{}")


def test_refusal_of_the_box_is_told_in_its_words() -> None:
    box = box_that_answers(httpx.Response(409, json={"detail": "It is closed."}))
    with pytest.raises(OutOfTurn, match="It is closed"):
        box.amend(b"{}")


def test_paper_is_waited_for_longer_than_anything_else() -> None:
    """A box that checks the signatures of 54,000 ballots answers late; one that is gone, never."""

    async def answer_late(_: Request) -> Response:
        await asyncio.sleep(0.5)
        return PlainTextResponse("checkpoints")

    port = free_port()
    slow = Starlette(routes=[Route("/{path}", answer_late, methods=["GET", "POST"])])
    with (
        serving(slow, port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=0.1) as http,
    ):
        box = DistantBox(http)
        with pytest.raises(Unavailable, match="does not answer"):
            box.fetch("/checkpoints")
        box.add_paper(b"{}\n")
