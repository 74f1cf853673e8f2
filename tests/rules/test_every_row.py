"""RULES row by row: each has its cases here, or is an act of people that other tests hold."""

import re
from pathlib import Path

import pytest

from app.core.rules import LocalRules
from app.profiles.showing import show
from tests.rules import test_rows_h, test_rows_m
from tests.rules.asking import LOCAL_99, LOCAL_509

RULES = Path(__file__).resolve().parents[2].parent / "shared" / "RULES.md"
# Notice, proofs and channels; the outside authority, hybrid meetings and retention.
ACTS_OF_PEOPLE = {"H4", "H5", "H6", "M16", "M28", "M30"}
ROWS = test_rows_h.ROWS | test_rows_m.ROWS | ACTS_OF_PEOPLE


def test_every_row_of_parts_h_and_m_is_known() -> None:
    numbered = {f"H{number}" for number in range(1, 27)} | {f"M{number}" for number in range(1, 31)}
    assert numbered == ROWS
    written = RULES.read_text("utf-8") if RULES.exists() else ""
    assert set(re.findall(r"^\| ([HM]\d+) \|", written, re.MULTILINE)) in (set(), ROWS)


@pytest.mark.parametrize("rules", [LOCAL_99, LOCAL_509], ids=["99", "509"])
def test_profile_rests_on_rows_that_are_known(rules: LocalRules) -> None:
    named = set(re.findall(r"\(([A-Z]\d+); ", show(rules.name)))
    known = {row for row in ROWS if row[0] == ("H" if rules is LOCAL_99 else "M")}
    assert {row for row in named if row[0] in "HM"} <= known
    assert known - named <= ACTS_OF_PEOPLE
