import gzip
from pathlib import Path

import pytest

from app.core.faults import BadInput
from app.documents.recognition import read_ballots

BLT = '3 2\n2 1 3 0\n1 2 0\n3 0\n1 1 3 0\n0\n"Ana"\n"Bo"\n"Cy"\n"Stewards"\n'
CSV = "id,precinct,batch,Ana,Bo,Cy\nb1,p,1,1,,2\nb2,p,1,,1,\nb3,p,1,,,\nb4,p,1,2,,5\n"


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def packed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)  # the same bytes in every second


WRITTEN = [
    ("b.blt", BLT.encode()),
    ("b.blt", b"\xef\xbb\xbf" + BLT.encode()),
    ("b.blt", BLT.replace("\n", "\r\n").encode()),
    ("b.blt.gz", packed(BLT)),
    ("packed.blt", packed(BLT)),
    ("b.blt", BLT.replace("\n", "   # a remark\n", 4).encode()),
    ("b.blt", BLT.replace("\n0\n", "\n\n 0 \n\n").encode()),
    ("b.blt", BLT.replace('"\n', '"  # who "else"\n').encode()),
    ("b.blt", BLT.replace('"Ana"', '# names\n\n"Ana"').encode()),
]


@pytest.mark.parametrize(("name", "data"), WRITTEN)
def test_blt_gives_names_seats_title_and_weighted_ballots(
    tmp_path: Path, name: str, data: bytes
) -> None:
    ballots = read_ballots(written(tmp_path, name, data))
    assert (ballots.names, ballots.seats, ballots.title) == (("Ana", "Bo", "Cy"), 2, "Stewards")
    assert dict(ballots.profile.items()) == {(0, 2): 3, (1,): 1}
    assert ballots.profile.blanks == 3


@pytest.mark.parametrize(("name", "data"), WRITTEN)
def test_blt_larger_than_what_is_held_as_text_reads_the_same(
    tmp_path: Path, name: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, name, data)
    at_once = read_ballots(path)
    monkeypatch.setattr("app.documents.blt.BYTES_AT_ONCE", 4)
    monkeypatch.setattr("app.documents.blt.LINES_HELD", 0)
    assert read_ballots(path) == at_once


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["3 2", "1 1 0", "1 4 0", "1 2 0", "0"], "line 3: '4' is none of the 3 candidates"),
        (["3 2", "1 1 0", "1 2 0"], "line 3: the file ends before the line 0"),
        (["3 2", "1 1 0", "1 1 0", "0 # end", "Ana"], "line 5: a name or title stands in quotes"),
    ],
)
def test_fault_in_a_blt_larger_than_what_is_held_names_its_line(
    tmp_path: Path, lines: list[str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.documents.blt.BYTES_AT_ONCE", 4)
    monkeypatch.setattr("app.documents.blt.LINES_HELD", 0)
    with pytest.raises(BadInput, match=says):
        read_ballots(written(tmp_path, "b.blt", "\n".join(lines)))


def test_blt_leaves_a_withdrawn_candidate_out_of_names_and_ballots(tmp_path: Path) -> None:
    ballots = read_ballots(written(tmp_path, "b.blt", BLT.replace("3 2\n", "3 2\n-1\n")))
    assert ballots.names == ("Bo", "Cy")
    assert dict(ballots.profile.items()) == {(1,): 3, (0,): 1}


def test_names_stay_as_they_are_whatever_they_hold(tmp_path: Path) -> None:
    odd = ["<b>Ana</b> # 1", "=1+1", 'שרה "Sal" לוי']
    lines = BLT.replace('"Ana"', f'"{odd[0]}"').replace('"Bo"', f'"{odd[1]}"')
    ballots = read_ballots(written(tmp_path, "b.blt", lines.replace('"Cy"', f'"{odd[2]}"')))
    assert [*ballots.names] == odd


@pytest.mark.parametrize(
    ("line", "wrong", "says"),
    [
        (1, "three 2", "line 1: a BLT file begins with how many candidates and how many seats"),
        (1, "3", "line 1: a BLT file begins"),
        (1, "3 0", "line 1: a contest fills at least one seat"),
        (1, "99999999 1", "line 1: 99999999 candidates are too many"),
        (1, "3 2\n-4", "line 2: '-4' is no candidate to withdraw"),
        (2, "2 1 4 0", "line 2: '4' is none of the 3 candidates"),
        (2, "2 1 x 0", "line 2: 'x' is none of the 3 candidates"),
        (2, "2 1=3 0", "line 2: '1=3' is none of the 3 candidates"),
        (3, "1 2", "line 3: a ballot ends with 0"),
        (3, "1 2 0 3\n1 0", "line 3: a ballot ends with 0"),
        (3, "1 2 0 1 3 0", "line 3: '0' is none of the 3 candidates"),
        (3, "1 2 0\r1 3 0", "line 3: '0' is none of the 3 candidates"),
        (3, "1", "line 3: a ballot ends with 0"),
        (3, "0 2 0", "line 3: a ballot begins with how often it was cast, not '0'"),
        (3, f"{'0' * 13}1{'9' * 20} 2 0", "line 3: a ballot begins with how often it was cast"),
        (3, f"{'0' * 13}1{'9' * 5000} 2 0", "line 3: a ballot begins with how often it was cast"),
        (3, "1.5 2 0", "line 3: a ballot begins with how often it was cast, not '1.5'"),
        (4, "1 3 2 3 0", "line 4: candidate 3 is named twice"),
        (7, "Ana", "line 7: a name or title stands in quotes, unlike 'Ana'"),
        (8, '"', "line 8: a name or title stands in quotes, unlike '\"'"),
        (8, '"Bo" Lee', "line 8: a name or title stands in quotes"),
        (8, '""', "line 8: a candidate has no name"),
        (8, '" "', "line 8: a candidate has no name"),
        (8, '"B\0o"', "line 8: 'B\\x00o' has U+0000"),
        (8, '"Ana"', "line 8: 'Ana' is also the candidate of line 7"),
        (9, "", "line 10: 3 names and a title should follow the ballots"),
        (9, '"Cy"\n"Di"', "line 11: nothing should follow the title"),
        (6, '"0"', "line 10: the file ends before the line 0 that ends the ballots"),
    ],
)
def test_malformed_blt_is_refused_naming_the_line(
    tmp_path: Path, line: int, wrong: str, says: str
) -> None:
    lines = BLT.splitlines()
    lines[line - 1] = wrong
    with pytest.raises(BadInput) as refused:
        read_ballots(written(tmp_path, "b.blt", "\n".join(lines)))
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("b.blt", b"", "line 1: the file is empty"),
        ("b.blt", b"3 2\n0\n", "line 2: 3 names and a title should follow the ballots"),
        ("b.blt", BLT.encode().replace(b"Ana", b"\xff"), "line 7: '\"\\\\xff\"' is not UTF-8"),
        ("b.blt", bytes(range(1, 256)), "line 1: a BLT file begins"),
        ("b.blt", packed(BLT)[:-9], "the gzip data is damaged or cut short"),
        ("b.blt", packed(BLT)[:20] + b"xyz", "the gzip data is damaged"),
        ("b.csv", b"id,precinct,batch\n", "line 1: the generic CSV begins with the columns"),
        ("b.csv", b"", "line 1: the generic CSV begins with the columns"),
        ("b.csv", CSV.encode() + b"b5,p,1,1\n", "line 6: there are 4 cells and the header has 6"),
        ("b.csv", CSV.encode() + b"b5,p,1,1,1,\n", "line 6: rank 1 is given to two candidates"),
        ("b.csv", CSV.encode() + b"b5,p,1,0,,\n", "line 6: '0' is not a rank from 1"),
        ("b.csv", CSV.encode() + b"b5,p,1,first,,\n", "line 6: 'first' is not a rank from 1"),
        ("b.csv", CSV.encode() + b'b5,p,1,"1"x,,\n', "line 6: the CSV is broken"),
        ("b.csv", CSV.encode() + b"\xff,p,1,1,,\n", "the file is not UTF-8"),
        ("b.csv", CSV.encode().replace(b"Bo", b""), "line 1: a candidate has no name"),
        ("b.csv", CSV.encode().replace(b"Bo", b"Ana"), "line 1: 'Ana' is also the candidate"),
    ],
)
def test_malformed_file_is_refused(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_ballots(written(tmp_path, name, data))
    assert says in str(refused.value)


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.blt cannot be read: No such file"):
        read_ballots(tmp_path / "none.blt")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("b.csv", CSV.encode()),
        ("b.csv", b"\xef\xbb\xbf" + CSV.replace("\n", "\r\n").encode()),
        ("b.csv.gz", packed(CSV)),
        ("b.CSV", CSV.encode() + b"\n"),
    ],
)
def test_generic_csv_closes_gaps_between_ranks(tmp_path: Path, name: str, data: bytes) -> None:
    ballots = read_ballots(written(tmp_path, name, data))
    assert (ballots.names, ballots.seats) == (("Ana", "Bo", "Cy"), None)
    assert dict(ballots.profile.items()) == {(0, 2): 2, (1,): 1}
    assert ballots.profile.blanks == 1


def test_csv_of_more_rows_than_are_remembered_reads_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "b.csv", CSV)
    at_once = read_ballots(path)
    monkeypatch.setattr("app.documents.rctab.CELLS_HELD", 0)
    assert read_ballots(path) == at_once
