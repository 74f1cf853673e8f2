import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.secrecy import ed25519
from app.core.secrecy.amendments import Amendment, draft, times
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.officers import Registration
from tests.election_day import ElectionDay
from tests.registrar import Registrar

KEYS = secrets.token_bytes(32), secrets.token_bytes(32)


def register(registrar: Registrar) -> None:
    for key, by in zip(KEYS, (registrar.chair, registrar.second), strict=True):
        assert registrar.register_key(key, by).status_code == 201


@pytest.fixture
def day(registrar: Registrar, tmp_path: Path) -> ElectionDay:
    register(registrar)
    return ElectionDay(registrar.with_candidates(), tmp_path / "box").open()


def an_hour_more(day: ElectionDay) -> Amendment:
    manifest = day.manifest
    later = (each + timedelta(hours=1) for each in (manifest.closes_issue, manifest.closes_cast))
    return draft(manifest, 1, "The network failed.", **times(*later))


def send(day: ElectionDay, amendment: Amendment) -> tuple[int, str]:
    registrar = day.registrar
    files = {"amendment": ("amendment.json", amendment.canonical() + b"\n")}
    answer = registrar.http.post(registrar.at("amendments"), files=files, headers=registrar.chair)
    return answer.status_code, answer.text


def test_manifest_names_the_officers_keys_that_were_registered(day: ElectionDay) -> None:
    assert set(day.manifest.officers) == {ed25519.public_of(key) for key in KEYS}


def test_ballots_are_issued_and_cast_until_the_close_that_two_officers_amended(
    day: ElectionDay,
) -> None:
    amendment = an_hour_more(day).signed(KEYS[0]).signed(KEYS[1])
    assert send(day, amendment)[0] == 201
    day.registrar.move_to(day.manifest.closes_issue + timedelta(minutes=30))
    day.vote("1001", {"president": (1,)})
    day.registrar.dates["closes_cast"] += timedelta(hours=1)
    day.close()
    day.sign("count/acceptance", digest := day.count())
    day.sign("certification", digest)
    registrar = day.registrar
    assert registrar.http.get(registrar.at("amendments")).content == amendment.canonical() + b"\n"
    assert amendment.canonical() in registrar.http.get(registrar.at("bundle")).content


def test_amendment_that_one_officer_signed_changes_neither_registrar_nor_box(
    day: ElectionDay,
) -> None:
    status, told = send(day, an_hour_more(day).signed(KEYS[0]))
    assert (status, "takes 2 officers" in told) == (422, True)
    assert day.box.get("/amendments").content == b""
    assert day.registrar.http.get(day.registrar.at("amendments")).content == b""


def test_amendment_that_the_box_refuses_is_not_kept(day: ElectionDay) -> None:
    """The box closed before the registrar heard of it."""
    day.registrar.move_to(day.manifest.closes_cast + timedelta(minutes=1))
    day.box.get("/state")
    status, told = send(day, an_hour_more(day).signed(KEYS[0]).signed(KEYS[1]))
    assert (status, "does not take the amendment" in told) == (409, True)
    assert day.registrar.http.get(day.registrar.at("amendments")).content == b""


def test_officer_registers_one_key_and_nobody_elses(registrar: Registrar) -> None:
    register(registrar)
    assert registrar.register_key(bytes(32), registrar.chair).status_code == 409
    assert registrar.register_key(KEYS[0], registrar.third).status_code == 409


def test_key_of_a_rehearsal_registers_in_no_other_election(registrar: Registrar) -> None:
    register(registrar)
    registrar.create()
    assert registrar.register_key(KEYS[0], registrar.chair).status_code == 409
    assert registrar.register_key(bytes(32), registrar.chair).status_code == 201


def test_key_without_proof_that_its_holder_means_this_election_is_refused(
    registrar: Registrar,
) -> None:
    right = Registration.of(KEYS[0], bytes.fromhex(registrar.election)).as_json()
    elsewhere = Registration.of(KEYS[0], bytes(16)).as_json()
    another = Registration.of(KEYS[1], bytes.fromhex(registrar.election)).as_json()
    small = to_base64url(bytes(32))
    for wrong in (elsewhere, right | {"key": another["key"]}, right | {"key": small}):
        answer = registrar.post("officer-keys", wrong, registrar.third)
        assert (answer.status_code, "key" in answer.text or "proof" in answer.text) == (422, True)
    lacking = {"key": right["key"]}
    assert registrar.post("officer-keys", lacking, registrar.third).status_code == 422
    assert registrar.post("officer-keys", right, registrar.third).status_code == 201


def test_key_registered_after_the_freeze_is_out_of_turn(day: ElectionDay) -> None:
    assert day.registrar.register_key(bytes(32), day.registrar.third).status_code == 409
