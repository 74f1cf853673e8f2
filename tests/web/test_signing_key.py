import hashlib
import secrets

import pytest

from app.core.secrecy.encoding import canonical, in_groups
from app.core.secrecy.officers import Registration
from app.records.ballots import ManifestKey
from app.records.signers import signers_of
from app.records.staff import committee_of
from app.web.headers import SIGNING_POLICY
from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in


def pasted(registrar: Registrar, secret: bytes) -> dict[str, str]:
    """What `tellers officer-key` printed, as it is pasted into the page."""
    made = Registration.of(secret, bytes.fromhex(registrar.election))
    return {"registration": canonical(made.as_json()).decode() + "\n"}


@pytest.fixture
def at(registrar: Registrar) -> str:
    return f"/elections/{registrar.election}/signing-key"


@pytest.fixture
def chair(registrar: Registrar, at: str) -> FormBrowser:
    browser = signed_in(registrar)
    browser.get(at)
    return browser


def test_key_made_at_a_command_line_registers_by_the_page(
    registrar: Registrar, chair: FormBrowser, at: str
) -> None:
    secret = secrets.token_bytes(32)
    assert chair.post(at, pasted(registrar, secret)).status_code == 303
    made = Registration.of(secret, bytes.fromhex(registrar.election))
    assert in_groups(made.key) in chair.get(at).text


@pytest.mark.parametrize("wrong", ["", "{}", "[" * 10_000, '{"key": 1, "proof": ""}'])
def test_what_is_no_registration_is_refused_at_its_field(
    chair: FormBrowser, at: str, wrong: str
) -> None:
    answer = chair.post(at, {"registration": wrong})
    assert answer.status_code == 422
    assert 'id="fault-registration"' in answer.text


def test_lost_key_gives_way_to_another_before_the_freeze_and_never_after(
    registrar: Registrar, chair: FormBrowser, at: str
) -> None:
    withdrawal = f"{at}/withdrawal"
    assert chair.post(withdrawal, {}).status_code == 404  # there is none yet
    for _ in range(2):
        assert chair.post(at, pasted(registrar, secrets.token_bytes(32))).status_code == 303
        assert chair.post(at, pasted(registrar, secrets.token_bytes(32))).status_code == 409
        assert chair.post(withdrawal, {}).status_code == 303
    last = secrets.token_bytes(32)
    assert chair.post(at, pasted(registrar, last)).status_code == 303
    registrar.with_candidates().freeze()
    assert chair.post(withdrawal, {}).status_code == 409
    shown = chair.get(at).text
    assert in_groups(Registration.of(last, bytes(16)).key) in shown
    assert "Take my key back" not in shown


def test_key_that_came_after_the_ballot_was_drawn_up_signs_nothing(
    registrar: Registrar, chair: FormBrowser, at: str
) -> None:
    ballot = at.replace("signing-key", "ballot")
    digest = registrar.with_candidates().prepare().json()["digest"]
    assert "With fewer than two" in chair.get(ballot).text
    assert chair.post(at, pasted(registrar, secrets.token_bytes(32))).status_code == 303
    assert "Your key is registered" in chair.get(at).text
    for path, by in (("approval", registrar.chair), ("countersignature", registrar.second)):
        assert registrar.post(f"ballot/{path}", {"digest": digest}, by).status_code == 200
    shown = chair.get(at).text
    assert "None of them is yours" in shown
    assert "data-part" not in shown


def test_ballot_that_names_a_key_taken_back_is_frozen_by_nobody(
    registrar: Registrar, chair: FormBrowser, at: str
) -> None:
    assert chair.post(at, pasted(registrar, secrets.token_bytes(32))).status_code == 303
    named = {"digest": registrar.with_candidates().prepare().json()["digest"]}
    assert registrar.post("ballot/approval", named, registrar.chair).status_code == 200
    assert chair.post(f"{at}/withdrawal", {}).status_code == 303
    refused = registrar.post("ballot/countersignature", named, registrar.second)
    assert (refused.status_code, "taken back" in refused.text) == (409, True)
    assert registrar.http.get(registrar.at("manifest")).status_code == 404
    registrar.freeze()  # drawn up anew, for everybody to approve anew


def test_key_of_a_frozen_ballot_is_used_up_like_its_other_keys(
    registrar: Registrar, chair: FormBrowser, at: str
) -> None:
    secret = secrets.token_bytes(32)
    assert chair.post(at, pasted(registrar, secret)).status_code == 303
    registrar.with_candidates().freeze()
    used = hashlib.sha256(Registration.of(secret, bytes(16)).key).hexdigest()
    with registrar.database.reading() as session:
        assert session.get(ManifestKey, used)


def test_key_goes_with_the_appointment_until_the_ballot_is_frozen(registrar: Registrar) -> None:
    browser = FormBrowser(registrar)
    browser.sign_in("admin@example.org", registrar.passwords["admin@example.org"])
    registrar.appoint("1005", "committee")
    registrar.appoint("1004", "committee")
    for by in (registrar.second, registrar.third):
        assert registrar.register_key(secrets.token_bytes(32), by).status_code == 201

    def end_second_and_count_keys() -> int:
        with registrar.database.reading() as session:
            seat = committee_of(session, registrar.election)[1].id
        form = {"seat": str(seat), "reason": "She moved away."}
        ended = browser.post(f"/elections/{registrar.election}/set-up/appointments/end", form)
        assert ended.status_code == 303
        with registrar.database.reading() as session:
            return len(signers_of(session, registrar.election).officers)

    browser.get(f"/elections/{registrar.election}/set-up")
    assert end_second_and_count_keys() == 1
    registrar.second = registrar.sign_in(*_account(registrar, "1005"))
    registrar.with_candidates().freeze()
    assert end_second_and_count_keys() == 1


def _account(registrar: Registrar, number: str) -> tuple[str, str]:
    return next(each for each in registrar.passwords.items() if f"-{number}@" in each[0])


def test_page_that_signs_allows_its_own_script_and_nothing_else(
    chair: FormBrowser, at: str
) -> None:
    answer = chair.get(at)
    assert answer.headers["Content-Security-Policy"] == SIGNING_POLICY
    assert "unsafe" not in SIGNING_POLICY
    assert "<noscript>" in answer.text
    assert "script-src" not in chair.get("/elections").headers["Content-Security-Policy"]
