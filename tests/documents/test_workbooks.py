import io
import zipfile
from datetime import date

import pytest
from rehearsal.workbooks import workbook

from app.core.faults import BadInput
from app.core.roll import Kind
from app.documents.columns import LEFT_OUT, Naming, naming, with_columns
from app.documents.rolls import ROLL_COLUMNS, RollRejected, read_members, read_rolls
from app.documents.workbook import NoWorkbook, as_csv
from app.profiles import load

RULES = load("homecare_local_99")
HEADER = ("member_number", "first_name", "last_name", "kind", "in_bargaining_unit", "county")
ANA = (7, "Ana", "Núñez", "active", True, "Lane")
STANDING = workbook(("member_number", "from", "to", "status"), (7, date(2020, 1, 1), "", "good"))


def refused(content: bytes) -> str:
    with pytest.raises(RollRejected) as caught:
        read_members(content, rules=RULES)
    return str(caught.value.rows[0])


def test_workbook_is_read_as_the_same_roll_as_csv() -> None:
    roll = read_rolls(workbook(HEADER, ANA), STANDING, rules=RULES)
    member = roll.members["7"]
    assert (member.last_name, member.kind, member.in_bargaining_unit) == (
        "Núñez",
        Kind.ACTIVE,
        True,
    )
    assert roll.standing["7"][0].start == date(2020, 1, 1)


def test_rows_of_a_workbook_keep_their_numbers() -> None:
    wrong = (8, "Bo", "Li", "lively", True, "Lane")
    assert refused(workbook(HEADER, ANA, wrong)).startswith("roll.csv line 3, kind: 'lively'")
    assert refused(workbook(HEADER, ANA, wrong, at=5)).startswith("roll.csv line 7, kind: 'lively'")
    assert refused(workbook(HEADER, ANA, (), wrong)).startswith("roll.csv line 4, kind: 'lively'")


def test_formula_is_refused_with_its_cell() -> None:
    row = (7, "Ana", '=UPPER("nunez")', "active", True, "Lane")
    assert refused(workbook(HEADER, row)) == (
        "roll.csv line 1: cell C2 holds a formula; paste its value in its place"
    )


def test_cell_of_several_lines_is_refused_with_its_row() -> None:
    row = (7, "Ana", "Nu\nnez", "active", True, "Lane")
    assert "row 2: a cell has more than one line" in refused(workbook(HEADER, row))


def test_cell_at_the_far_end_of_the_sheet_ends_the_reader_and_not_this_process() -> None:
    made = io.BytesIO()
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts = zipfile.ZipFile(io.BytesIO(workbook(HEADER, ANA)))
    with zipfile.ZipFile(made, "w") as changed:
        for name in parts.namelist():
            changed.writestr(name, parts.read(name).replace(b"</sheetData>", far))
    assert "the workbook is damaged or too large" in refused(made.getvalue())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 and no more", "the workbook is damaged; save it as CSV UTF-8"),
        (workbook(HEADER)[:-200], "the workbook is damaged; save it as CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0 of 1997", "this is a workbook of the old kind; save it as XLSX"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, sentence: str) -> None:
    assert sentence in refused(content)
    with pytest.raises(NoWorkbook):
        as_csv(content)


def test_names_of_columns_are_read_however_people_write_them() -> None:
    header = ("Member Number", "First Name", "LAST_NAME", "Kind")
    assert set(read_members(workbook(header, ANA[:4]), rules=RULES)) == {"7"}


UNKNOWN = b"\n\nID,Given,last_name,kind,Shoe Size\n7,Ana,Garza,active,42\n8,Bo,Li,lively,\n"


def test_unknown_columns_are_offered_for_naming() -> None:
    known = ("member_number", "first_name", "last_name", "kind")
    assert naming(UNKNOWN, known) == Naming(
        ("id", "given", "shoe_size"), ("member_number", "first_name")
    )
    assert naming(workbook(("ID", "kind"), (7, "active")), known).unknown == ("id",)
    assert naming(b"one column\n", known).unknown == ()
    assert naming(b"\xff\xfe,\x00", known).unknown == ()


def test_named_columns_leave_every_line_where_it_was() -> None:
    chosen = {"id": "member_number", "given": "first_name", "shoe_size": LEFT_OUT}
    named = with_columns(UNKNOWN, chosen, ROLL_COLUMNS)
    assert refused(named).startswith("roll.csv line 5, kind: 'lively'")
    assert read_members(named.replace(b"lively", b"active"), rules=RULES)["7"].first_name == "Ana"


def test_column_taken_for_none_or_for_two_is_refused() -> None:
    with pytest.raises(BadInput, match="'id' is taken for 'shoe', which is none"):
        with_columns(UNKNOWN, {"id": "shoe"}, ROLL_COLUMNS)
    with pytest.raises(BadInput, match="The file's header cannot be read"):
        with_columns(b"PK\x03\x04", {}, ROLL_COLUMNS)
    twice = with_columns(UNKNOWN, {"id": "last_name", "given": "-", "shoe_size": "-"}, ROLL_COLUMNS)
    assert "last_name: the column stands twice" in refused(twice)


@pytest.mark.parametrize("separator", [b";", b"\t"])
def test_other_separators_are_named(separator: bytes) -> None:
    content = b"member_number,first_name,last_name,kind\n7,A,B,active\n".replace(b",", separator)
    assert "separated by semicolons or tabs; save the file with commas" in refused(content)


def test_cells_beyond_the_header_are_refused_unless_they_are_empty() -> None:
    content = b"member_number,first_name,last_name,kind,,\n7,A,B,active,,\n"
    assert set(read_members(content, rules=RULES)) == {"7"}
    assert "the row has 6 cells, but the header has 4" in refused(content + b"8,A,B,active,,x\n")
