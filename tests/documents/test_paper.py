from pathlib import Path

import pytest

from app.core.ballots import WRITE_IN
from app.core.faults import BadInput
from app.documents.paper import read_paper

NAMES = '0\n"Ana"\n"Bo"\n"Cy"\n"Stewards"\n'
HEAD = "id,precinct,batch,Ana,Bo,Undeclared Write-ins\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_blt_of_paper_keeps_ranks_left_out_given_twice_and_repeated(tmp_path: Path) -> None:
    text = f"3 2\n# as marked\n4 1 - 2=3 0\n1 2 2 0 # twice\n2 0\n{NAMES}"
    found = read_paper(written(tmp_path, "b.blt", text))
    assert (found.names, found.seats) == (("Ana", "Bo", "Cy"), 2)
    assert found.papers == (
        ((frozenset({0}), frozenset(), frozenset({1, 2})), 4),
        ((frozenset({1}), frozenset({1})), 1),
        ((), 2),
    )


def test_csv_of_paper_keeps_double_ranks_and_write_ins(tmp_path: Path) -> None:
    rows = "1,,,1,1,\n2,,,3,,1\n3,,,,,\n"
    found = read_paper(written(tmp_path, "b.csv", HEAD + rows))
    assert (found.names, found.seats) == (("Ana", "Bo"), None)
    assert found.papers == (
        ((frozenset({0, 1}),), 1),
        ((frozenset({WRITE_IN}), frozenset(), frozenset({0})), 1),
        ((), 1),
    )


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("b.blt", f"3 1\n1 2 0\n1 2=4 0\n{NAMES}", "line 3: '4' is none of the 3 candidates"),
        ("b.blt", f"3 1\n1 2= 0\n{NAMES}", "line 2: '' is none of the 3 candidates"),
        ("b.blt", f"3 1\n1 2\n{NAMES}", "line 2: a ballot ends with 0"),
        ("b.blt", f"3 1\n-2\n1 1 0\n{NAMES}", "line 2: a ballot begins with how often"),
        ("b.blt", "3 1\n1 2 0\n", "line 2: the file ends before the line 0"),
        ("b.blt", '3 1\n0\n"Ana"\n"Bo"\n', "line 4: 3 names and a title should follow"),
        ("b.csv", f"{HEAD}1,,,1,\n", "line 2: there are 5 cells and the header has 6"),
        ("b.csv", f"{HEAD}1,,,x,,\n", "line 2: 'x' is not a rank from 1"),
        ("b.csv", f"{HEAD}1,,,1000,,\n", "line 2: no paper has a rank 1000"),
    ],
)
def test_malformed_paper_is_refused_naming_the_line(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read_paper(written(tmp_path, name, text))
    assert says in str(refused.value)
