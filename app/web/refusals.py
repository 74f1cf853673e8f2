from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
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
    Unavailable,
)

STATUS: Mapping[type[Exception], tuple[int, str]] = {
    BadInput: (422, "The input cannot be worked with"),
    Malformed: (422, "The input is not in its format"),
    NotFound: (404, "There is no such thing"),
    NotSignedIn: (401, "A sign-in is needed"),
    NotPermitted: (403, "This is not permitted"),
    OutOfTurn: (409, "This is not its turn"),
    AlreadyDone: (409, "This is already done"),
    Unavailable: (503, "A part of the service does not answer"),
}


def problem(status: int, title: str, detail: str, **more: object) -> JSONResponse:
    """A problem document (RFC 9457)."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(content, status, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Words every error that a person can cause as a problem document, in this one place."""
    for error in STATUS:
        app.add_exception_handler(error, _refuse)
    app.add_exception_handler(TellersError, _refuse)
    app.add_exception_handler(RequestValidationError, _refuse_form)
    app.add_exception_handler(HTTPException, _refuse_http)
    app.add_exception_handler(500, _own_fault)


def _refuse(_: Request, error: Exception) -> JSONResponse:
    status, title = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    rows = getattr(error, "rows", None)
    if rows is None:
        return problem(status, title, str(error))
    return problem(status, title, str(error), rows=[row.as_json() for row in rows])


def _own_fault(_: Request, __: Exception) -> JSONResponse:
    detail = "Something failed here, and nothing was stored; the service's log has the particulars."
    return problem(500, "An error of the service", detail)


def _refuse_form(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (registered for this one)
    faults = [
        f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
        for fault in error.errors()
    ]
    return problem(422, "The request is not in its form", "; ".join(faults) + ".")


def _refuse_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 (registered for this one)
    return problem(error.status_code, str(error.detail), str(error.detail) + ".")
