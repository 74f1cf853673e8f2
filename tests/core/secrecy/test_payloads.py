import pytest
from hypothesis import given
from hypothesis import strategies as st
from rehearsal.made_up import contest

from app.core.secrecy.encoding import Malformed
from app.core.secrecy.payloads import pad_payload, read_payload
from app.core.secrecy.reasons import Reason

PRESIDENT = contest("president", 4, limit=3, ranked=True)
TREASURER = contest("treasurer", 3, limit=2, ranked=False)
CONTESTS = (PRESIDENT, TREASURER)
PAD_LEN = 256


def padded(payload: bytes) -> bytes:
    return (len(payload).to_bytes(2, "big") + payload).ljust(PAD_LEN, b"\0")


@st.composite
def choices(draw: st.DrawFn) -> dict[str, list[int]]:
    ranking = draw(st.lists(st.integers(1, 4), unique=True, max_size=3))
    marks = draw(st.lists(st.integers(1, 3), unique=True, max_size=2))
    return {"president": ranking, "treasurer": sorted(marks)}


@given(choices())
def test_payload_round_trip(chosen: dict[str, list[int]]) -> None:
    raw = pad_payload(chosen, CONTESTS, PAD_LEN)
    assert len(raw) == PAD_LEN
    assert read_payload(raw, CONTESTS, PAD_LEN) == {
        name: tuple(numbers) for name, numbers in chosen.items()
    }


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b'{"treasurer":[],"president":[]}', Reason.NOT_CANONICAL),
        (b'{"president":[], "treasurer":[]}', Reason.NOT_CANONICAL),
        (b'{"president":[1.5],"treasurer":[]}', Reason.NOT_CANONICAL),
        (b'{"president":[],"president":[],"treasurer":[]}', Reason.NOT_CANONICAL),
        (b"", Reason.NOT_CANONICAL),
        (b"[]", Reason.NOT_A_BALLOT),
        (b'{"president":[true],"treasurer":[]}', Reason.NOT_A_BALLOT),
        (b'{"president":["1"],"treasurer":[]}', Reason.NOT_A_BALLOT),
        (b'{"president":1,"treasurer":[]}', Reason.NOT_A_BALLOT),
        (b'{"president":[]}', Reason.CONTEST_MISSING),
        (b'{"delegates":[],"president":[],"treasurer":[]}', Reason.CONTEST_FOREIGN),
        (b'{"president":[5],"treasurer":[]}', Reason.NUMBER_UNKNOWN),
        (b'{"president":[0],"treasurer":[]}', Reason.NUMBER_UNKNOWN),
        (b'{"president":[-1],"treasurer":[]}', Reason.NUMBER_UNKNOWN),
        (b'{"president":[1,1],"treasurer":[]}', Reason.NUMBER_REPEATED),
        (b'{"president":[1,2,3,4],"treasurer":[]}', Reason.NUMBERS_TOO_MANY),
        (b'{"president":[],"treasurer":[2,1]}', Reason.MARKS_NOT_ASCENDING),
    ],
)
def test_payload_that_is_malformed_names_its_reason(payload: bytes, reason: Reason) -> None:
    assert read_payload(padded(payload), CONTESTS, PAD_LEN) is reason


def test_padding_that_is_not_zero_or_not_pad_len_is_malformed() -> None:
    good = pad_payload({"president": [], "treasurer": []}, CONTESTS, PAD_LEN)
    for wrong in (good[:-1] + b"\1", good[:-1], good + b"\0", b"\xff\xff" + good[2:], b""):
        assert read_payload(wrong, CONTESTS, PAD_LEN) is Reason.PADDING


def test_choices_that_no_ballot_holds_are_refused_before_they_are_sealed() -> None:
    with pytest.raises(Malformed, match="number-unknown"):
        pad_payload({"president": [9], "treasurer": []}, CONTESTS, PAD_LEN)
    with pytest.raises(Malformed, match="padding"):
        pad_payload({"president": [], "treasurer": []}, CONTESTS, 16)
