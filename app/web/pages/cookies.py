import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import Response

from app.actions.sign_in import STAFF_SESSION
from app.errors import NotPermitted
from app.settings import Settings
from app.web.depends import InHouse

FIELD = "form_token"


@dataclass(frozen=True)
class SessionCookie:
    """Where a browser keeps one kind of session, and what the forms of that session carry.

    A committee member is a member of the local too: each sign-in has a cookie of its own.
    """

    name: str

    def named(self, settings: Settings) -> str:
        """The cookie's name; on https one that a browser takes from this very host alone."""
        return f"__Host-{self.name}" if _is_https(settings) else self.name

    def set(self, answer: Response, settings: Settings, token: str) -> None:
        """Gives the browser a session's token, which no script can read."""
        answer.set_cookie(
            self.named(settings),
            token,
            max_age=int(STAFF_SESSION.total_seconds()),
            secure=_is_https(settings),
            httponly=True,
            samesite="lax",
        )

    def offer(self, settings: Settings, token: str, form: Callable[[str], Response]) -> Response:
        """A form bound to the session's token; who has none yet is given one with the form."""
        bound = token or secrets.token_urlsafe(32)
        answer = form(bound)
        if not token:
            self.set(answer, settings, bound)
        return answer

    def drop(self, answer: Response, settings: Settings) -> None:
        """Has the browser forget the session."""
        answer.delete_cookie(
            self.named(settings), secure=_is_https(settings), httponly=True, samesite="lax"
        )

    def read(self, request: Request, house: InHouse) -> str:
        """The session's token, or ""."""
        return request.cookies.get(self.named(house.settings), "")

    async def check_form(self, request: Request, house: InHouse) -> None:
        """Refuses a post that does not come from a form of this session, shown by this service."""
        if request.method in ("GET", "HEAD"):
            return
        own = f"{urlsplit(house.settings.public_url).scheme}://{request.headers.get('host', '')}"
        if request.headers.get("origin") != own:
            raise NotPermitted("This form was sent from another site, so nothing was done.")
        sent = (await request.form()).get(FIELD)
        cookie = self.read(request, house)
        expected = form_token(cookie).encode()
        if not cookie or not isinstance(sent, str) or not _same(sent.encode(), expected):
            raise NotPermitted(
                "This form is not of your session; open the page again and send anew."
            )


STAFF = SessionCookie("tellers")
MEMBER = SessionCookie("tellers-member")
Cookie = Annotated[str, Depends(STAFF.read)]
MemberCookie = Annotated[str, Depends(MEMBER.read)]
check_form = STAFF.check_form


def form_token(cookie: str) -> str:
    """What every form of this session carries; another site can neither read nor guess it."""
    return hmac.new(cookie.encode(), b"tellers form", hashlib.sha256).hexdigest()


def _same(sent: bytes, expected: bytes) -> bool:
    return hmac.compare_digest(sent, expected)


def _is_https(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")
