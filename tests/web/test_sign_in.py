from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.actions.sign_in import make_code, renew_password
from app.core.tries import SLOWED_AFTER, STOPPED_AFTER
from app.records.roll import member_by_number
from app.records.sign_in import Code, Tries
from app.settings import raw
from tests.databases import Databases
from tests.registrar import Registrar
from tests.web.browser import FormBrowser


def code_for(registrar: Registrar, number: str) -> str:
    with registrar.database.writing() as session:
        member = member_by_number(session, registrar.election, number)
        assert member is not None
        return make_code(session, member, key=raw(registrar.settings.code_key))


def sign_in(registrar: Registrar, number: str, code: str) -> int:
    form = {"election_id": registrar.election, "member_number": number, "code": code}
    status: int = registrar.http.post("/api/v1/member-sessions", json=form).status_code
    return status


def test_code_of_a_member_signs_in_that_member_alone(registrar: Registrar) -> None:
    code = code_for(registrar, "1001")
    assert sign_in(registrar, "1001", code) == 201
    assert sign_in(registrar, "1002", code) == 401


def test_code_typed_in_lower_case_without_hyphens_signs_in(registrar: Registrar) -> None:
    code = code_for(registrar, "1001")
    assert sign_in(registrar, "1001", code.lower().replace("-", " ")) == 201


def test_second_code_of_a_member_leaves_the_first_one_good(registrar: Registrar) -> None:
    first, second = code_for(registrar, "1001"), code_for(registrar, "1001")
    assert [sign_in(registrar, "1001", code) for code in (first, second)] == [201, 201]


def test_code_has_80_bits_and_is_stored_hashed(registrar: Registrar, databases: Databases) -> None:
    code = code_for(registrar, "1001")
    assert len(code.replace("-", "")) * 5 == 80
    with registrar.database.reading() as session:
        assert session.get(Code, code) is None
    held = databases.content(registrar.settings.database_url)
    assert b"account_created" in held  # the control: the search finds what is there
    assert code.encode() not in held
    assert code.replace("-", "").encode() not in held


def test_refused_sign_ins_do_not_tell_whether_a_member_exists(registrar: Registrar) -> None:
    wrong = {"election_id": registrar.election, "code": "0000-0000-0000-0000"}
    known = registrar.http.post("/api/v1/member-sessions", json={**wrong, "member_number": "1001"})
    unknown = registrar.http.post("/api/v1/member-sessions", json={**wrong, "member_number": "x"})
    assert known.status_code == unknown.status_code == 401
    assert known.content == unknown.content


def test_member_after_a_hundred_wrong_codes_is_stopped_until_a_new_one_is_mailed(
    registrar: Registrar,
) -> None:
    code = code_for(registrar, "1001")
    for _ in range(STOPPED_AFTER):
        assert sign_in(registrar, "1001", "0000-0000-0000-0000") == 401
    assert sign_in(registrar, "1001", code) == 401
    assert sign_in(registrar, "1001", code_for(registrar, "1001")) == 201
    assert sign_in(registrar, "1001", code) == 201


def test_staff_with_a_wrong_password_is_not_signed_in(registrar: Registrar) -> None:
    form = {"email": "admin@example.org", "password": "wrong"}
    answer = registrar.http.post("/api/v1/staff-sessions", json=form)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_request_with_an_invented_session_is_refused(registrar: Registrar) -> None:
    answer = registrar.http.get("/api/v1/my/ballot", headers={"Authorization": "Bearer nobody"})
    assert answer.status_code == 401


STAFF, NOBODY = "admin@example.org", "nobody@example.org"
WRONG = "wrong"
A_MOMENT = timedelta(minutes=1)  # ahead, so that a slow machine does not wait out the second


def sign_in_staff(registrar: Registrar, email: str, password: str = WRONG) -> int:
    form = {"email": email, "password": password}
    status: int = registrar.http.post("/api/v1/staff-sessions", json=form).status_code
    return status


def tried(registrar: Registrar, failed: int, ago: timedelta) -> None:
    """So many wrong passwords for the one address that was tried, the last of them so long ago."""
    with registrar.database.writing() as session:
        tries = session.scalars(select(Tries).where(Tries.failed > 0)).one()
        tries.failed, tries.last_at = failed, datetime.now(UTC) - ago


@pytest.mark.parametrize("email", [STAFF, NOBODY])
def test_staff_after_five_wrong_passwords_waits_whether_there_is_an_account(
    registrar: Registrar, email: str
) -> None:
    assert [sign_in_staff(registrar, email) for _ in range(SLOWED_AFTER)] == [401] * SLOWED_AFTER
    tried(registrar, SLOWED_AFTER, ago=-A_MOMENT)
    assert [sign_in_staff(registrar, email) for _ in range(3)] == [429] * 3


def test_right_password_is_refused_while_it_has_to_wait_and_taken_after(
    registrar: Registrar,
) -> None:
    password = registrar.passwords[STAFF]
    assert [sign_in_staff(registrar, STAFF) for _ in range(SLOWED_AFTER)] == [401] * SLOWED_AFTER
    tried(registrar, SLOWED_AFTER, ago=-A_MOMENT)
    assert sign_in_staff(registrar, STAFF, password) == 429
    tried(registrar, SLOWED_AFTER, ago=timedelta(seconds=2))
    assert sign_in_staff(registrar, STAFF.upper()) == 401
    tried(registrar, SLOWED_AFTER + 1, ago=timedelta(seconds=3))
    assert sign_in_staff(registrar, STAFF, password) == 201
    assert sign_in_staff(registrar, STAFF) == 401  # which are counted from the start again


@pytest.mark.parametrize("email", [STAFF, NOBODY])
def test_staff_after_a_hundred_wrong_passwords_is_stopped_for_good(
    registrar: Registrar, email: str
) -> None:
    assert sign_in_staff(registrar, email) == 401
    tried(registrar, STOPPED_AFTER, ago=timedelta(days=400))
    assert sign_in_staff(registrar, email, registrar.passwords[STAFF]) == 429


def test_new_password_signs_in_after_the_old_one_was_stopped(registrar: Registrar) -> None:
    assert sign_in_staff(registrar, STAFF) == 401
    tried(registrar, STOPPED_AFTER, ago=timedelta(days=1))
    key = raw(registrar.settings.code_key)
    with registrar.database.writing() as session:
        renewed = renew_password(session, STAFF, key=key, by="a test", now=datetime.now(UTC))
    assert sign_in_staff(registrar, STAFF, registrar.passwords[STAFF]) == 401
    assert sign_in_staff(registrar, STAFF, renewed) == 201


def test_few_tries_of_long_ago_are_forgotten_and_no_address_is_kept_in_clear(
    registrar: Registrar, databases: Databases
) -> None:
    assert sign_in_staff(registrar, "somebody@example.net") == 401
    assert b"somebody@example.net" not in databases.content(registrar.settings.database_url)
    tried(registrar, SLOWED_AFTER - 1, ago=timedelta(days=2))
    assert sign_in_staff(registrar, NOBODY) == 401
    with registrar.database.reading() as session:
        failed = session.scalars(select(Tries.failed).where(Tries.failed > 0))
        assert list(failed) == [1]


HALF = "\\ud800"  # half of a surrogate pair, as JSON can write it


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("staff-sessions", f'{{"email": "{HALF}@example.org", "password": "wrong"}}'),
        ("staff-sessions", f'{{"email": "{STAFF}", "password": "{HALF}"}}'),
        ("member-sessions", f'{{"election_id": "x", "member_number": "{HALF}", "code": "0"}}'),
        ("member-sessions", f'{{"election_id": "{HALF}", "member_number": "1", "code": "0"}}'),
    ],
)
def test_sign_in_with_half_a_character_is_refused_in_words(
    registrar: Registrar, path: str, form: str
) -> None:
    json = {"content-type": "application/json"}
    answer = registrar.http.post(f"/api/v1/{path}", content=form, headers=json)
    assert answer.status_code == 422
    said = "A text in the request has half a surrogate pair, which is no character to write with."
    assert answer.json()["detail"] == said


def test_sign_in_form_with_half_a_character_is_refused_in_words(registrar: Registrar) -> None:
    browser = FormBrowser(registrar)
    browser.get("/sign-in")
    kept = {"form_token": browser.token, "email": HALF, "password": WRONG}
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}' for k, v in kept.items()
    ]
    written = {"content-type": "multipart/form-data; boundary=x; charset=raw_unicode_escape"}
    body = "\r\n".join([*parts, "--x--\r\n"])
    answer = browser.http.post("/sign-in", content=body, headers=written)
    assert answer.status_code == 422
    assert "half a surrogate pair" in answer.text


def test_sign_in_page_says_to_wait_after_too_many_wrong_passwords(registrar: Registrar) -> None:
    sign_in_staff(registrar, STAFF)
    tried(registrar, SLOWED_AFTER, ago=-A_MOMENT)
    browser = FormBrowser(registrar)
    browser.get("/sign-in")
    answer = browser.post("/sign-in", {"email": STAFF, "password": "wrong"})
    assert answer.status_code == 429
    assert "wait a little" in answer.text
