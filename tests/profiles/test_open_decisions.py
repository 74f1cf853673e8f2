from datetime import date

import pytest

from app import profiles
from app.profiles.adopting import Setting, adopt
from app.profiles.open_decisions import OpenDecision, open_decisions

DECISIONS = [(name, each) for name in profiles.names() for each in open_decisions(name)]
# Only the settings themselves say these; a committee of one signer and a count from no year exist.
IDS = [f"{name}-{each.path}" for name, each in DECISIONS]


@pytest.mark.parametrize(("name", "decision"), DECISIONS, ids=IDS)
def test_every_option_of_an_open_decision_can_be_adopted(name: str, decision: OpenDecision) -> None:
    values: list[object] = [decision.default]
    if isinstance(decision.default, bool):
        values = [True, False]
    elif decision.is_list:
        values += [list(decision.options), [decision.options[0]]]
    elif decision.options:
        values += decision.options
    for value in values:
        chosen = Setting(decision.path, value, "So decided.", "the Chair", date(2027, 9, 1))
        assert adopt(name, [chosen]).title


def test_open_decisions_rest_on_records_and_are_found_once() -> None:
    paths = [each.path for each in open_decisions("local_509")]
    assert len(set(paths)) == len(paths)
    assert "term_limits.president.months_out" in paths
    assert all(each.decisions for _, each in DECISIONS)
    assert not [path for path in paths if path.startswith("calendar")]
