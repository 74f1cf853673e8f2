from collections.abc import Mapping
from dataclasses import asdict
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.core.faults import BadInput
from app.core.secrecy.encoding import Malformed
from app.errors import (
    AlreadyDone,
    NotFound,
    NotPermitted,
    NotSignedIn,
    OutOfTurn,
    TellersError,
    TooSoon,
    Unavailable,
)
from app.web.headers import HEADERS
from app.web.render import render

STATUS: Mapping[type[Exception], tuple[int, str]] = {
    BadInput: (422, "The input cannot be worked with"),
    Malformed: (422, "The input is not in its format"),
    NotFound: (404, "There is no such thing"),
    NotSignedIn: (401, "A sign-in is needed"),
    NotPermitted: (403, "This is not permitted"),
    OutOfTurn: (409, "This is not its turn"),
    AlreadyDone: (409, "This is already done"),
    TooSoon: (429, "Too many wrong tries"),
    Unavailable: (503, "A part of the service does not answer"),
}


def problem(status: int, title: str, detail: str, **more: object) -> JSONResponse:
    """A problem document (RFC 9457)."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(content, status, media_type="application/problem+json")


def status_of(error: Exception) -> int:
    """The HTTP status of an error that a person can cause."""
    return _worded(error)[0]


def install(app: FastAPI) -> None:
    """Words every error that a person can cause, in this one place.

    Browsers get a page, everything else a problem document.
    """
    for error in STATUS:
        app.add_exception_handler(error, _refuse)
    app.add_exception_handler(TellersError, _refuse)
    app.add_exception_handler(RequestValidationError, _refuse_form)
    app.add_exception_handler(HTTPException, _refuse_http)
    app.add_exception_handler(500, _own_fault)


def _worded(error: Exception) -> tuple[int, str]:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def _refuse(request: Request, error: Exception) -> Response:
    status, title = _worded(error)
    if isinstance(error, NotSignedIn) and request.method == "GET" and _is_browser(request):
        home = getattr(request.state, "home", "")
        return RedirectResponse(f"{home}/sign-in?then={quote(request.url.path)}", 303)
    rows = getattr(error, "rows", ())
    more = {"rows": [asdict(row) for row in rows]} if rows else {}
    return _answer(request, status, title, str(error), **more)


def _own_fault(request: Request, _: Exception) -> Response:
    detail = "Something failed here, and nothing was stored; the service's log has the particulars."
    answer = _answer(request, 500, "An error of the service", detail)
    answer.headers.update(HEADERS)  # made outside of the guard, which could not add them
    return answer


def _refuse_form(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (registered for this one)
    faults = [
        f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
        for fault in error.errors()
    ]
    return _answer(request, 422, "The request is not in its form", "; ".join(faults) + ".")


def _refuse_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (registered for this one)
    return _answer(request, error.status_code, str(error.detail), f"{error.detail}.")


def _answer(request: Request, status: int, title: str, detail: str, **more: object) -> Response:
    if not _is_browser(request):
        return problem(status, title, detail, **more)
    home = getattr(request.state, "home", "")
    shown = {"heading": title, "detail": detail, "home": home}
    return render(request, "refusals/refusal.html", shown, status)


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
