from app.actions.sign_in import MOST_FAILED_SIGN_INS, make_code
from app.records.roll import member_by_number
from app.records.sign_in import Code
from app.settings import raw
from tests.databases import Databases
from tests.registrar import Registrar


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
    assert b"1001@example.org" in held  # the control: the search finds what is there
    assert code.encode() not in held
    assert code.replace("-", "").encode() not in held


def test_refused_sign_ins_do_not_tell_whether_a_member_exists(registrar: Registrar) -> None:
    wrong = {"election_id": registrar.election, "code": "0000-0000-0000-0000"}
    known = registrar.http.post("/api/v1/member-sessions", json={**wrong, "member_number": "1001"})
    unknown = registrar.http.post("/api/v1/member-sessions", json={**wrong, "member_number": "x"})
    assert known.status_code == unknown.status_code == 401
    assert known.content == unknown.content


def test_member_after_a_hundred_wrong_codes_is_stopped(registrar: Registrar) -> None:
    code = code_for(registrar, "1001")
    for _ in range(MOST_FAILED_SIGN_INS):
        assert sign_in(registrar, "1001", "0000-0000-0000-0000") == 401
    assert sign_in(registrar, "1001", code) == 401


def test_staff_with_a_wrong_password_is_not_signed_in(registrar: Registrar) -> None:
    form = {"email": "admin@example.org", "password": "wrong"}
    answer = registrar.http.post("/api/v1/staff-sessions", json=form)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_request_with_an_invented_session_is_refused(registrar: Registrar) -> None:
    answer = registrar.http.get("/api/v1/my/ballot", headers={"Authorization": "Bearer nobody"})
    assert answer.status_code == 401
