from tests.chapters import Chapters
from tests.web.browser import signed_in

MOVED = {
    "contest": "dta-president",
    "member_number": "2003",
    "mover": "2001",
    "seconder": "2002",
}


def test_motion_in_order_is_entered_by_page_and_makes_a_nomination(chapters: Chapters) -> None:
    chair = signed_in(chapters)
    at = f"/elections/{chapters.election}/nominations"
    form = chair.get(at).text
    assert "Moved by, member number" in form
    assert 'name="nominated_by"' not in form
    answer = chair.post(at, MOVED)
    assert answer.status_code == 303
    page = chair.get(answer.headers["location"]).text
    assert "<bdi>Ann Costa</bdi> may stand" in page
    assert "seconded by Ann Bennett" in page


def test_motion_out_of_order_is_kept_and_its_ruling_shown(chapters: Chapters) -> None:
    chair = signed_in(chapters)
    at = f"/elections/{chapters.election}/nominations"
    answer = chair.post(at, MOVED | {"seconder": ""})
    assert answer.status_code == 200
    assert "The motion is not in order" in answer.text
    assert "Nobody has seconded the nomination." in answer.text
    assert "Local 509 Constitution Art. V s.3" in answer.text
    motions = chapters.http.get(chapters.at("motions"), headers=chapters.chair).json()
    assert [each["granted"] for each in motions] == [False]


def test_motion_without_a_mover_comes_back_with_its_field(chapters: Chapters) -> None:
    chair = signed_in(chapters)
    at = f"/elections/{chapters.election}/nominations"
    for wrong, says in (
        ({"mover": " "}, "Give the mover&#39;s member number."),
        ({"member_number": ""}, "Give the nominee&#39;s member number."),
        ({"mover": "9999"}, "9999"),
    ):
        answer = chair.post(at, MOVED | wrong)
        assert answer.status_code in (404, 422)
        assert says in answer.text
    assert chapters.http.get(chapters.at("motions"), headers=chapters.chair).json() == []
