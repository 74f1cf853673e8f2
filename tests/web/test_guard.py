import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.registrar import Registrar
from tests.web.browser import FormBrowser

PAGES = ["/sign-in", "/elections", "/static/tellers.css", "/api/v1/elections/none", "/nowhere"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_scripts_framing_and_guessing(registrar: Registrar, path: str) -> None:
    headers = registrar.http.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_answer_with_data_is_kept_in_no_cache(registrar: Registrar) -> None:
    assert registrar.http.get("/sign-in").headers["cache-control"] == "no-store"
    assert registrar.http.get(registrar.at()).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "a b"])
def test_request_to_another_name_is_refused(registrar: Registrar, host: str) -> None:
    answer = registrar.http.get("/sign-in", headers={"host": host})
    assert answer.status_code == 421
    assert "content-security-policy" in answer.headers


def test_request_to_the_public_name_is_answered(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://vote.example.org"})
    http = TestClient(create_app(public), base_url=public.public_url)
    answer = http.get("/sign-in")
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-tellers=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= {*cookie.split("; ")}
    assert "Domain" not in cookie


def test_error_is_a_page_for_browsers_and_a_problem_for_programs(registrar: Registrar) -> None:
    page = FormBrowser(registrar).get("/elections/none")
    assert page.headers["content-type"].startswith("text/html")
    problem = registrar.http.get("/nowhere")
    assert problem.headers["content-type"] == "application/problem+json"


def test_error_of_the_service_is_guarded_too(settings: Settings) -> None:
    app = create_app(settings)

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError

    http = TestClient(app, raise_server_exceptions=False)
    answer = http.get("/broken", headers={"accept": "text/html"})
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "ZeroDivisionError" not in answer.text
