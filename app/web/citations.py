import re

from markupsafe import Markup, escape

from app.profiles.showing import CITED, decision_numbers

LONGEST_LINE = 60  # of a citation that is never broken


def cited(cite: str) -> Markup:
    """A citation as part of a sentence; a decision in it leads to the record's text."""
    rule = ' class="rule"' if len(cite) <= LONGEST_LINE else ""
    linked = CITED.sub(_linked, str(escape(cite)))
    return Markup(f"<cite{rule}>{linked}</cite>")  # noqa: S704 (escaped before the links)


def _linked(found: re.Match[str]) -> str:
    if found[1] not in decision_numbers():
        return found[0]
    return f'<a href="/bylaws/decisions/{found[1]}">{found[0]}</a>'
