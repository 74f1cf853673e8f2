from datetime import UTC, datetime, timedelta

import pytest

from app.core.qualifications import rule_on_change
from app.profiles import load

RULES = load("homecare_local_99")
OPENS = datetime(2028, 1, 14, 8, tzinfo=UTC)
LATE = OPENS + timedelta(days=1)


# L8 and H26: set before nominations open, never after.
@pytest.mark.parametrize(
    ("path", "opens", "now", "granted"),
    [
        ("membership.months_before_nomination", OPENS, OPENS - timedelta(seconds=1), True),
        ("membership.months_before_nomination", OPENS, OPENS, False),
        ("contests.chief-steward-homecare.steward", OPENS, LATE, False),
        ("membership.months_before_nomination", None, LATE, True),
        ("succession.ranked", OPENS, LATE, True),
    ],
)
def test_l8_qualification_is_not_changed_once_nominations_are_open(
    path: str, opens: datetime | None, now: datetime, granted: bool
) -> None:
    ruling = rule_on_change(path, RULES, nominations_open=opens, now=now)
    assert ruling.granted is granted
    assert [(row.rule, row.cite) for row in ruling.findings] == [("L8", "29 CFR 452.53")]
