import tomllib
from collections.abc import Iterator

import pytest

from app import profiles
from app.profiles.loading import HERE, whole_tree
from app.profiles.showing import Line, document, show
from app.profiles.words import LABELS, SECTIONS

NAMES = profiles.names()


def lines_of(name: str) -> Iterator[Line]:
    waiting = [line for _, part in document(name).parts for line in part]
    while waiting:
        line = waiting.pop(0)
        yield line
        waiting += line.lines


def cites_of(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if "cite" in node:
            yield node["cite"]
        for value in node.values():
            yield from cites_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from cites_of(value)


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_of_a_profile_is_shown_with_its_citation(name: str) -> None:
    shown = [line.cite for line in lines_of(name) if line.cite]
    assert sorted(shown) == sorted(cites_of(whole_tree(name)))


@pytest.mark.parametrize("name", NAMES)
def test_document_ends_with_what_the_cited_decisions_say(name: str) -> None:
    parts = [part for cite in cites_of(whole_tree(name)) for part in cite.split("; ")]
    cited = {part for part in parts if part.startswith("decision ")}
    decisions = document(name).decisions
    assert {f"decision {number}" for number in decisions} == cited
    assert all(title and sentence for title, sentence in decisions.values())


def test_seats_are_told_in_words() -> None:
    text = show("homecare_local_99")
    assert "- President (H9; Local 99 Bylaws Art. V; Art. VI s.1)\n  - Seats: 1\n" in text
    assert "    - Columbia or Clatsop: 2\n" in text
    assert "Seats: as many as are granted, less those of statewide, director" in text
    text = show("local_509")
    assert "Seats: by the number of members (region-board)" in text
    assert "Seats: 1 each, but central-west 2" in text
    assert "Seats: as many as the chapter's board lacks to 7" in text


def test_rows_of_a_chapter_name_it_in_full() -> None:
    full = "- Family Child Care Chapter (M21; Local 509 Constitution App. A s.15"
    assert full in show("local_509")


def test_every_word_of_the_document_belongs_to_a_field_of_a_profile() -> None:
    fields: set[str] = set()

    def walk(node: object) -> None:
        for key, value in node.items() if isinstance(node, dict) else ():
            fields.add(key)
            walk(value)
        for value in node if isinstance(node, list) else ():
            walk(value)

    for path in HERE.glob("*.toml"):
        walk(tomllib.loads(path.read_text("utf-8")))
    assert set(LABELS) | set(SECTIONS) <= fields
