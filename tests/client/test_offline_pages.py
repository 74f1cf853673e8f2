"""The pages that are one file each: reproducible, and handed out as they were built."""

import gzip
import hashlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.client import BUILT, ceremony_page, verifier_page
from app.core.secrecy.encoding import in_groups
from tests.client.built import built_offline
from tests.registrar import Registrar

LARGEST = 60_000  # bytes, compressed


def test_two_builds_give_equal_bytes_and_these_are_handed_out(tmp_path: Path) -> None:
    one, other = built_offline(tmp_path / "one"), built_offline(tmp_path / "other")
    names = sorted(file.name for file in one.iterdir())
    assert names == ["ceremony.html", "verifier.html"]
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes()
        assert (one / name).read_bytes() == (BUILT / name).read_bytes(), "run scripts/set-up"


@pytest.mark.parametrize("name", ["ceremony", "verifier"])
def test_page_is_under_its_size_and_its_digest_is_printed(name: str) -> None:
    page = (BUILT / f"{name}.html").read_bytes()
    assert len(gzip.compress(page)) < LARGEST
    told = CliRunner().invoke(app, ["client-digest", name]).stdout
    assert told.strip() == in_groups(hashlib.sha256(page).digest())


def test_ceremony_is_written_with_its_digest_told(tmp_path: Path) -> None:
    to = tmp_path / "ceremony.html"
    result = CliRunner().invoke(app, ["ceremony", "page", "--to", str(to)])
    assert to.read_bytes() == ceremony_page()
    assert in_groups(hashlib.sha256(ceremony_page()).digest()) in result.stdout


def test_ceremony_is_a_download_of_the_registrar_and_never_runs_there(registrar: Registrar) -> None:
    answer = registrar.http.get("/ceremony.html")
    assert answer.content == ceremony_page()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_verifier_runs_where_it_is_served_and_by_its_own_policy_alone(registrar: Registrar) -> None:
    answer = registrar.http.get("/verify")
    assert answer.content == verifier_page()
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert policy.endswith("frame-ancestors 'none'")
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy
