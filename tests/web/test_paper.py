import secrets
from pathlib import Path

import pytest

from app.core.secrecy import ed25519
from app.core.secrecy.paper import Header, seal_batch
from tests.client.verifying import verified_alike
from tests.election_day import ElectionDay
from tests.registrar import Registrar

KEYS = secrets.token_bytes(32), secrets.token_bytes(32)


@pytest.fixture
def day(registrar: Registrar, tmp_path: Path) -> ElectionDay:
    for key, by in zip(KEYS, (registrar.chair, registrar.second), strict=True):
        assert registrar.register_key(key, by).status_code == 201
    return ElectionDay(registrar.with_candidates(), tmp_path / "box").open()


def batches(day: ElectionDay, group_ids: list[int]) -> bytes:
    """One blank paper ballot in each of the groups, and one spoiled."""
    manifest, raw = day.manifest, b""
    clerks = tuple(sorted(map(ed25519.public_of, KEYS)))
    for number, group_id in enumerate(group_ids, 1):
        header = Header(number, group_id, 1, 1, clerks, "Olive Observer")
        blank = {contest.id: () for contest in manifest.contests_of(group_id)}
        batch = seal_batch(manifest, header, [blank], secrets.token_bytes)
        for key in KEYS:
            batch = batch.sign(manifest.hash, key)
        raw += batch.canonical() + b"\n"
    return raw


def send(day: ElectionDay, raw: bytes) -> tuple[int, str]:
    registrar = day.registrar
    answer = registrar.http.post(
        registrar.at("paper-batches"),
        files={"paper": ("paper.jsonl", raw)},
        headers=registrar.chair,
    )
    return answer.status_code, answer.text


def test_paper_ballots_join_the_board_are_counted_and_verified(day: ElectionDay) -> None:
    registrar = day.registrar
    day.vote("1001", {"president": (1,)})
    mine = registrar.http.get("/api/v1/my/ballot", headers=registrar.member("1008")).json()
    for number in ("1007", "1008"):
        assert registrar.post("paper", {"member_number": number}, registrar.chair).is_success
    raw = batches(day, mine["groups"])
    assert send(day, raw)[0] == 409  # the box has not closed
    registrar.move_to(registrar.dates["closes_cast"])
    assert send(day, raw) == (201, '{"batches":1,"ballots":1}')
    assert send(day, raw)[0] == 409
    digest = day.close().count()
    day.sign("count/acceptance", digest)
    day.sign("certification", digest)
    report = verified_alike(registrar.http.get(registrar.at("bundle")).content)
    assert report.verdict.value == "verified", report.checks
    told = {check.name: check.detail for check in report.checks}
    assert told["paper"] == "1 batches, 1 ballots, 1 spoiled"


def test_paper_after_the_board_was_received_is_out_of_turn(day: ElectionDay) -> None:
    assert send(day.close(), b"")[0] == 409


def test_paper_that_was_noted_and_never_sealed_leaves_the_count_unbalanced(
    day: ElectionDay,
) -> None:
    registrar = day.registrar
    assert registrar.post("paper", {"member_number": "1008"}, registrar.chair).is_success
    digest = day.close().count()
    day.sign("count/acceptance", digest)
    answer = registrar.post("certification", {"digest": digest}, registrar.chair)
    assert (answer.status_code, "does not balance" in answer.text) == (409, True)
