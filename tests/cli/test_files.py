import stat
from pathlib import Path

import pytest

from app.cli.files import write_secret
from app.core.faults import BadInput


def test_secret_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    write_secret(tmp_path / "share", b"secret")
    assert (tmp_path / "share").read_bytes() == b"secret"
    assert stat.S_IMODE((tmp_path / "share").stat().st_mode) == 0o600


def test_secret_is_never_written_over_another(tmp_path: Path) -> None:
    write_secret(tmp_path / "share", b"first")
    with pytest.raises(BadInput, match="exists already"):
        write_secret(tmp_path / "share", b"second")
    assert (tmp_path / "share").read_bytes() == b"first"


def test_secret_for_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        write_secret(tmp_path / "nowhere" / "share", b"secret")
