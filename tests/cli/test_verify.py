import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from rehearsal.held import Held, cast_ballots, hold, make_counted_election
from rehearsal.poll import Poll
from typer.testing import CliRunner

from app.cli import app
from app.core.secrecy.answers import sign_receipt
from app.core.secrecy.encoding import in_groups, to_base64url
from app.core.secrecy.verify import CHECKS

RUN = CliRunner()
Refusal = Callable[..., str]


@pytest.fixture(scope="module")
def held() -> Held:
    poll = Poll(make_counted_election(os.urandom), os.urandom)
    return hold(poll.election, cast_ballots(poll))


@pytest.fixture
def bundle(held: Held, tmp_path: Path) -> Path:
    path = tmp_path / "election-bundle.zip"
    path.write_bytes(held.bundle)
    return path


def test_verified_bundle_exits_0_and_tells_each_check(held: Held, bundle: Path) -> None:
    told = RUN.invoke(app, ["verify", str(bundle)])
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert lines[-1] == "verified"
    assert f"M = {in_groups(held.election.manifest.hash)}" in told.stdout
    assert f"H = {in_groups(held.opened.published.H)}" in told.stdout
    assert "not performed  partial checking" in told.stdout


def test_changed_bundle_exits_1_and_names_the_checks(bundle: Path) -> None:
    bundle.write_bytes(bundle.read_bytes().replace(b"Chair Clay", b"Chair Clax"))
    told = RUN.invoke(app, ["verify", str(bundle)])
    assert told.exit_code == 1
    refused = [line for line in told.stdout.splitlines() if line.startswith("REFUSED ")]
    assert [line[15:39].strip() for line in refused] == ["archive", "files and digests"]
    assert told.stdout.splitlines()[-1] == "REFUSED"


def test_report_in_json_has_every_check(bundle: Path) -> None:
    told = RUN.invoke(app, ["verify", str(bundle), "--json"])
    report = json.loads(told.stdout)
    assert (told.exit_code, report["verdict"]) == (0, "verified")
    assert report["checks"][0].keys() == {"name", "verdict", "detail"}
    assert len(report["checks"]) == 1 + len(CHECKS)


def test_file_that_is_no_bundle_is_unreadable(refusal: Refusal, bundle: Path) -> None:
    bundle.write_bytes(bundle.read_bytes()[:-1])
    assert "is not a zip archive" in refusal("verify", str(bundle))
    assert "cannot be read" in refusal("verify", str(bundle.with_name("nowhere")))


def test_receipt_typed_or_in_a_file_is_looked_for_on_the_board(held: Held, bundle: Path) -> None:
    election = held.election
    receipt = sign_receipt(election.box_sk, election.manifest.hash, held.board[7].leaf_hash)
    typed = to_base64url(receipt)
    file = bundle.with_name("receipt.txt")
    file.write_text(f"{typed[:64]}\n{typed[64:]}\n")
    for given in (typed, str(file)):
        told = RUN.invoke(app, ["verify", str(bundle), "--receipt", given])
        assert told.exit_code == 0
        assert "receipt                  entry 7 of the board" in told.stdout


def test_receipt_of_another_box_is_refused(held: Held, bundle: Path) -> None:
    election = held.election
    receipt = sign_receipt(bytes(32), election.manifest.hash, held.board[7].leaf_hash)
    told = RUN.invoke(app, ["verify", str(bundle), "--receipt", to_base64url(receipt)])
    assert told.exit_code == 1


@pytest.mark.parametrize("given", ["AAAA", "x" * 5000])
def test_receipt_that_is_neither_text_nor_file_is_bad_input(
    refusal: Refusal, bundle: Path, given: str
) -> None:
    assert "cannot be read" in refusal("verify", str(bundle), "--receipt", given)


def test_file_without_a_receipt_in_it_is_bad_input(refusal: Refusal, bundle: Path) -> None:
    assert "not base64url" in refusal("verify", str(bundle), "--receipt", str(bundle))
