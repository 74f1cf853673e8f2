import pytest

from app.core.settings_open import rule_on_setting
from app.profiles import load

RULES = load("homecare_local_99")


# L8 and H26: set before nominations open, never after; how is counted, until the ballot is frozen.
@pytest.mark.parametrize(
    ("path", "opened", "frozen", "met"),
    [
        ("membership.months_before_nomination", False, False, True),
        ("membership.months_before_nomination", True, False, False),
        ("contests.chief-steward-homecare.steward", True, False, False),
        ("succession.ranked", True, False, True),
        ("succession.ranked", True, True, False),
    ],
)
def test_l8_qualification_is_not_changed_once_nominations_are_open(
    path: str, opened: bool, frozen: bool, met: bool
) -> None:
    finding = rule_on_setting(path, RULES, nominations_opened=opened, ballot_frozen=frozen)
    assert (finding.met, finding.rule, finding.cite) == (met, "L8", "29 CFR 452.53")
