from datetime import date

import pytest

from app.core.roll import StandingPeriod, Status
from app.web.standing_shown import WIDTH, stretches_of
from tests.registrar import Registrar
from tests.web.browser import signed_in

ON = date(2028, 1, 17)


def page_of(registrar: Registrar, number: str, contest: str) -> str:
    nomination = registrar.nominate(number, contest).json()["id"]
    at = f"/elections/{registrar.election}/nominations/{nomination}"
    return str(signed_in(registrar).get(at).text)


def test_refused_nomination_says_it_first_then_why_then_what_can_be_done(
    registrar: Registrar,
) -> None:
    page = page_of(registrar, "1006", "president")
    places = [
        page.index(words)
        for words in (
            "<bdi>Wei Chen</bdi> may not stand",
            "1 rule stands in the way",
            "On 2028-01-15 the member was lapsed.",
            "Lapsed from Wednesday, January 1, 2020",
            "the member tells the committee by",
            "Dues that an employer held back do not count against a member.",
        )
    ]
    assert places == sorted(places)


def test_granted_nomination_says_what_is_next_and_shows_no_picture(registrar: Registrar) -> None:
    page = page_of(registrar, "1001", "president")
    assert "<bdi>Ana Garza</bdi> may stand" in page
    assert "The nominee accepts or declines by" in page
    assert "svg class" not in page


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2020, 1, 1), None, (0, WIDTH)),
        (date(2020, 1, 1), ON, (0, WIDTH)),
        (ON, None, (998, 2)),
        (date(2028, 1, 18), None, None),
        (date(2020, 1, 1), date(2026, 1, 16), None),
        (date(2026, 1, 17), date(2026, 1, 17), (0, 1)),
    ],
)
def test_stretch_lies_within_the_two_years_shown(
    start: date, end: date | None, expected: tuple[int, int] | None
) -> None:
    period = StandingPeriod(start, end, Status.GOOD)
    found = [(each.x, each.width) for each in stretches_of([period], ["good"], ON)]
    assert found == ([expected] if expected else [])
