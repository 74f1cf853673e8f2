"""A profile as a document to read: every value in words, with its clause."""

import functools
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from app.profiles.loading import Tree, whole_tree
from app.profiles.words import LABELS, SECTIONS

DECISIONS = Path(__file__).parent / "decisions"
CITED = re.compile(r"decision (\d{4})")
# What a row of a table is called by, the first that it has.
HEADS = ("title", "name", "says", "chapter", "groups", "field", "rest")
HIDDEN = frozenset({"cite", "rule", "id", "office", "group", "body"})


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a profile with the clause that it rests on, and what belongs to it."""

    text: str
    cite: str = ""
    rule: str = ""
    lines: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A profile in parts, each with a title; `decisions` are those that it cites, by number."""

    title: str
    source: str
    parts: tuple[tuple[str, tuple[Line, ...]], ...]
    decisions: Mapping[str, tuple[str, str]]


def document(name: str) -> Document:
    """The whole profile, in its own order, and what the decisions that it cites say."""
    whole = _with_chapters(deepcopy(whole_tree(name)))
    parts = tuple(
        (SECTIONS.get(key, _words(key)), tuple(_part(key, part)))
        for key, part in whole.items()
        if isinstance(part, dict | list)
    )
    numbers = sorted({number for _, lines in parts for number in _cited(lines)})
    decisions = {number: _decision(number) for number in numbers}
    return Document(str(whole.get("title", name)), str(whole.get("source", "")), parts, decisions)


def show(name: str) -> str:
    """The document as Markdown."""
    shown = document(name)
    lines = [f"# {shown.title}", "", *filter(None, [shown.source]), ""]
    for title, part in shown.parts:
        lines += [f"## {title}", "", *_indented(part, ""), ""]
    if shown.decisions:
        lines += ["## Decisions that it rests on", ""]
    for number, (title, sentence) in shown.decisions.items():
        lines += [f"- {number}, {title}: {sentence}"]
    return "\n".join(lines).rstrip() + "\n"


def _with_chapters(whole: Tree) -> Tree:
    """The profile with its chapters by their full names, wherever a row is of one."""
    tables = [part for part in whole.values() if isinstance(part, list)]
    rows = [row for part in tables for row in part if isinstance(row, dict)]
    titles = {
        short: named[0]
        for row in rows
        if row.get("field") == "chapter"
        for short, named in row.get("names", {}).items()
    }
    for row in rows:
        if row.get("chapter") in titles:
            row["chapter"] = titles[row["chapter"]]
    return whole


def _indented(lines: tuple[Line, ...], indent: str) -> Iterator[str]:
    for line in lines:
        cited = "; ".join(filter(None, [line.rule, line.cite]))
        yield f"{indent}- {line.text}{f' ({cited})' if cited else ''}"
        yield from _indented(line.lines, f"{indent}  ")


def _part(key: str, part: Tree | list[object]) -> Iterator[Line]:
    if isinstance(part, list):
        yield from (_row(row) for row in part if isinstance(row, dict))
    elif "value" in part:
        yield _clause(LABELS.get(key, ""), part)
    elif "cite" in part:
        yield _row(part)
    else:
        yield from (_entry(name, value) for name, value in part.items() if name not in HIDDEN)


def _row(row: Tree) -> Line:
    head = next((name for name in HEADS if name in row), "")
    if not head:
        return Line(plain(row))
    inner = [
        _seats(value) if name == "seats" else _entry(name, value)
        for name, value in row.items()
        if name not in HIDDEN and name != head and (head != "says" or name == "until")
    ]
    return Line(
        begun(plain(row[head])), str(row.get("cite", "")), str(row.get("rule", "")), tuple(inner)
    )


def _entry(name: str, value: object) -> Line:
    label = begun(words_of(name))
    if isinstance(value, dict) and "value" in value:
        return _clause(label, value)
    if isinstance(value, dict):
        return Line(label, lines=tuple(_entry(each, inner) for each, inner in value.items()))
    if isinstance(value, list) and any(isinstance(row, dict) for row in value):
        return Line(label, lines=tuple(_row(row) for row in value))
    return Line(label if value is True else f"{label}: {plain(value)}")


def _clause(label: str, clause: Tree) -> Line:
    value, cite, rule = clause["value"], str(clause.get("cite", "")), str(clause.get("rule", ""))
    if isinstance(value, list) and any(isinstance(row, dict) for row in value):
        return Line(label, cite, rule, tuple(_row(row) for row in value))
    said = plain(value)
    if label:
        said = label if value is True else f"{label}: {said}"
    return Line(begun(said), cite, rule)


def _seats(value: object) -> Line:
    """The number of seats in words, however the profile reckons it."""
    match value:
        case [*counties]:
            rows = (row for row in counties if isinstance(row, dict))
            by = tuple(Line(f"{' or '.join(row['counties'])}: {row['seats']}") for row in rows)
            return Line("Seats by county", lines=by)
        case {"granted_less": less}:
            return Line(f"Seats: as many as are granted, less those of {plain(less)}")
        case {"apportioned": by}:
            return Line(f"Seats: by the number of members ({_words(by)})")
        case {"fill_to": number}:
            return Line(f"Seats: as many as the chapter's board lacks to {number}")
        case {"each": each, "instead": instead}:
            return Line(f"Seats: {each} each, but {plain(instead)}")
        case _:
            return Line(f"Seats: {plain(value)}")


def plain(value: object) -> str:
    """A value of a profile as a sentence says it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(plain(row) for row in value)
    if isinstance(value, dict):
        return ", ".join(f"{_words(key)} {plain(row)}" for key, row in value.items())
    text = str(value)
    for name in ("place", "chapter"):
        text = text.replace(f"{{{name}}}", f"(the {name})")
    return text if " " in text else _words(text)


def begun(text: str) -> str:
    """A text that begins with a capital."""
    return f"{text[0].upper()}{text[1:]}"


def words_of(key: str) -> str:
    """What a table or a field of a profile is called."""
    return LABELS.get(key, SECTIONS.get(key, _words(key)))


def _words(key: str) -> str:
    return key.replace("_", " ")


def _cited(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        yield from CITED.findall(line.cite)
        yield from _cited(line.lines)


@functools.cache
def decision_numbers() -> frozenset[str]:
    """The numbers of all decision records."""
    return frozenset(path.name[:4] for path in DECISIONS.glob("*.md"))


def decision(number: str) -> tuple[str, tuple[str, ...]]:
    """A decision record's title and its paragraphs; what it settles stands between **."""
    (path,) = DECISIONS.glob(f"{number}-*.md")
    head, *paragraphs = path.read_text("utf-8").strip().split("\n\n")
    return head.partition(". ")[2], tuple(
        " ".join(each.replace("`", "").split()) for each in paragraphs
    )


def _decision(number: str) -> tuple[str, str]:
    """A decision's title and the sentence that settles it."""
    title, paragraphs = decision(number)
    settled = (re.search(r"\*\*(.+?)\*\*", each) for each in paragraphs)
    return title, next((each[1] for each in settled if each), "")
