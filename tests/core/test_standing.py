from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.faults import BadInput
from app.core.roll import StandingPeriod, Status
from app.core.standing import check_periods, dues_unpaid, good_since, months_before

GOOD = frozenset({"good", "employer_delay"})


def day(number: int) -> date:
    return date(2027, 1, 1) + timedelta(days=number)


@pytest.mark.parametrize(
    ("on", "months", "before"),
    [
        (date(2027, 10, 16), 6, date(2027, 4, 16)),
        (date(2027, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 1, 15), 1, date(2026, 12, 15)),
        (date(2027, 3, 31), 0, date(2027, 3, 31)),
    ],
)
def test_months_before_is_the_same_day_clipped_to_the_months_end(
    on: date, months: int, before: date
) -> None:
    assert months_before(on, months) == before


def test_periods_that_touch_count_as_one() -> None:
    periods = [
        StandingPeriod(day(10), day(19), Status.EMPLOYER_DELAY),
        StandingPeriod(day(0), day(9), Status.GOOD),
        StandingPeriod(day(20), None, Status.GOOD),
    ]
    assert good_since(periods, GOOD, day(30)) == day(0)
    assert good_since(periods, {"good"}, day(30)) == day(20)


def test_day_that_nothing_covers_is_not_good() -> None:
    periods = [
        StandingPeriod(day(0), day(8), Status.GOOD),
        StandingPeriod(day(10), None, Status.GOOD),
    ]
    assert good_since(periods, GOOD, day(9)) is None
    assert good_since(periods, GOOD, day(12)) == day(10)


@given(st.lists(st.sampled_from([Status.GOOD, Status.SUSPENDED, None]), min_size=1, max_size=40))
def test_good_since_agrees_with_asking_every_day(days: list[Status | None]) -> None:
    periods = [StandingPeriod(day(i), day(i), status) for i, status in enumerate(days) if status]
    last = len(days) - 1
    first = last + 1
    while first > 0 and days[first - 1] is Status.GOOD:
        first -= 1
    assert good_since(periods, GOOD, day(last)) == (day(first) if first <= last else None)


@pytest.mark.parametrize(
    ("periods", "sentence"),
    [
        ([StandingPeriod(day(5), day(4), Status.GOOD)], "ends before it starts"),
        (
            [
                StandingPeriod(day(0), day(5), Status.GOOD),
                StandingPeriod(day(5), None, Status.LAPSED),
            ],
            "The standing from 2027-01-06 overlaps the one from 2027-01-01",
        ),
        (
            [
                StandingPeriod(day(0), None, Status.GOOD),
                StandingPeriod(day(5), None, Status.LAPSED),
            ],
            "overlaps",
        ),
    ],
)
def test_periods_that_contradict_are_refused(periods: list[StandingPeriod], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        check_periods(periods)


def test_periods_side_by_side_are_accepted() -> None:
    check_periods(
        [
            StandingPeriod(day(0), day(4), Status.GOOD),
            StandingPeriod(day(5), None, Status.LAPSED),
        ]
    )


# M3: suspended from the day after the end of the month in which dues were due, or months later.
@pytest.mark.parametrize(
    ("suspended", "months", "month"),
    [
        (date(2028, 4, 1), 1, date(2028, 3, 1)),
        (date(2028, 4, 1), 2, date(2028, 2, 1)),
        (date(2028, 1, 1), 1, date(2027, 12, 1)),
        (date(2028, 4, 2), 1, None),
    ],
)
def test_m3_suspension_names_the_month_whose_dues_are_owed(
    suspended: date, months: int, month: date | None
) -> None:
    assert dues_unpaid(suspended, months) == month
