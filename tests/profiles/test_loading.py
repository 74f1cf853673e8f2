import re
from pathlib import Path

import pytest

from app import profiles
from app.core.faults import BadInput

FOLDER = Path(profiles.__file__).parent
LOCAL_99 = (FOLDER / "homecare_local_99.toml").read_text("utf-8")


def test_local_99_loads_with_its_counties() -> None:
    rules = profiles.load("homecare_local_99")
    assert rules.districts is not None
    counties = [county for row in rules.districts.districts for county in row.counties.value]
    assert len(counties) == len(set(counties)) == 36  # the counties of Oregon
    assert rules.districts.county_named("HOOD RIVER COUNTY") == "Hood River"
    assert rules.districts.county_named("Clark") is None


def test_unknown_profile_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"no profile 'local_7'.*homecare_local_99"):
        profiles.load("local_7")


def test_bytes_that_are_no_toml_are_refused() -> None:
    with pytest.raises(BadInput, match="trial is no valid TOML"):
        profiles.read("trial", b"title = \xff")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[terms]", "colour = 1\n[terms]", "trial has an unknown key: colour"),
        ("[terms]", "[terms]\nlength = 1", "trial.terms has an unknown key: length"),
        ('least = { value = 3, cite = "Local 99 Bylaws Art. III s.2", ', "least = { value = 3, ",
         "trial.committee.least has no cite"),
        ("decision 0002", "decision 9999", "cites decision 9999, which does not exist"),
        ("least = { value = 3", 'least = { value = "three"', "must be a whole number from 0"),
        ("least = { value = 3", "least = { value = 1", "could never sign"),
        ('["Lane", "Benton"', '["Lane", "Polk"', "puts Polk into districts 3 and 4"),
        ('["Lane", "Benton"', '["Lane", "Lane"', "names the same thing twice"),
        ('counties = ["Tillamook"]', 'counties = ["Clark"]', "a county that is in no district"),
        ('counties = ["Polk", "Yamhill"]', 'counties = ["Polk", "Lane"]', "not of one district"),
        ('"statewide", "director", "delegates"', '"statewide", "dog"', "a group of no contest"),
        ('value = "05-01"', 'value = "02-29"', "must be a day that every year has"),
        ('value = "05-01"', 'value = "May 1"', "must be a month and a day"),
        ('office = "vice-president"', 'office = "president"', "two templates for the office"),
        ('after = "term_begins"', 'after = "the_moon"', "counts from unknown the_moon"),
        ('voting_kinds = { value = ["active"', 'voting_kinds = { value = ["lively"', "'lively'"),
        ('over = "county"', 'over = "planet"', "must be one of: local, district, county"),
        ("by_choice = true", 'by_choice = "yes"', "must be true or false"),
    ],
)  # fmt: skip
def test_profile_with_a_fault_is_refused_with_the_place(old: str, new: str, sentence: str) -> None:
    assert old in LOCAL_99
    with pytest.raises(BadInput, match=re.escape(sentence)):
        profiles.read("trial", LOCAL_99.replace(old, new, 1).encode())


def test_missing_table_is_a_hole_with_a_name() -> None:
    holed = LOCAL_99.replace("[ranking]", "[rankings]")
    with pytest.raises(BadInput, match="unknown key: rankings"):
        profiles.read("trial", holed.encode())
    with pytest.raises(BadInput, match="trial lacks ties"):
        profiles.read("trial", LOCAL_99.replace("[ties]", "[tie]").encode())


def test_every_decision_is_numbered_once_and_cited() -> None:
    files = sorted(path.name for path in (FOLDER / "decisions").glob("*.md"))
    numbers = [name[:4] for name in files]
    assert numbers == [f"{number:04}" for number in range(1, len(files) + 1)]
    cited = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.toml"))
    assert all(f"decision {number}" in cited for number in numbers)
