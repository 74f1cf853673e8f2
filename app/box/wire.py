import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import blake2b
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.box.ballot_box import Closed, NotOpenYet
from app.core.secrecy.encoding import Malformed, from_base64url
from app.errors import AlreadyDone, NotFound, OutOfTurn, Unavailable

_STATUS_OF: Mapping[type[Exception], int] = {
    Malformed: 400,
    NotOpenYet: 400,
    NotFound: 404,
    AlreadyDone: 409,
    Closed: 410,
    OutOfTurn: 409,
    Unavailable: 503,
}
_CANNOT_STORE = "the ballot box cannot store anything now; send the same again later"
MOST_WRONG = 100  # from one sender in a minute
_MINUTE = 60  # seconds
_WRONG = (400, 413)
_TOO_MANY = "too many requests from here were wrong; wait a minute"
_SENTENCES = {
    404: "the ballot box has nothing at this address",
    405: "this address takes another method, which the header Allow names",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def base64url_length(raw: int) -> int:
    """How many characters unpadded base64url takes for so many bytes."""
    return -(-raw * 4 // 3)


async def bytes_of(request: Request, longest: int) -> bytes:
    """The body; one longer than any right one is a 413 before the rest is read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            raise HTTPException(413, f"the body must be {longest} bytes at most")
    return bytes(body)


async def body_of(request: Request, longest: int) -> bytes:
    """The bytes that the body is in base64url."""
    try:
        text = (await bytes_of(request, longest)).decode("ascii")
    except UnicodeDecodeError as fault:
        raise Malformed("the body is not base64url without padding") from fault
    return from_base64url(text, "the body")


def exception_handlers() -> dict[Any, Any]:
    """Every refusal as a problem document (RFC 9457) of one sentence."""
    return {
        **dict.fromkeys(_STATUS_OF, _refuse),
        **dict.fromkeys((OSError, sqlite3.Error), _cannot_store),
        ClientDisconnect: _nobody_there,
        HTTPException: _refuse_http,
    }


def _problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    title = HTTPStatus(status).phrase
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def _refuse(_: Request, fault: Exception) -> Response:
    status = next(status for kind, status in _STATUS_OF.items() if isinstance(fault, kind))
    return _problem(status, str(fault))


def _cannot_store(_: Request, __: Exception) -> Response:
    return _problem(503, _CANNOT_STORE)


def _nobody_there(_: Request, __: Exception) -> Response:
    return Response(status_code=400)


def _refuse_http(_: Request, fault: HTTPException) -> Response:
    detail = _SENTENCES.get(fault.status_code, fault.detail)
    return _problem(fault.status_code, detail, fault.headers)


class FewWrongTries:
    """Middleware: whoever sends too much that is refused waits a minute, and nobody is kept.

    Tries are counted in buckets by a hash of the sender's address, under a key that lives in
    memory for the same minute; neither the address nor its hash is stored. A private address is
    that of a proxy, which stands for everybody and is left to limit them itself.
    """

    def __init__(self, app: ASGIApp, seconds: Callable[[], float]) -> None:
        self._app = app
        self._seconds = seconds
        self._minute = -1
        self._renew(0)

    def _renew(self, minute: int) -> None:
        if minute != self._minute:
            self._minute = minute
            self._key = secrets.token_bytes(16)
            self._wrong = Counter[int]()

    def _bucket(self, scope: Scope) -> int | None:
        """A number for the sender's address; None for one that stands for many."""
        try:
            address = ip_address((scope.get("client") or ("",))[0])
        except ValueError:
            return None
        if not address.is_global:
            return None
        hashed = blake2b(address.packed, key=self._key, digest_size=2)
        return int.from_bytes(hashed.digest(), "big")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; what only reads passes unhindered."""
        self._renew(int(self._seconds() // _MINUTE))
        posts = scope["type"] == "http" and scope["method"] == "POST"
        bucket, wrong = self._bucket(scope) if posts else None, self._wrong
        if bucket is None:
            await self._app(scope, receive, send)
            return
        if wrong[bucket] >= MOST_WRONG:
            refusal = _problem(429, _TOO_MANY, {"Retry-After": str(_MINUTE)})
            await refusal(scope, receive, send)
            return

        async def count(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in _WRONG:
                wrong[bucket] += 1
            await send(message)

        await self._app(scope, receive, count)


class PlainHeaders:
    """Middleware: the same few headers on every answer, whoever asks.

    A browser lets pages of `page_origin` alone read the answers; None is no page at all.
    """

    def __init__(self, app: ASGIApp, *, page_origin: str | None) -> None:
        self._app = app
        allowed = {"Access-Control-Allow-Origin": page_origin} if page_origin else {}
        self._headers = _HEADERS | allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; all but HTTP passes untouched."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
