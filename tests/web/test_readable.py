import pytest

from app.web.body_sizes import MOST_TYPED
from tests.registrar import Registrar
from tests.web.browser import signed_in

NUL = "Ada\x00Root"
JSON = {"content-type": "application/json"}
SAID = "has U+0000, which is no character to write with."


def test_text_with_u0000_in_json_is_refused_in_words(registrar: Registrar) -> None:
    form = {"member_number": "1001", "words": NUL}
    answer = registrar.post("challenges", form, registrar.chair)
    assert answer.status_code == 422
    assert answer.json()["detail"] == f"A text in the request {SAID}"


def test_name_with_u0000_deep_in_json_is_refused(registrar: Registrar) -> None:
    form = {"rule": {"name": [{NUL: 1}]}, "ranking_limit": None}
    path = registrar.at("contests/president/counting-rule")
    answer = registrar.http.put(path, json=form, headers=registrar.chair)
    assert answer.status_code == 422
    assert SAID in answer.json()["detail"]


@pytest.mark.parametrize("path", ["elections/a%00b", "elections/%00/manifest"])
def test_address_with_u0000_is_refused(registrar: Registrar, path: str) -> None:
    answer = registrar.http.get(f"/api/v1/{path}")
    assert answer.status_code == 422
    assert answer.json()["detail"] == f"A text in the address {SAID}"


@pytest.mark.parametrize("query", ["then=%00", "%00=x"])
def test_query_with_u0000_is_refused(registrar: Registrar, query: str) -> None:
    answer = registrar.http.get(f"/sign-in?{query}")
    assert answer.status_code == 422
    assert SAID in answer.text


def test_static_file_with_u0000_is_none(registrar: Registrar) -> None:
    assert registrar.http.get("/static/%00").status_code == 404


@pytest.mark.parametrize("files", [{}, {"roll": ("roll.csv", b"")}])
def test_form_with_u0000_is_refused_on_its_page(
    registrar: Registrar, files: dict[str, tuple[str, bytes]]
) -> None:
    browser = signed_in(registrar)
    page = f"/elections/{registrar.election}/nominations"
    browser.get(page)
    answer = browser.post(page, {"member_number": NUL}, files=files)
    assert answer.status_code == 422
    assert f"A text in member_number {SAID}" in answer.text


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"email": ' + b"9" * 5000 + b"}", b"\xff\xfe"])
def test_json_that_cannot_be_read_is_refused(registrar: Registrar, body: bytes) -> None:
    answer = registrar.http.post("/api/v1/staff-sessions", content=body, headers=JSON)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", ""])
def test_body_longer_than_people_type_is_refused_before_it_is_read(
    registrar: Registrar, kind: str
) -> None:
    headers = {"content-type": kind} if kind else {}
    for path in ("/api/v1/staff-sessions", "/issue", "/sign-in"):
        answer = registrar.http.post(path, content=b" " * (MOST_TYPED + 1), headers=headers)
        assert answer.status_code == 413
        short = registrar.http.post(path, content=b" " * MOST_TYPED, headers=headers)
        assert short.status_code < 500


def test_body_is_counted_as_it_comes_whatever_length_it_claims(registrar: Registrar) -> None:
    answer = registrar.http.post(
        "/api/v1/staff-sessions", content=(b" " * 2**16 for _ in range(20)), headers=JSON
    )
    assert answer.status_code == 413
