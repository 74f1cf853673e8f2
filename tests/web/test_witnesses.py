from pathlib import Path

from app.core.secrecy import ed25519
from app.core.secrecy.notes import Witness
from app.core.secrecy.witnessing import newest_checkpoint
from tests.election_day import ElectionDay
from tests.registrar import Registrar

SECRET = bytes(range(32))
WITNESS = Witness("observer.example/1", ed25519.public_of(SECRET))
KEY = {"verifier_key": WITNESS.verifier_key}


def cosign(day: ElectionDay, line: str) -> tuple[int, str]:
    answer = day.registrar.post("cosignatures", {"line": line}, day.registrar.third)
    return answer.status_code, answer.text


def line_of(day: ElectionDay) -> str:
    """What the witness signs when it has seen the closed board."""
    board, notes = (day.box.get(path).content for path in ("/board", "/checkpoints"))
    checkpoint = newest_checkpoint(day.manifest, notes, board, seen=None)
    return WITNESS.cosign(checkpoint, SECRET, 7)


def test_cosignature_of_a_registered_witness_joins_the_bundle(
    registrar: Registrar, tmp_path: Path
) -> None:
    assert registrar.post("witnesses", KEY, registrar.chair).status_code == 201
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    assert day.manifest.witnesses == (WITNESS.verifier_key,)
    day.vote("1001", {"president": (1,)})
    day.close()
    board, notes = (day.box.get(path).content for path in ("/board", "/checkpoints"))
    checkpoint = newest_checkpoint(day.manifest, notes, board, seen=None)
    line = WITNESS.cosign(checkpoint, SECRET, 7)
    stranger = Witness("stranger.example", WITNESS.public)
    assert cosign(day, line.replace("observer", "observed"))[0] == 422
    assert cosign(day, stranger.cosign(checkpoint, SECRET, 7))[0] == 422
    assert cosign(day, line) == (201, '{"witness":"observer.example/1"}')
    assert cosign(day, line)[0] == 422
    digest = day.count()
    day.sign("count/acceptance", digest)
    day.sign("certification", digest)
    assert line.encode() in registrar.http.get(registrar.at("bundle")).content


def test_witness_registered_twice_or_after_the_freeze_is_refused(registrar: Registrar) -> None:
    assert registrar.post("witnesses", KEY, registrar.chair).status_code == 201
    assert registrar.post("witnesses", KEY, registrar.second).status_code == 409
    wrong = {"verifier_key": "no key"}
    assert registrar.post("witnesses", wrong, registrar.chair).status_code == 422
    registrar.with_candidates().freeze()
    late = {"verifier_key": Witness("late.example", WITNESS.public).verifier_key}
    assert registrar.post("witnesses", late, registrar.chair).status_code == 409


def test_cosignature_before_there_is_a_board_is_out_of_turn(registrar: Registrar) -> None:
    assert registrar.post("cosignatures", {"line": "x"}, registrar.third).status_code == 409
