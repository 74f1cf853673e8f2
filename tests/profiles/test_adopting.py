import re
from datetime import date

import pytest

from app import profiles
from app.core.faults import BadInput
from app.profiles.adopting import Setting, adopt
from app.profiles.showing import show

ON = date(2027, 11, 1)


def setting(path: str, value: object, reason: str = "asked for by the Council") -> Setting:
    return Setting(path, value, reason, "Ana Garza, Chair", ON)


def test_committee_chooses_a_value_with_a_reason() -> None:
    path = "membership.months_before_nomination"
    clause = adopt("homecare_local_99", [setting(path, 6)]).membership.months_before_nomination
    assert clause.value == 6
    assert clause.cite.endswith(
        "decision 0009; set by Ana Garza, Chair on 2027-11-01: asked for by the Council"
    )
    unchanged = profiles.load("homecare_local_99").membership.months_before_nomination
    assert unchanged.value == 0


def test_value_in_a_list_is_found_by_its_name() -> None:
    rules = adopt(
        "homecare_local_99", [setting("contests.chief-steward-homecare.steward", ["homecare"])]
    )
    (steward,) = (row.steward for row in rules.contests if row.office == "chief-steward-homecare")
    assert steward is not None
    assert steward.value == ("homecare",)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (setting("terms.years", 3), "settled by Local 99 Bylaws Art. III s.1; a committee cannot"),
        (setting("membership.months_before_nomination", 6, " "), "with a reason and a name"),
        (setting("membership.months_before_nomination", "six"), "no single value of this kind"),
        (setting("membership.colour", 6), "leads to no value of the profile"),
        (setting("contests.king.steward", ["homecare"]), "leads to no value of the profile"),
        (setting("membership.months_before_nomination", -1), "must be a whole number from 0"),
    ],
)
def test_setting_that_is_not_the_committees_is_refused(changed: Setting, sentence: str) -> None:
    with pytest.raises(BadInput, match=re.escape(sentence)):
        adopt("homecare_local_99", [changed])


@pytest.mark.parametrize("name", ["homecare_local_99", "local_509", "lmrda_baseline"])
def test_profile_is_shown_with_every_citation(name: str) -> None:
    shown = show(name)
    cited = re.findall(r'cite = "([^"]+)"', (profiles.loading.HERE / f"{name}.toml").read_text())
    assert all(cite in shown for cite in cited)


def test_shown_profile_reads_as_a_document() -> None:
    shown = show("homecare_local_99")
    assert shown.startswith("# Homecare Local 99, SEIU Local 503, OPEU\n")
    assert "- Years of a term: 2 (H2; Local 99 Bylaws Art. III s.1)\n" in shown
    assert "- Director, (the place) (H15; Local 99 Bylaws Art. IV s.1)\n" in shown
    assert "- Columbia or Clatsop: 2\n" in shown


def test_profile_that_is_not_there_is_not_shown() -> None:
    for name in ("nobody", "../profiles/local_509"):
        with pytest.raises(BadInput, match="no profile"):
            show(name)
