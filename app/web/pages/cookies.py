import hashlib
import hmac
import secrets
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import Response

from app.actions.sign_in import STAFF_SESSION
from app.errors import NotPermitted
from app.settings import Settings
from app.web.depends import InHouse

FIELD = "form_token"


def cookie_name(settings: Settings) -> str:
    """The cookie's name; on https one that a browser takes from this very host alone."""
    return "__Host-tellers" if _is_https(settings) else "tellers"


def set_cookie(answer: Response, settings: Settings, token: str) -> None:
    """Gives the browser a session's token, which no script can read."""
    answer.set_cookie(
        cookie_name(settings),
        token,
        max_age=int(STAFF_SESSION.total_seconds()),
        secure=_is_https(settings),
        httponly=True,
        samesite="lax",
    )


def drop_cookie(answer: Response, settings: Settings) -> None:
    """Has the browser forget the session."""
    answer.delete_cookie(
        cookie_name(settings), secure=_is_https(settings), httponly=True, samesite="lax"
    )


def _cookie(request: Request, house: InHouse) -> str:
    return request.cookies.get(cookie_name(house.settings), "")


Cookie = Annotated[str, Depends(_cookie)]


def new_token() -> str:
    """A token for who has not signed in, so that the sign-in form is protected too."""
    return secrets.token_urlsafe(32)


def form_token(cookie: str) -> str:
    """What every form of this session carries; another site can neither read nor guess it."""
    return hmac.new(cookie.encode(), b"tellers form", hashlib.sha256).hexdigest()


async def check_form(request: Request, cookie: Cookie, house: InHouse) -> None:
    """Refuses a post that does not come from a form of this session, shown by this service."""
    if request.method in ("GET", "HEAD"):
        return
    own = f"{urlsplit(house.settings.public_url).scheme}://{request.headers.get('host', '')}"
    if request.headers.get("origin") != own:
        raise NotPermitted("This form was sent from another site, so nothing was done.")
    sent = (await request.form()).get(FIELD)
    expected = form_token(cookie).encode()
    if not cookie or not isinstance(sent, str) or not _same(sent.encode(), expected):
        raise NotPermitted("This form is not of your session; open the page again and send anew.")


def _same(sent: bytes, expected: bytes) -> bool:
    return hmac.compare_digest(sent, expected)


def _is_https(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")
