import os
from dataclasses import replace

import pytest
from rehearsal.held import BALLOTS, Held, hold, make_counted_election
from rehearsal.poll import Poll

from app.core.secrecy.apart import read_apart, write_apart
from app.core.secrecy.archive import read_archive
from app.core.secrecy.bundle import check_files, sign_files
from app.core.secrecy.encoding import Malformed, canonical, parse_canonical
from app.core.secrecy.register import GroupRegister, Register


@pytest.fixture(scope="module")
def files(diced: Held) -> dict[str, bytes]:
    return read_archive(diced.bundle)


def test_bundle_of_one_election_is_the_same_bytes_again(held: Held) -> None:
    assert held.bundle == held.bundle


def test_bundle_holds_exactly_the_protocols_files(files: dict[str, bytes]) -> None:
    """Group 3 with its four publishes contests apart, group 2 with its 22 answers to the dice."""
    assert sorted(files) == [
        "amendments.jsonl",
        "board.bin",
        "checkpoints.txt",
        "contests/3.json",
        "digests.json",
        "manifest.json",
        "middle/1.bin",
        "middle/2.bin",
        "middle/3.bin",
        "opening.json",
        "plain/1.bin",
        "plain/2.bin",
        "register.json",
        "results.json",
        "rpc/2.bin",
        "rpc/2.jsonl",
    ]


def test_bundle_without_dice_holds_no_answers(held: Held) -> None:
    files = read_archive(held.bundle)
    assert not any(name.startswith("rpc/") for name in files)


def test_manifest_and_board_are_the_bytes_that_were_hashed(
    held: Held, files: dict[str, bytes]
) -> None:
    assert files["manifest.json"] == held.election.manifest.canonical()
    assert files["board.bin"] == b"".join(map(bytes, held.board))


def test_ballots_of_a_small_group_do_not_stand_whole_in_the_bundle(
    held: Held, files: dict[str, bytes]
) -> None:
    rankings = parse_canonical(files["contests/3.json"])
    assert rankings == {
        "director": [[1, 2], [1, 2], [1, 2], [2]],
        "alternate": [[1], [1], [1], [2]],
    }
    whole = held.opened.groups[2].plain
    assert not any(ballot in raw for ballot in whole for raw in files.values())
    assert any(held.opened.groups[1].plain[0] in raw for raw in files.values())  # it would be seen


@pytest.mark.parametrize(("voters", "name"), [(9, "contests/2.json"), (10, "plain/2.bin")])
def test_group_of_ten_on_the_board_publishes_whole_ballots(voters: int, name: str) -> None:
    poll = Poll(make_counted_election(os.urandom), os.urandom)
    entries = [poll.entry(2, {"delegates": [1]}) for _ in range(voters - 1)]
    shut = poll.of_outer(2, lambda _: os.urandom(poll.outer_length))
    assert name in read_archive(hold(poll.election, [*entries, shut]).bundle)


def test_rankings_kept_apart_read_back_sorted(held: Held) -> None:
    manifest = held.election.manifest
    contests = manifest.contests_of(3)
    raw = write_apart(BALLOTS[3], contests)
    ballots = read_apart(raw, contests, manifest.pad_len, "contests/3.json")
    assert [ballot["director"] for ballot in ballots] == [(1, 2)] * 3 + [(2,)]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'{"alternate":[[1]],"director":[[2],[1]]}', "as many rankings"),
        (b'{"alternate":[[1],[2]],"director":[[2],[1]]}', "not sorted"),
        (b'{"alternate":[[3]],"director":[[1]]}', "number-unknown"),
        (b'{"alternate":["1"],"director":[[1]]}', "not-a-ballot"),
        (b'{"alternate":[[1]]}', "lacks director"),
        (b'{"alternate":[[1]],"director":[[1]] }', "not canonical"),
    ],
)
def test_rankings_that_no_ballots_give_are_refused(held: Held, raw: bytes, says: str) -> None:
    manifest = held.election.manifest
    with pytest.raises(Malformed, match=says):
        read_apart(raw, manifest.contests_of(3), manifest.pad_len, "contests/3.json")


def test_digests_of_the_registrar_are_accepted(held: Held, files: dict[str, bytes]) -> None:
    check_files(held.election.manifest, files)


def test_digests_that_a_stranger_signed_are_refused(held: Held, files: dict[str, bytes]) -> None:
    manifest = held.election.manifest
    rest = {name: raw for name, raw in files.items() if name != "digests.json"}
    forged = {**rest, "digests.json": sign_files(manifest, rest, os.urandom(32))}
    with pytest.raises(Malformed, match=r"signature of digests\.json does not verify"):
        check_files(manifest, forged)


def test_digests_of_another_election_are_refused(held: Held, files: dict[str, bytes]) -> None:
    """The registrar's key may serve one election alone, and the signature names it besides."""
    other = replace(held.election.manifest, election_id=bytes(16))
    with pytest.raises(Malformed, match="does not verify"):
        check_files(other, files)


@pytest.mark.parametrize("name", ["board.bin", "results.json", "middle/1.bin"])
def test_file_that_is_not_the_one_digested_is_refused(
    held: Held, files: dict[str, bytes], name: str
) -> None:
    with pytest.raises(Malformed, match=f"{name} has not the digest"):
        check_files(held.election.manifest, {**files, name: files[name] + b"\0"})


def test_file_that_no_digest_names_is_refused(held: Held, files: dict[str, bytes]) -> None:
    with pytest.raises(Malformed, match="exactly the files"):
        check_files(held.election.manifest, {**files, "more.txt": b""})


def test_register_reads_back_as_it_was() -> None:
    register = Register({1: GroupRegister(30, 20), 12: GroupRegister(0, 0)}, bytes(range(32)))
    assert Register.parse(register.canonical()) == register


@pytest.mark.parametrize("name", ["01", "x", "", "-1", "1.0", "١"])
def test_register_of_a_group_without_a_number_is_refused(name: str) -> None:
    counts = {name: {"eligible": 1, "issued": 1}}
    with pytest.raises(Malformed, match="not a group_id"):
        Register.parse(canonical({"groups": counts, "issued_list_sha256": "A" * 43}))
