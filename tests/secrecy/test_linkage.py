"""PROTOCOL.md's first two invariants, on a whole election of 500 voters over HTTP."""

import json
import os
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rehearsal.demo import Demo, MadeUpLocal, Options
from rehearsal.linkage import best_matches
from rehearsal.people import Person
from rehearsal.post_office import PostOffice
from rehearsal.processes import Processes
from rehearsal.report import Report

from app.box.pool import Pool, make_pool
from app.core.secrecy.board import leaf_hash, split_board
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.entries import entry_length, token_of
from app.core.secrecy.manifest import Manifest

# One worker takes them all: the election that they share takes a minute and more.
pytestmark = pytest.mark.xdist_group("attacked")

VOTERS = 500
MOST_LINKED = 1 + 3  # chance alone links one
LEAST_LINKED_BY_A_NAIVE_STORE = 450


@dataclass(frozen=True)
class Attacked:
    """Copies of all that the places hold at three moments, and who truly cast what."""

    mid_voting: Path
    killed: Path
    closed: Path
    truth: Sequence[Mapping[str, Any]]
    people: Sequence[Person]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    folder = tmp_path_factory.mktemp("attacked")
    data, truth = folder / "data", folder / "truth.jsonl"
    options = Options(data, VOTERS, roll_size=1000, seed=3, truth=truth, one_by_one=True)
    local = MadeUpLocal.of(options)
    with PostOffice() as post, Processes(data, post.port) as processes:
        with closing(Demo(options, Report(), local, processes, post)) as demo:
            demo.play_until_all_have_voted()
            shutil.copytree(data, folder / "mid-voting")
            processes.kill("box")
            shutil.copytree(data, folder / "killed")
            processes.start_box(data / "manifest.json")
            demo.play_to_the_end()
        shutil.copytree(data, folder / "closed")
    lines = [json.loads(line) for line in truth.read_text().splitlines()]
    return Attacked(
        folder / "mid-voting", folder / "killed", folder / "closed", lines, local.people.all
    )


def by_part(truth: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The truth with each voter's three groups under one name each: all, district, delegates."""
    everybody, delegates = "1", max(truth[0]["groups"], key=int)
    return [
        {
            **line,
            "groups": {
                {everybody: "all", delegates: "delegates"}.get(group, "district"): cast
                for group, cast in line["groups"].items()
            },
        }
        for line in truth
    ]


def files_of(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file()]


def boxes_and_registrars(copied: Path) -> list[Path]:
    """All that the two places hold; the ceremony and the bundle are the committee's."""
    return [*files_of(copied / "box"), *files_of(copied / "registrar"), *files_of(copied / "logs")]


def manifest_of(attacked: Attacked) -> Manifest:
    return Manifest.parse((attacked.closed / "manifest.json").read_bytes())


def entries_of(attacked: Attacked) -> list[bytes]:
    board = (attacked.closed / "ceremony" / "board").read_bytes()
    return split_board(board, entry_length(manifest_of(attacked).pad_len))


def cast_again(attacked: Attacked, folder: Path) -> Path:
    """The same entries, cast in the same order into another box: the same leak, other chance."""
    by_leaf = {leaf_hash(entry).hex(): entry for entry in entries_of(attacked)}
    manifest = manifest_of(attacked)
    eligible = {group.group_id: group.eligible for group in manifest.groups}
    make_pool(folder / "pool", entry_length(manifest.pad_len), eligible)
    pool = Pool(folder / "pool", os.urandom(32), eligible)
    for line in attacked.truth:
        for cast in line["groups"].values():
            with pool.writing():
                pool.put(by_leaf[cast["leaf_hash"]])
    pool.close()
    return folder / "pool"


def over_the_bound(files: Sequence[Path], truth: Sequence[Mapping[str, Any]]) -> set[str]:
    matches = best_matches(files, by_part(truth))
    return {match.group for match in matches if match.hits > MOST_LINKED}


@pytest.mark.parametrize("moment", ["mid_voting", "killed"])
def test_no_order_before_the_close_links_more_than_chance(
    attacked: Attacked, moment: str, tmp_path: Path
) -> None:
    files = boxes_and_registrars(getattr(attacked, moment))
    linked = over_the_bound(files, attacked.truth)
    # Of a dozen orders, one in twenty runs has one that chance alone puts over the bound; an
    # order that was kept would be over it again in another box.
    assert not linked or not linked & over_the_bound(
        [cast_again(attacked, tmp_path)], attacked.truth
    )


def test_order_after_the_close_is_that_of_the_leaf_hashes_alone(attacked: Attacked) -> None:
    """The tree index is the one permitted order: no other file holds a token any more."""
    entries = entries_of(attacked)
    assert entries == sorted(entries, key=lambda entry: (entry[:2], leaf_hash(entry)))
    others = [
        file
        for file in boxes_and_registrars(attacked.closed)
        if split_off(file.read_bytes(), entries) and file.read_bytes() != b"".join(entries)
    ]
    assert others == []


def split_off(content: bytes, entries: Sequence[bytes]) -> bool:
    return any(token_of(entry)[2:] in content for entry in entries)


def test_naive_store_is_linked(attacked: Attacked, tmp_path: Path) -> None:
    """The control: the same matcher on a table that keeps the order of casting."""
    with closing(sqlite3.connect(tmp_path / "naive")) as naive, naive:
        naive.execute("CREATE TABLE ballots (id INTEGER PRIMARY KEY, entry BLOB)")
        by_leaf = {leaf_hash(entry).hex(): entry for entry in entries_of(attacked)}
        for line in attacked.truth:
            for cast in line["groups"].values():
                entry = by_leaf[cast["leaf_hash"]]
                naive.execute("INSERT INTO ballots (entry) VALUES (?)", [entry])
    matches = best_matches([tmp_path / "naive"], by_part(attacked.truth))
    assert [match.group for match in matches] == ["all", "delegates", "district"]
    assert all(match.hits > LEAST_LINKED_BY_A_NAIVE_STORE for match in matches)


@pytest.mark.parametrize("moment", ["mid_voting", "killed", "closed"])
def test_nothing_of_a_member_is_in_the_box(attacked: Attacked, moment: str) -> None:
    held = b"".join(file.read_bytes() for file in files_of(getattr(attacked, moment) / "box"))
    names = [f"{person.given} {person.last}" for person in attacked.people]
    planted = [person.number for person in attacked.people] + names
    assert [text for text in planted if text.encode() in held] == []


@pytest.mark.parametrize("moment", ["mid_voting", "killed", "closed"])
def test_nothing_of_a_token_is_in_the_registrar(attacked: Attacked, moment: str) -> None:
    folder = getattr(attacked, moment)
    held = b"".join(file.read_bytes() for file in files_of(folder / "registrar"))
    held += b"".join(file.read_bytes() for file in files_of(folder / "logs"))
    for line in attacked.truth:
        assert line["member_number"].encode() in held  # the control: the search does find
        for cast in line["groups"].values():
            for raw in (bytes.fromhex(cast["token_pk"]), bytes.fromhex(cast["leaf_hash"])):
                assert raw not in held
                assert raw.hex().encode() not in held
                assert to_base64url(raw).encode() not in held
