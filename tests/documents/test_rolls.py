import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.roll import Employment, Kind, OfficeHeld, Roll, StandingPeriod, Status
from app.documents.cells import RowError
from app.documents.rolls import RollRejected, read_members, read_rolls
from app.profiles import load

RULES = load("homecare_local_99")
HEADER = "member_number,first_name,last_name,kind,county,state,district,email,steward,steward_since"
ANA = "7,Ana,Garza,active,Lane,OR,,ana@example.org,homecare; personal_support,2026-01-31"
STANDING = b"member_number,from,to,status,note\n7,2020-01-01,,good,\n"
OFFICES = (
    b"member_number,office,unit,term_start,term_end,full_term,how\n"
    b"7,director,lane,2026-05-01,2028-04-30,yes,elected\n"
)


def read(
    *rows: str, header: str = HEADER, standing: bytes = STANDING, offices: bytes | None = None
) -> Roll:
    return read_rolls("\n".join([header, *rows]).encode(), standing, offices, rules=RULES)


def refused(
    *rows: str, header: str = HEADER, standing: bytes = STANDING, offices: bytes | None = None
) -> list[str]:
    with pytest.raises(RollRejected) as caught:
        read(*rows, header=header, standing=standing, offices=offices)
    return [str(row) for row in caught.value.rows]


def test_roll_is_read_with_its_types() -> None:
    roll = read(ANA, offices=OFFICES)
    member = roll.members["7"]
    assert member.kind is Kind.ACTIVE
    assert member.steward == ("homecare", "personal_support")
    assert member.steward_since == date(2026, 1, 31)
    assert member.in_bargaining_unit is None
    assert roll.standing == {"7": (StandingPeriod(date(2020, 1, 1), None, Status.GOOD),)}
    office = OfficeHeld("director", "lane", date(2026, 5, 1), date(2028, 4, 30), True, "elected")
    assert roll.offices == {"7": (office,)}


def test_byte_order_mark_line_ends_empty_lines_and_spaces_are_accepted() -> None:
    content = f"\ufeff{HEADER}\r\n\r\n  7 ,Ana,\u00a0Garza ,active,LANE COUNTY,OR,,,none,\r\n"
    member = read_rolls(content.encode(), STANDING, rules=RULES).members["7"]
    assert (member.last_name, member.county, member.steward) == ("Garza", "Lane", ())


def test_names_are_put_into_the_composed_form() -> None:
    assert read(ANA.replace("Garza", "Nu\u0301n\u0303ez")).members["7"].last_name == "Núñez"


def test_markup_and_formulas_are_names_like_any_other() -> None:
    member = read(ANA.replace("Ana,Garza", '=1+1,"<b>O\'Brien</b>"')).members["7"]
    assert member.ballot_name == "<b>O'Brien</b>, =1+1"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("7,Ana", ",Ana", "roll.csv line 2, member_number: it is empty"),
        ("active", "lively", "roll.csv line 2, kind: 'lively' must be one of active, retired"),
        ("active", "", "roll.csv line 2, kind: it is empty"),
        ("Ana,Garza", ",", "roll.csv line 2, last_name: first and last name are both empty"),
        ("Lane", "Clark", "roll.csv line 2, county: 'Clark' is not a county of this local"),
        ("OR,,", "OR,5,", "roll.csv line 2, district: Lane is in District 4, not 5"),
        ("OR,,", "WA,12,", "roll.csv line 2, district: there is no District 12"),
        ("OR,,", "OR,four,", "roll.csv line 2, district: 'four' must be the district's number"),
        ("ana@", "ana", "roll.csv line 2, email: 'anaexample.org' is not an e-mail address"),
        ("homecare;", "chief;", "roll.csv line 2, steward: 'chief; personal_support' must be"),
        ("homecare; personal_support", "none", "roll.csv line 2, steward_since: a day stands here"),
        ("2026-01-31", "2026-02-30", "'2026-02-30' is not a day of the calendar"),
        ("2026-01-31", "20260131", "'20260131' must be a date like 2027-10-16"),
        ("2026-01-31", "1026-01-31", "'1026-01-31' must be a date like 2027-10-16"),
        ("Garza", "Gar\u200bza", "roll.csv line 2, last_name: U+200B is a character that cannot"),
        ("Garza", "\u202eazraG", "roll.csv line 2, last_name: U+202E is a character that cannot"),
        ("Garza", "Gar\u3164za", "roll.csv line 2, last_name: U+3164 is a character that cannot"),
        ("Garza", "Gar\x07za", "roll.csv line 2, last_name: U+0007 is a character that cannot"),
        ("Garza", "Gar\x00za", "roll.csv line 2, last_name: U+0000 is a character that cannot"),
        ("Garza", "G" * 301, "roll.csv line 2, last_name: the text is longer than 300"),
        ("Garza", '"Gar\nza"', "roll.csv line 2, last_name: U+000A is a character that cannot"),
        ("Garza,", "Garza", "roll.csv line 2: the row has 9 cells, but the header has 10"),
        ("Garza", '"Gar"za', "roll.csv line 2: this is not valid CSV"),
    ],
)
def test_wrong_row_is_refused_with_line_column_and_rule(old: str, new: str, sentence: str) -> None:
    (first, *_) = refused(ANA.replace(old, new, 1))
    assert sentence in first


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (HEADER.replace("email", "mail"), "unknown column 'mail'; known are member_number"),
        (HEADER.replace("email", "county"), "line 1, county: the column stands twice"),
        (HEADER.replace("kind", "language"), "line 1, kind: the column is missing"),
        ("", "line 2, 7: unknown column '7'"),
    ],
)
def test_wrong_header_is_refused(header: str, sentence: str) -> None:
    assert sentence in refused(ANA, header=header)[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "roll.csv line 1: the file is empty"),
        (HEADER.encode(), "roll.csv line 1: the roll has no members"),
        (f"{HEADER}\n7,Ana,Garc".encode() + b"\xeda", "roll.csv line 2: the file is not UTF-8"),
        (f"{HEADER}\n{ANA}".encode("utf-16"), "roll.csv line 1: the file is not UTF-8"),
    ],
)
def test_file_that_is_no_roll_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(RollRejected, match=sentence):
        read_rolls(content, STANDING, rules=RULES)


def test_member_number_that_stands_twice_is_refused_with_both_lines() -> None:
    assert refused(ANA, ANA.replace("7,Ana", "8,Eva"), ANA) == [
        "roll.csv line 4, member_number: 7 stands on line 2 too"
    ]


def test_every_wrong_row_is_named() -> None:
    rows = [ANA.replace("7,", f"{number},", 1).replace("Lane", "Nowhere") for number in (7, 8, 9)]
    found = refused(*rows, standing=STANDING + b"10,2020-01-01,,good,\n")
    assert [row.split(":")[0] for row in found] == [
        "roll.csv line 2, county",
        "roll.csv line 3, county",
        "roll.csv line 4, county",
        "standing.csv line 3, member_number",
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("8,2020-01-01,,good,", "standing.csv line 3, member_number: '8' is not on the roll"),
        ("7,2019-01-01,2020-01-01,good,", "line 3, from: the time overlaps that on line 2"),
        ("7,2021-01-01,2022-01-01,lapsed,", "line 3, from: the time overlaps that on line 2"),
        ("7,2019-02-01,2019-01-01,good,", "line 3, to: 2019-01-01 is before 2019-02-01"),
        ("7,,2019-01-01,good,", "line 3, from: it is empty"),
        ("7,2019-01-01,2019-02-01,,", "line 3, status: it is empty"),
        ("7,2019-01-01,2019-02-01,fine,", "'fine' must be one of good, suspended"),
    ],
)
def test_wrong_standing_is_refused(row: str, sentence: str) -> None:
    assert sentence in refused(ANA, standing=STANDING + row.encode())[0]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("7,director", "8,director", "offices.csv line 2, member_number: '8' is not on the roll"),
        ("director,lane", ",lane", "line 2, office: it is empty"),
        ("2026-05-01", "", "line 2, term_start: it is empty"),
        ("2028-04-30", "2025-04-30", "line 2, term_end: 2025-04-30 is before 2026-05-01"),
        ("yes", "maybe", "line 2, full_term: 'maybe' must be yes or no"),
        ("yes,elected", "yes,born", "line 2, how: it must be one of elected"),
    ],
)
def test_wrong_office_is_refused(old: str, new: str, sentence: str) -> None:
    offices = OFFICES.decode().replace(old, new).encode()
    assert sentence in refused(ANA, offices=offices)[0]


def test_rejection_is_one_sentence_that_counts_the_places() -> None:
    one = RollRejected((RowError("roll.csv", 2, "kind", "it is empty"),))
    assert str(one) == (
        "The roll was not taken: one place is wrong, the first is roll.csv line 2, kind: it is "
        "empty."
    )


def test_unit_that_the_profile_does_not_know_is_refused() -> None:
    header = "member_number,first_name,last_name,kind,chapter,region"
    rules = load("local_509")
    for row, sentence in [
        ("7,Ana,Garza,active,Dog Walkers,", "chapter: 'Dog Walkers' is no chapter of this local"),
        ("7,Ana,Garza,active,dta,Region 9", "region: 'Region 9' is no region of this local"),
    ]:
        with pytest.raises(RollRejected, match=sentence):
            read_rolls(f"{header}\n{row}\n".encode(), STANDING, rules=rules)
    named = f"{header}\n7,Ana,Garza,active,Mental Health Chapter,Anywhere\n"
    assert read_rolls(named.encode(), STANDING, rules=rules).members["7"].region == "Anywhere"


@given(st.binary(max_size=200))
def test_bytes_that_are_no_roll_are_refused(content: bytes) -> None:
    with pytest.raises(RollRejected):
        read_rolls(content, STANDING, rules=RULES)


@given(st.text(max_size=60))
def test_any_text_in_a_name_is_read_or_refused(text: str) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    with contextlib.suppress(RollRejected):
        name = read(ANA.replace("Garza", quoted)).members["7"].last_name
        assert name == name.strip()
        assert "\u200b" not in name


TEACHER = b"member_number,first_name,last_name,kind,chapter\n8,Ana,Garza,active,Higher Education\n"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("8,2027-fall,2,no", ""),
        ("8,2027-winter,2,no", "semester: The semester '2027-winter' must be a year and one of"),
        ("8,2027-fall,two,no", "classes: 'two' must be a number of classes"),
        ("8,2027-fall,2,perhaps", "expected: 'perhaps' must be yes or no"),
        ("8,,2,no", "semester: it is empty"),
        ("9,2027-fall,2,no", "member_number: '9' is not on the roll"),
    ],
)
def test_employment_is_read_or_refused(row: str, sentence: str) -> None:
    standing = STANDING.replace(b"7,", b"8,")
    taught = f"member_number,semester,classes,expected\n{row}\n".encode()
    rules = load("local_509")
    if sentence:
        with pytest.raises(RollRejected, match=sentence):
            read_rolls(TEACHER, standing, None, taught, rules=rules)
        return
    roll = read_rolls(TEACHER, standing, None, taught, rules=rules)
    assert roll.employment == {"8": (Employment("2027-fall", 2, expected=False),)}


def test_members_alone_are_read_or_refused() -> None:
    content = f"{HEADER}\n{ANA}\n".encode()
    assert set(read_members(content, rules=RULES)) == {"7"}
    with pytest.raises(RollRejected, match="Clark"):
        read_members(content.replace(b"Lane", b"Clark"), rules=RULES)
    born = f"{HEADER},birth_year\n{ANA},1871\n".encode()
    with pytest.raises(RollRejected, match="'1871' must be a year like 1971"):
        read_members(born, rules=RULES)
