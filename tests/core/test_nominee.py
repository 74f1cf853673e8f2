from itertools import product

import pytest

from app.core.nominee import NomineeState, state_of, told_to_others


@pytest.mark.parametrize(
    ("granted", "accepted", "tried", "is_over", "expected"),
    [
        (False, None, False, False, NomineeState.MAY_NOT_STAND),
        (False, True, True, True, NomineeState.MAY_NOT_STAND),
        (True, None, False, False, NomineeState.ASKED),
        (True, None, True, False, NomineeState.COULD_NOT_ACCEPT),
        (True, True, True, False, NomineeState.STANDS),
        (True, True, True, True, NomineeState.STANDS),
        (True, False, False, False, NomineeState.DECLINED),
        (True, None, True, True, NomineeState.SILENT),
        (True, None, False, True, NomineeState.SILENT),
    ],
)
def test_state_follows_from_rulings_and_answer(
    granted: bool, accepted: bool | None, tried: bool, is_over: bool, expected: NomineeState
) -> None:
    state = state_of(granted=granted, accepted=accepted, tried=tried, is_over=is_over)
    assert state is expected


def test_nobody_stands_who_has_not_accepted_or_may_not() -> None:
    for granted, accepted, tried, over in product((0, 1), (None, False, True), (0, 1), (0, 1)):
        state = state_of(
            granted=bool(granted), accepted=accepted, tried=bool(tried), is_over=bool(over)
        )
        assert (state is NomineeState.STANDS) == (bool(granted) and accepted is True)


def test_nominator_is_told_why_not_and_nothing_of_convictions_or_of_what_is_met() -> None:
    findings = [
        {"met": True, "says": "The home address is in Lane County.", "facts": {"county": "Lane"}},
        {"met": False, "says": "The member was lapsed.", "facts": {"status": "lapsed"}},
        {"met": False, "says": "The law bars this member.", "facts": {"barred": True}},
        {"met": False, "says": "The candidate has not signed.", "facts": {"attested": False}},
    ]
    assert [each["says"] for each in told_to_others(findings)] == ["The member was lapsed."]
