import re
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

from app.core.faults import BadInput

UNFIT = re.compile("[\0\ud800-\udfff]")


async def check_text(request: Request) -> None:
    """BadInput for a text in address, query, form or JSON with U+0000 or half a character.

    No database keeps both as they came, and nobody can have meant to write them.
    """
    _check("the address", request.path_params.values())
    _check("the query", [text for pair in request.query_params.multi_items() for text in pair])
    if request.scope["route"].body_field is None:
        return  # nothing is read of the body but what the act reads itself, as bytes
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        for name, value in (await request.form()).multi_items():
            _check("a field's name", [name])
            _check(name, [value.filename if isinstance(value, UploadFile) else value])
    else:
        _check("the request", _texts_in(await _json_of(request)))


async def _json_of(request: Request) -> Any:
    try:
        return await request.json()
    except (ValueError, RecursionError):
        return None  # no JSON: whether it should be, the act that is asked for knows


def _texts_in(content: Any) -> Iterator[str]:
    waiting = [content]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as found:
                waiting += [*found, *found.values()]
            case list() as found:
                waiting += found


def _check(place: str, texts: Iterable[str | None]) -> None:
    for text in texts:
        if text and (found := UNFIT.search(text)):
            what = "U+0000" if found[0] == "\0" else "half a surrogate pair"
            raise BadInput(f"A text in {place} has {what}, which is no character to write with.")
