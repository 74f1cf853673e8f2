from pathlib import Path

import pytest

from app.core.faults import BadInput
from app.documents.groups import read_groups

NAMES = ("Ana", "Bo", "Cy")


def written(folder: Path, text: str) -> Path:
    path = folder / "groups.csv"
    path.write_text(text)
    return path


@pytest.mark.parametrize("header", ["", "candidate,group\n", "Candidate, Group\r\n"])
def test_groups_are_read_with_or_without_a_header(tmp_path: Path, header: str) -> None:
    path = written(tmp_path, f"{header}Ana,boston\n\nCy, worcester\n")
    assert read_groups(path, NAMES) == {0: "boston", 2: "worcester"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Ana\n", "line 1: a line holds a candidate and a group"),
        ("Ana,\n", "line 1: a line holds a candidate and a group"),
        ("Ana,boston\nDi,boston\n", "line 2: 'Di' is no candidate in the file of ballots"),
        ("Ana,boston\nAna,worcester\n", "line 2: 'Ana' stands in two lines"),
    ],
)
def test_groups_that_cannot_be_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_groups(written(tmp_path, text), NAMES)
