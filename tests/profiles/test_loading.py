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


@pytest.mark.parametrize("written", [b"\xff", b"9" * 5000, b"[" * 50_000])
def test_bytes_that_are_no_toml_are_refused(written: bytes) -> None:
    with pytest.raises(BadInput, match="trial is no valid TOML"):
        profiles.read("trial", b"title = " + written)


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
        ('"WA Pacific" = 2', '"WA Pacific" = 12', "names the district 12, which is none"),
        ("1 = { value", "one = { value", "a district 'one', which is not a number"),
        ('over = "county"', 'over = "planet"', "must be one of: local, district, county"),
        ("by_choice = true", 'by_choice = "yes"', "must be true or false"),
    ],
)  # fmt: skip
def test_profile_with_a_fault_is_refused_with_the_place(old: str, new: str, sentence: str) -> None:
    assert old in LOCAL_99
    with pytest.raises(BadInput, match=re.escape(sentence)):
        profiles.read("trial", LOCAL_99.replace(old, new, 1).encode())


LOCAL_509 = (FOLDER / "local_509.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('extends = "lmrda_baseline"', 'extends = "nobody"', "extends names 'nobody'"),
        ("every = { value = 3", "every = { value = 0", "every must be at least one year"),
        ("months_before = { value = 12", "months_before = { value = 0", "must be at least 1"),
        ("spring = [1, 5]", "spring = [5, 1]", "must be the first and last month, like [9, 12]"),
        ("spring = [1, 5]", 'spring = ["January"]', "must be the first and last month"),
        ('chapter = { value = "higher-education"', 'chapter = { value = "dogs"', "teaching names"),
        ('chapter = "dta"', 'chapter = "dogs"', "names 'dogs', which is no chapter"),
        ('over = "chapter"', 'over = "district"', "the profile has no districts"),
        ("seats = 3\n", "seats = 0\n", "must be at least 1"),
        ("seats = 3\n", 'seats = [{ counties = ["A"], seats = 1 }]\n', "seats by county go with"),
        ("seats = 3\n", "seats = []\n", "must be a list of counties with their seats"),
        ('{ apportioned = "region-board" }', '{ apportioned = "dogs" }', "no apportionment 'dogs'"),
        ('voters = { facility = "some" }', 'voters = { shoe = "some" }', "'shoe' must be one of"),
        ('unit_field = "institution"\n', "", "gives seats to units and lacks unit_field"),
        ('unit = "days"\nleast = 21\n', 'unit = "days"\n', "has neither least nor most"),
        ("least = 0\nmost = 14", "least = 15\nmost = 14", "least is more than most"),
        ('threshold = "2/3"', 'threshold = "many"', "questions[6]"),
        ("signers = 50", 'signers = 50\nshare = "1/2"', "wants either signers or share"),
        ("signers = 50", 'share = "3/2"', "must be a share of at most the whole"),
        ("closed = true", 'closed = "yes"', "must be true or false"),
        ('groups = ["president"]\nmost', 'groups = "president"\nmost', "must be a list of texts"),
        (
            'voters = { facility = "some" }',
            'steward = { value = ["cook"], cite = "x", rule = "M1" }',
            "knows no steward 'cook'",
        ),
        ("[stewards]", "[[stewards]]", "local_509.stewards must be a table"),
        ("[[petitions]]", "[petitions]", "petitions must be a list of tables"),
        ('title = "SEIU Local 509, AFL-CIO, CLC"', 'title = " "', "a text that is not empty"),
        ("days = { value = -120", 'days = { value = "x"', "must be a whole number of days"),
    ],
)
def test_profile_of_chapters_with_a_fault_is_refused(old: str, new: str, sentence: str) -> None:
    assert old in LOCAL_509
    with pytest.raises(BadInput, match=re.escape(sentence)):
        profiles.read("local_509", LOCAL_509.replace(old, new, 1).encode())


def test_chapter_without_an_allotment_is_a_hole() -> None:
    at = LOCAL_509.index('[[allotments]]\nrest = "at large"')
    end = LOCAL_509.index("[[allotments]]", at + 1)
    with pytest.raises(BadInput, match="has no allotment of board seats"):
        profiles.read("local_509", (LOCAL_509[:at] + LOCAL_509[end:]).encode())


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
