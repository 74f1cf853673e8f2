from datetime import timedelta
from typing import Any

from tests.chapters import Chapters
from tests.web.browser import FormBrowser, signed_in
from tests.web.test_floor import jobs

PLACE = "Union hall, 33 Harrison Avenue, Boston"


def with_two_candidates(chapters: Chapters) -> FormBrowser:
    for number in ("2003", "2002"):
        mover = "2001" if number == "2002" else "2002"
        seconder = "2003" if number == "2002" else "2001"
        moved = chapters.move(number, "treasurer", mover=mover, seconder=seconder).json()
        assert chapters.answer(number, moved["id"]).json()["accepted"] is True
    return signed_in(chapters)


def form(chapters: Chapters, **changes: Any) -> dict[str, Any]:
    held_at = (chapters.dates["acceptance_deadline"] + timedelta(days=5)).strftime("%Y-%m-%dT18:30")
    return {"contest": "treasurer", "held_at": held_at, "place": PLACE} | changes


def test_every_candidate_of_a_contest_is_invited_in_the_same_words(chapters: Chapters) -> None:
    chair = with_two_candidates(chapters)
    chapters.after_the_deadline()
    at = f"/elections/{chapters.election}/forums"
    assert "Local 509 Constitution Art. V s.4" in chair.get(at).text
    assert chair.post(at, form(chapters)).status_code == 303
    page = chair.get(at).text
    assert PLACE in page
    assert "2 by e-mail" in page
    first, second = jobs(chapters, "forum")
    assert first == second
    assert first["place"] == PLACE
    assert "6:30" in first["held_at"]
    assert "2002" in chair.get(f"/elections/{chapters.election}/log").text


def test_forum_before_nominees_have_answered_is_refused_and_tells_nobody(
    chapters: Chapters,
) -> None:
    chair = with_two_candidates(chapters)
    at = f"/elections/{chapters.election}/forums"
    assert "so that nobody who stands is left out" in chair.get(at).text
    assert chair.post(at, form(chapters)).status_code == 409
    assert jobs(chapters, "forum") == []


def test_forum_with_a_hole_comes_back_with_its_sentence(chapters: Chapters) -> None:
    chair = with_two_candidates(chapters)
    chapters.after_the_deadline()
    at = f"/elections/{chapters.election}/forums"
    chair.get(at)
    for wrong, says in (
        ({"held_at": "soon"}, "Give the day and time of the forum."),
        ({"held_at": "2028-01-01T18:00"}, "A forum is held after today"),
        ({"held_at": "2031-01-01T18:00"}, "before voting closes"),
        ({"place": " "}, "Say where the forum is held."),
        ({"contest": "president"}, "President has 0 of the 2 candidates of a forum."),
        ({"contest": "nobody"}, "This election has no contest nobody."),
    ):
        answer = chair.post(at, form(chapters, **wrong))
        assert answer.status_code in (404, 422)
        assert says in answer.text
    assert jobs(chapters, "forum") == []


def test_candidate_who_stands_again_is_invited_to_the_forums_to_come(chapters: Chapters) -> None:
    chair = with_two_candidates(chapters)
    third = chapters.move("2011", "treasurer", mover="2001", seconder="2002").json()["id"]
    chapters.answer("2011", third)
    chapters.after_the_deadline()
    path, reason = chapters.at("bars/2003"), {"reason": "a finding"}
    assert chapters.http.put(path, json=reason, headers=chapters.chair).status_code == 204
    at = f"/elections/{chapters.election}/forums"
    chair.get(at)
    assert chair.post(at, form(chapters)).status_code == 303
    assert len(jobs(chapters, "forum")) == 2
    assert chapters.http.delete(path, headers=chapters.chair).status_code == 204
    assert len(jobs(chapters, "forum")) == 3
    assert "3 by e-mail" in chair.get(at).text
