"""A member's browser, as far as cookies and forms go, without a window."""

from typing import Any

import httpx

from tests.registrar import Registrar
from tests.web.browser import FormBrowser


class MemberBrowser(FormBrowser):
    """A member at the pages of one election."""

    def __init__(self, registrar: Registrar) -> None:
        super().__init__(registrar)
        self.at = f"/my/{registrar.election}"

    def enter(self, number: str, code: str, then: str = "") -> httpx.Response:
        """Signs in with a mailed code."""
        self.get(f"{self.at}/sign-in")
        answer = self.post(f"{self.at}/sign-in", {"number": number, "code": code, "then": then})
        self.mine()
        return answer

    def mine(self, page: str = "") -> httpx.Response:
        """One of the member's own pages."""
        return self.get(self.at + page)

    def send(self, page: str, **form: Any) -> httpx.Response:
        """Sends one of the member's own forms."""
        return self.post(self.at + page, form)


def member_at(registrar: Registrar, number: str) -> MemberBrowser:
    """The browser of a member who has signed in."""
    browser = MemberBrowser(registrar)
    assert browser.enter(number, registrar.code_of(number)).status_code == 303
    return browser
