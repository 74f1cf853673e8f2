from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.core.faults import BadInput

TEMPLATES = Path(__file__).parents[2] / "ballot_templates"
_letters = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    autoescape=False,
    keep_trailing_newline=True,
)


@dataclass(frozen=True, slots=True)
class LetterText:
    """The words of a letter: its subject and its body."""

    subject: str
    body: str


def write_letter(template: str, variables: Mapping[str, Any]) -> LetterText:
    """Fills a template of ballot_templates/; one that cannot be filled is refused, never sent."""
    try:
        text = _letters.get_template(f"{template}.txt").render(variables)
    except TemplateError as fault:
        raise BadInput(f"ballot_templates/{template}.txt cannot be filled: {fault}") from fault
    first, _, body = text.partition("\n")
    if not first.startswith("Subject: "):
        raise BadInput(f"ballot_templates/{template}.txt: the first line must be its subject")
    subject = " ".join(first.removeprefix("Subject: ").split())
    return LetterText(subject, body.strip() + "\n")
