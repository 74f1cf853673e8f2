from pathlib import Path
from typing import Any

import pytest

from app.core.secrecy import ed25519
from app.core.secrecy.notes import Witness
from tests.election_day import ElectionDay
from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in
from tests.web.test_witnesses import KEY, WITNESS, line_of


@pytest.fixture
def at(registrar: Registrar) -> str:
    return f"/elections/{registrar.election}/witnesses"


@pytest.fixture
def chair(registrar: Registrar, at: str) -> FormBrowser:
    browser = signed_in(registrar)
    browser.get(at)
    return browser


def test_witness_is_registered_until_the_freeze_and_a_wrong_line_never(
    registrar: Registrar, chair: FormBrowser, at: str
) -> None:
    wrong = chair.post(at, {"verifier_key": "<b>no key"})
    assert wrong.status_code == 422
    assert 'id="fault-verifier_key"' in wrong.text
    assert 'value="&lt;b&gt;no key"' in wrong.text
    padded = {"verifier_key": f" {WITNESS.verifier_key}\n"}
    assert chair.post(at, padded).status_code == 303
    assert WITNESS.name in chair.get(at).text
    registrar.with_candidates().freeze()
    late = {"verifier_key": Witness("late.example", WITNESS.public).verifier_key}
    assert chair.post(at, late).status_code == 409
    assert "Register a witness" not in chair.get(at).text


def test_witness_is_taken_back_before_the_freeze_and_a_ballot_that_names_it_is_frozen_by_nobody(
    registrar: Registrar, chair: FormBrowser, at: str
) -> None:
    withdrawal = f"{at}/withdrawal"
    assert chair.post(withdrawal, KEY).status_code == 404  # there is none yet
    assert chair.post(at, KEY).status_code == 303
    named = {"digest": registrar.with_candidates().prepare().json()["digest"]}
    assert f"Take {WITNESS.name} back" in chair.get(at).text
    assert chair.post(withdrawal, KEY).status_code == 303
    assert WITNESS.verifier_key not in chair.get(at).text
    refused = registrar.post("ballot/approval", named, registrar.chair)
    assert (refused.status_code, "taken back" in refused.text) == (409, True)
    assert chair.post(at, KEY).status_code == 303
    registrar.freeze()
    assert chair.post(withdrawal, KEY).status_code == 409
    assert "back</button>" not in chair.get(at).text


@pytest.mark.parametrize(
    "alike",
    [
        Witness(WITNESS.name, ed25519.public_of(bytes(32))),
        Witness("another.example", WITNESS.public),
    ],
)
def test_witness_of_the_name_or_the_key_of_another_is_refused(
    chair: FormBrowser, at: str, alike: Witness
) -> None:
    assert chair.post(at, KEY).status_code == 303
    answer = chair.post(at, {"verifier_key": alike.verifier_key})
    assert (answer.status_code, "is registered already" in answer.text) == (409, True)


@pytest.mark.parametrize("by_file", [False, True])
def test_cosignature_is_pasted_or_uploaded_once_by_an_observer(
    registrar: Registrar, at: str, tmp_path: Path, by_file: bool
) -> None:
    assert registrar.post("witnesses", KEY, registrar.chair).status_code == 201
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    registrar.appoint("1004", "observer")
    observer = signed_in(registrar, "observer")
    http: Any = observer.http
    http.app.state.house = day.app.state.house
    observer.get(at)

    def hand_in(line: str) -> int:
        if by_file:
            files = {"file": ("line.txt", line.encode())}
            return observer.post(f"{at}/cosignatures", {}, files=files).status_code
        return observer.post(f"{at}/cosignatures", {"line": line}).status_code

    assert hand_in("x") == 409  # there is no board yet
    day.close()
    assert "has not signed the board" in observer.get(at).text
    line = line_of(day)
    stranger = Witness("stranger.example", WITNESS.public)
    for wrong in ("", "\xff", line + line, line + line.replace("observer", "stranger")):
        assert hand_in(wrong) == 422, wrong
    assert stranger.name not in observer.get(at).text
    assert hand_in(line) == 303
    shown = observer.get(at).text
    assert "has signed the board" in shown
    assert "Hand in the signature" not in shown
    assert hand_in(line) == 422
