"""A staff member's browser, as far as cookies and forms go, without a window."""

import re
from typing import Any

import httpx
from fastapi.testclient import TestClient

from app.main import create_app
from tests.registrar import Registrar

TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


class FormBrowser:
    """Cookies, the form token of the page shown last, and the Origin that browsers send."""

    def __init__(self, registrar: Registrar) -> None:
        url = registrar.settings.public_url
        self.http = TestClient(
            create_app(registrar.settings), base_url=url, headers={"accept": "text/html"}
        )
        self.http.headers["origin"] = url
        self.token = ""

    def get(self, path: str) -> httpx.Response:
        answer: httpx.Response = self.http.get(path)
        found = TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, form: dict[str, Any], **more: Any) -> httpx.Response:
        filled = {"form_token": self.token, **form}
        answer: httpx.Response = self.http.post(path, data=filled, follow_redirects=False, **more)
        return answer

    def sign_in(self, email: str, password: str, then: str = "") -> httpx.Response:
        self.get("/sign-in")
        answer = self.post("/sign-in", {"email": email, "password": password, "then": then})
        self.get("/elections")
        return answer


def signed_in(registrar: Registrar, role: str = "chair") -> FormBrowser:
    """The browser of somebody on the committee."""
    browser = FormBrowser(registrar)
    email = next(each for each in registrar.passwords if each.startswith(role))
    browser.sign_in(email, registrar.passwords[email])
    return browser
