from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.headers import HEADERS
from app.web.refusals import problem

A_YEAR = "max-age=31536000"
THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


class Guard:
    """Answers to its own names alone, and tells browsers on every answer what they may not do.

    A header that a route sets itself is left as it is.
    """

    def __init__(self, app: ASGIApp, *, public_url: str) -> None:
        public = urlsplit(public_url)
        self._app = app
        self._names = THIS_MACHINE | {public.hostname}
        self._https = public.scheme == "https"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses one that was sent to another name."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._guard(MutableHeaders(scope=message), scope["path"])
            await send(message)

        known = _hostname(Headers(scope=scope).get("host", "")) in self._names
        answer = self._app if known else _other_name
        await answer(scope, receive, send_guarded)

    def _guard(self, headers: MutableHeaders, path: str) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("Cache-Control", "no-cache" if is_static(path) else "no-store")
        if self._https:
            headers.setdefault("Strict-Transport-Security", A_YEAR)


def is_static(path: str) -> bool:
    """Whether the answer is a file of the service, the same for everybody."""
    return path.startswith("/static/")


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


async def _other_name(scope: Scope, receive: Receive, send: Send) -> None:
    detail = "The request was sent to a name that this service does not have."
    await problem(421, "This is another service's name", detail)(scope, receive, send)
