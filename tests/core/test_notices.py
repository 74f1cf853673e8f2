from datetime import date

import pytest

from app import profiles
from app.core.notices import Batch, rule_on_mailing

DAYS = {"voting_opens": date(2028, 3, 29), "election_notice": date(2028, 3, 11)}
IN_TIME, LATE = date(2028, 3, 14), date(2028, 3, 15)


def met(*batches: Batch, members: int = 100) -> list[bool]:
    rules = profiles.load("homecare_local_99")
    return [each.met for each in rule_on_mailing(rules, DAYS, batches, members).findings]


def test_notice_mailed_to_all_fifteen_days_before_is_in_order() -> None:
    assert met(Batch(IN_TIME, 100)) == [True, True]
    assert met(Batch(date(2028, 3, 1), 60), Batch(IN_TIME, 40)) == [True, True]


@pytest.mark.parametrize(
    ("batches", "expected"),
    [
        ((), [False, False]),  # what was planned is no proof
        ((Batch(LATE, 100),), [False, True]),
        ((Batch(date(2028, 3, 1), 99), Batch(LATE, 1)), [False, True]),
        ((Batch(IN_TIME, 99),), [True, False]),
    ],
)
def test_notice_that_is_missing_late_or_short_is_not(
    batches: tuple[Batch, ...], expected: list[bool]
) -> None:
    assert met(*batches) == expected


def test_finding_names_the_law() -> None:
    ruling = rule_on_mailing(profiles.load("homecare_local_99"), DAYS, [Batch(LATE, 1)], 1)
    assert ruling.findings[0].cite == "29 USC 481(e); 29 CFR 452.99"
    assert "From 2028-03-15 to 2028-03-29 are 14 days." in ruling.findings[0].says


def test_empty_roll_is_not_noticed() -> None:
    assert met(Batch(IN_TIME, 1), members=0) == [True, False]
