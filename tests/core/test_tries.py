from datetime import timedelta

from app.core.tries import SLOWED_AFTER, STOPPED_AFTER, wait_after


def test_first_tries_wait_for_nothing() -> None:
    assert [wait_after(failed) for failed in range(SLOWED_AFTER)] == [timedelta(0)] * SLOWED_AFTER


def test_each_further_try_waits_twice_as_long_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(failed) for failed in range(SLOWED_AFTER, STOPPED_AFTER)]
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (1, 2, 4, 8)]
    assert set(waits[10:]) == {timedelta(seconds=1024)}


def test_hundredth_wrong_one_is_the_last() -> None:
    assert wait_after(STOPPED_AFTER - 1) is not None
    assert wait_after(STOPPED_AFTER) is None
