from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from jinja2 import StrictUndefined

from app.core.results import read_rule
from app.documents.dates import day_in_words, in_words
from app.web import phrases
from app.web.citations import cited

templates = Jinja2Templates(Path(__file__).parent / "templates")
templates.env.undefined = StrictUndefined
templates.env.trim_blocks = templates.env.lstrip_blocks = True
templates.env.filters |= {
    "in_words": in_words,
    "day_in_words": day_in_words,
    "figure": phrases.figure,
    "counted": phrases.counted,
    "cited": cited,
    "trimmed": phrases.trimmed,
    "rule_text": lambda rule: read_rule(rule)[0].text,
}


def render(
    request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> HTMLResponse:
    """The page of a template; a name that the template wants and the context lacks is an error."""
    return templates.TemplateResponse(request, template, dict(context), status_code=status)
