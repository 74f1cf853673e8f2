import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from rehearsal.held import DICE, Held, hold
from rehearsal.lying import misread
from rehearsal.poll import Poll
from rehearsal.tampering import every_byte, is_stopped, mutations

from app.core.counting import PRESETS
from app.core.secrecy.answers import sign_receipt
from app.core.secrecy.archive import read_archive, write_archive
from app.core.secrecy.encoding import Malformed, canonical
from app.core.secrecy.entries import Entry
from app.core.secrecy.report import Report, Verdict
from app.core.secrecy.verify import CHECKS, verify_bundle


def verdicts(bundle: bytes, receipt: bytes | None = None) -> dict[str, Verdict]:
    return {check.name: check.verdict for check in verify_bundle(bundle, receipt=receipt).checks}


def test_untouched_bundle_is_verified_by_every_check_that_is_performed(diced: Held) -> None:
    report = verify_bundle(diced.bundle)
    assert report.verdict is Verdict.VERIFIED
    assert [check.name for check in report.checks] == ["archive", *(name for name, _ in CHECKS)]
    assert not_performed(report) == ["cosignatures", "second count"]


def not_performed(report: Report) -> list[str]:
    return [check.name for check in report.checks if check.verdict is Verdict.NOT_PERFORMED]


def test_bundle_without_dice_is_verified_and_says_so(held: Held) -> None:
    report = verify_bundle(held.bundle)
    assert report.verdict is Verdict.VERIFIED
    assert not_performed(report) == [
        "cosignatures",
        "partial checking",
        "altered ballots",
        "second count",
    ]


def told(bundle: bytes) -> dict[str, str]:
    return {check.name: check.detail for check in verify_bundle(bundle).checks}


def test_bound_of_partial_checking_is_told_for_each_margin(
    diced: Held, counted_poll: Poll, cast: list[Entry]
) -> None:
    """18 marks to 4 take seven altered ballots to turn, and with one malformed, which could be a
    valid one, six."""
    assert told(diced.bundle)["altered ballots"] == "delegates: (3/4)^7 = 0.13"
    shut = counted_poll.of_outer(2, lambda _: bytes(counted_poll.outer_length))
    fewer = told(hold(counted_poll.election, [*cast, shut], dice=DICE).bundle)
    assert fewer["altered ballots"] == "delegates: (3/4)^6 = 0.18"


def test_groups_too_few_for_dice_rest_on_those_who_attest(diced: Held) -> None:
    assert told(diced.bundle)["attestations"] == "groups 1, 3: Seen by Olive Observer."
    silent = replace(diced, opened=replace(diced.opened, attestations=()))
    found = {check.name: check for check in verify_bundle(silent.bundle).checks}
    assert found["attestations"].verdict is Verdict.NOT_PERFORMED


def test_election_in_which_nobody_voted_is_verified(counted_poll: Poll) -> None:
    assert verify_bundle(hold(counted_poll.election, []).bundle).verdict is Verdict.VERIFIED


def test_election_with_a_malformed_ballot_and_clear_margins_is_verified(
    counted_poll: Poll, cast: list[Entry]
) -> None:
    empty = counted_poll.of_inner(2, bytes(counted_poll.inner_length))
    shut = counted_poll.of_outer(2, lambda _: bytes(counted_poll.outer_length))
    found = verdicts(hold(counted_poll.election, [*cast, empty, shut]).bundle)
    assert found["malformed ballots"] is Verdict.VERIFIED
    assert Verdict.REFUSED not in found.values()


def test_election_with_a_malformed_ballot_and_a_close_margin_is_not_proven(
    counted_poll: Poll, cast: list[Entry]
) -> None:
    """In group 3 the director leads by 3 to 1, which two ballots more for the other would turn."""
    empty = counted_poll.of_inner(3, bytes(counted_poll.inner_length))
    report = verify_bundle(hold(counted_poll.election, [*cast, empty]).bundle)
    assert report.verdict is Verdict.NOT_PROVEN
    detail = next(check.detail for check in report.checks if check.name == "malformed ballots")
    assert "director: 1 malformed ballots, and the margin is 2" in detail


def test_bundle_with_one_byte_changed_is_stopped(diced: Held) -> None:
    """A sample; `scripts/tamper` changes every byte."""
    bundle = diced.bundle
    for at, changed in enumerate(every_byte(bundle)):
        if at % 41 == 0 or at > len(bundle) - 200:
            assert is_stopped(changed), f"byte {at}"


def test_bundle_changed_in_structure_is_stopped(diced: Held) -> None:
    found = mutations(diced.bundle, diced.election.registrar_sk, Random(1))
    for _ in range(600):
        kind, changed = next(found)
        assert is_stopped(changed), kind


def test_signed_json_of_any_other_shape_is_reported_on(diced: Held) -> None:
    """Whatever a registrar writes, the verifier says what it thinks of it, and does not fall."""
    rng = Random(2)
    for _ in range(120):
        assert len(verify_bundle(misread(diced, rng)).checks) == 1 + len(CHECKS)


def test_bundle_packed_anew_is_refused_though_its_files_are_the_same(held: Held) -> None:
    files = read_archive(held.bundle)
    packed = write_archive(dict(reversed(files.items())))
    assert packed == held.bundle  # the writer knows one order
    later = packed.replace(b"\x21\0", b"\x22\0", 1)  # the date in the first local header
    assert later != packed
    assert [name for name, found in verdicts(later).items() if found is Verdict.REFUSED] == [
        "archive"
    ]


@pytest.mark.parametrize("data", [b"", b"no archive at all"])
def test_what_is_no_archive_is_unreadable(data: bytes) -> None:
    with pytest.raises(Malformed, match="not a zip archive"):
        verify_bundle(data)


def test_archive_of_other_files_is_refused_by_every_check() -> None:
    report = verify_bundle(write_archive({"hello.txt": b"hello"}))
    assert {check.verdict for check in report.checks[1:]} == {Verdict.REFUSED}


def test_receipt_proves_that_its_ballot_is_on_the_board(held: Held) -> None:
    manifest_hash = held.election.manifest.hash
    receipt = sign_receipt(held.election.box_sk, manifest_hash, held.board[5].leaf_hash)
    report = verify_bundle(held.bundle, receipt=receipt)
    assert (report.checks[-1].name, report.checks[-1].detail) == ("receipt", "entry 5 of the board")
    assert report.verdict is Verdict.VERIFIED


def test_receipt_of_a_ballot_that_is_not_on_the_board_is_refused(held: Held) -> None:
    receipt = sign_receipt(held.election.box_sk, held.election.manifest.hash, bytes(32))
    assert verdicts(held.bundle, receipt)["receipt"] is Verdict.REFUSED


def test_receipt_that_the_box_did_not_sign_is_refused(held: Held) -> None:
    receipt = held.board[5].leaf_hash + bytes(64)
    assert verdicts(held.bundle, receipt)["receipt"] is Verdict.REFUSED


def test_receipt_of_a_ballot_called_malformed_is_not_proven(
    counted_poll: Poll, cast: list[Entry]
) -> None:
    election = counted_poll.election
    shut = counted_poll.of_outer(2, lambda _: bytes(counted_poll.outer_length))
    receipt = sign_receipt(election.box_sk, election.manifest.hash, shut.leaf_hash)
    bundle = hold(election, [*cast, shut]).bundle
    assert verdicts(bundle, receipt)["receipt"] is Verdict.NOT_PROVEN


@pytest.mark.parametrize("name", PRESETS)
def test_digest_of_a_counting_rule_is_that_of_its_canonical_json(name: str) -> None:
    """The manifest holds one digest, the verifier computes the other."""
    assert sha256(canonical(PRESETS[name].as_data())).digest() == PRESETS[name].digest


def test_verifier_needs_the_standard_library_and_cryptography_alone(
    diced: Held, tmp_path: Path
) -> None:
    (tmp_path / "bundle.zip").write_bytes(diced.bundle)
    program = (
        "import sys, pathlib\n"
        "from app.core.secrecy.verify import verify_bundle\n"
        "report = verify_bundle(pathlib.Path(sys.argv[1]).read_bytes())\n"
        # The last two are parts of cryptography.
        "known = {*sys.stdlib_module_names, 'app', 'cryptography', '_cffi_backend', '_openssl'}\n"
        "others = {name.partition('.')[0] for name in sys.modules} - known\n"
        "print(report.verdict.value, sorted(each for each in others if each[:2] != '__'))\n"
    )
    command = [sys.executable, "-S", "-c", program, str(tmp_path / "bundle.zip")]
    packages = [path for path in sys.path if path]
    told = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(packages)}
    )
    assert told.stdout == "verified []\n"
