import httpx
import pytest

from app.box_state import DistantBox
from app.errors import OutOfTurn, Unavailable


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
