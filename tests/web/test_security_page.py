"""What is promised and what is not, in words that a sixth-grader reads."""

import re

import pytest

from app.web.security import bounds
from tests.registrar import Registrar

TAG = re.compile(r"<[^>]+>")
# PROTOCOL's list of what remains, by the words that the page has for it.
REMAINS = {
    "live traffic": "watches the traffic",
    "issuer keys": "could cast ballots for members who got one and did not use it",
    "t trustees": "they can open ballots early",
    "modified client": "a changed voting program could keep a proof",
    "device and code lost": "then lose both, you cannot vote",
    "hostile JavaScript": "put bad code on our service",
    "someone at your shoulder": "stands behind you",
    "e-mail as a factor": "E-mail is the weak link",
    "computational blindness": "Mathematics may grow old",
    "paper": "Two clerks see what stands on a paper ballot",
    "a second roll": "Two rolls could show both steps of one ballot",
    "small groups": "If all members of a small group vote the same way",
}


@pytest.fixture
def text(registrar: Registrar) -> str:
    answer = registrar.http.get("/security")
    assert answer.status_code == 200
    main = answer.text.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(TAG.sub(" ", re.sub(r"</(?:li|p|h\d|td|th)>", ". ", main)).split())


@pytest.mark.parametrize("words", REMAINS.values(), ids=REMAINS.keys())
def test_what_remains_is_said(text: str, words: str) -> None:
    assert words in text


def test_words_are_of_the_sixth_grade(text: str) -> None:
    """Flesch and Kincaid's grade, its syllables counted by groups of vowels."""
    sentences = [each for each in re.split(r"[.!?:]+\s", text) if each.strip()]
    words = re.findall(r"[a-zA-Z’-]+", text)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words
    )
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    assert grade < 7


def test_bounds_are_never_smaller_than_the_chance() -> None:
    assert bounds() == [(5, 4), (10, 17), (20, 310), (50, 1_700_000)]
    assert all(1 / once >= (3 / 4) ** changed for changed, once in bounds())


@pytest.mark.parametrize("path", ["/sign-in", "/security", "/nowhere", "/elections/1/results"])
def test_every_page_leads_there_from_its_foot(registrar: Registrar, path: str) -> None:
    page = registrar.http.get(path, headers={"Accept": "text/html"}).text
    assert '<a href="/security">' in page.split("</main>", 1)[1]
