import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from app.box.ballot_box import BallotBox
from app.box.wire import (
    FewWrongTries,
    PlainHeaders,
    base64url_length,
    body_of,
    bytes_of,
    exception_handlers,
)
from app.core.secrecy.answers import STATUS_REQUEST, BoxState, Spent
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.entries import entry_length

_PAUSE = 1.0  # seconds between two looks at the clock, which in a rehearsal may be moved

_LONGEST_AMENDMENTS = 1 << 16
_LONGEST_PAPER = 1 << 26


def create_box_app(
    box: BallotBox,
    *,
    page_origin: str | None = None,
    seconds: Callable[[], float] = time.monotonic,
) -> Starlette:
    """The ballot box over HTTP: no cookie, no sign-in, no time told but /state's own.

    `page_origin` is where the ballot page is served, "https://vote.example.org"; `seconds` tells
    when a minute is over for those who sent too much that is wrong.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        timer = asyncio.create_task(keep_time(box))
        yield
        timer.cancel()
        with suppress(asyncio.CancelledError):
            await timer
        box.let_go()

    return Starlette(
        routes=[*_taking(box), *_telling(box)],
        middleware=[
            Middleware(PlainHeaders, page_origin=page_origin),
            Middleware(FewWrongTries, seconds=seconds),
        ],
        exception_handlers=exception_handlers(),
        lifespan=lifespan,
    )


def _taking(box: BallotBox) -> list[Route]:
    """What may be posted: an entry, the question whether one is spent, amendments and paper."""
    longest_entry = base64url_length(entry_length(box.manifest.pad_len))
    longest_request = base64url_length(STATUS_REQUEST)

    async def cast(request: Request) -> Response:
        answer = await run_in_threadpool(box.cast, await body_of(request, longest_entry))
        if isinstance(answer, Spent):
            return JSONResponse(answer.as_json(), 409)
        return PlainTextResponse(to_base64url(answer))

    async def status(request: Request) -> Response:
        raw = await body_of(request, longest_request)
        return PlainTextResponse(to_base64url(await run_in_threadpool(box.status, raw)))

    async def amend(request: Request) -> Response:
        raw = await bytes_of(request, _LONGEST_AMENDMENTS)
        return PlainTextResponse(await run_in_threadpool(box.amend, raw))

    one_at_a_time = asyncio.Lock()

    async def paper(request: Request) -> Response:
        # Asked before so much is read: until the close, votes alone take the box's time.
        await run_in_threadpool(box.require_board)
        async with one_at_a_time:
            raw = await bytes_of(request, _LONGEST_PAPER)
            return PlainTextResponse(await run_in_threadpool(box.add_paper, raw))

    acts = {"/cast": cast, "/status": status, "/amendments": amend, "/paper": paper}
    return [Route(path, act, methods=["POST"]) for path, act in acts.items()]


def _telling(box: BallotBox) -> list[Route]:
    """What anybody may read: the box's state, and what it publishes."""
    manifest = box.manifest.canonical()

    def state(_: Request) -> Response:
        return JSONResponse(box.state().as_json())

    def board(request: Request) -> Response:
        file = box.board()
        answer = FileResponse(file, stat_result=file.stat(), media_type="application/octet-stream")
        del answer.headers["last-modified"], answer.headers["etag"]  # both tell a time
        if "if-range" in request.headers:  # with no validator given out, none matches: all is sent
            request.scope["headers"] = [
                each for each in request.scope["headers"] if each[0] not in (b"range", b"if-range")
            ]
        return answer

    def leaves(_: Request) -> Response:
        return Response(box.leaves(), media_type="application/octet-stream")

    def checkpoints(_: Request) -> Response:
        return PlainTextResponse(box.checkpoints())

    def frozen_manifest(_: Request) -> Response:
        return Response(manifest, media_type="application/json")

    def amendments(_: Request) -> Response:
        return PlainTextResponse(box.amendments())

    return [
        Route("/state", state),
        Route("/board", board),
        Route("/leaves", leaves),
        Route("/checkpoints", checkpoints),
        Route("/manifest", frozen_manifest),
        Route("/amendments", amendments),
    ]


async def keep_time(box: BallotBox) -> None:
    """Opens and closes the box when it is time, also when nobody asks; a full disk is retried."""
    state = BoxState.NOT_OPEN
    while state is not BoxState.CLOSED:
        with suppress(OSError, sqlite3.Error):
            state, _ = await run_in_threadpool(box.advance)
        await asyncio.sleep(_PAUSE)
