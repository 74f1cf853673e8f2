from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.registrar import Registrar


def asked(registrar: Registrar, number: str, question: str, **more: str) -> Any:
    """What a member is told; 1001 and 1002 live in Multnomah, where 1002 is no steward."""
    answer = registrar.http.get(
        f"/api/v1/my/{question}", params=more, headers=registrar.member(number)
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_member_who_may_vote_is_told_so(registrar: Registrar) -> None:
    told = asked(registrar, "1001", "vote", contest="director-multnomah")
    assert (told["granted"], told["answers"]) == (True, [])
    assert asked(registrar, "1001", "vote")["granted"] is True


def test_why_may_i_not_vote_for_this(registrar: Registrar) -> None:
    told = asked(registrar, "1001", "vote", contest="director-lane")
    assert told["granted"] is False
    (answer,) = told["answers"]
    assert answer["in_words"] == (
        "The home address is in Multnomah County, District 1. Needed is a home in District 4. "
        "(Local 99 Bylaws Art. IV s.1) If your home address is wrong or has changed, ask the "
        f"committee to correct it. The last day for that is {RECORD_DATE}."
    )
    assert answer["until"] == "2028-02-28"


RECORD_DATE = "Monday, February 28, 2028"


def test_why_may_i_not_stand_for_this(registrar: Registrar) -> None:
    told = asked(registrar, "1001", "candidacy", contest="director-clackamas")
    assert [row["rule"] for row in told["answers"]] == ["H15"]
    assert "Needed is a home in Clackamas County" in told["answers"][0]["in_words"]


def test_last_day_that_is_past_is_told_as_past(registrar: Registrar) -> None:
    registrar.move_to(registrar.dates["nominations_close"] + timedelta(days=20))
    told = asked(registrar, "1001", "vote", contest="director-lane")
    assert f"The last day for that was {RECORD_DATE}" in told["answers"][0]["in_words"]


@pytest.mark.parametrize("question", ["vote", "candidacy"])
def test_last_day_is_not_past_before_it_ends_in_the_elections_zone(
    registrar: Registrar, question: str
) -> None:
    registrar.move_to(datetime(2028, 2, 29, 7, 30, tzinfo=UTC))  # 23:30 in Portland
    told = asked(registrar, "1001", question, contest="director-lane")
    (words,) = {each["in_words"] for each in told["answers"] if each["until"] == "2028-02-28"}
    assert "The last day for that is" in words


def test_contest_that_is_none_is_not_found(registrar: Registrar) -> None:
    for question in ("vote", "candidacy"):
        answer = registrar.http.get(
            f"/api/v1/my/{question}", params={"contest": "king"}, headers=registrar.member("1001")
        )
        assert answer.status_code == 404


@pytest.mark.parametrize("question", ["vote", "candidacy"])
def test_nobody_is_told_of_another(registrar: Registrar, question: str) -> None:
    answer = registrar.http.get(f"/api/v1/my/{question}", params={"contest": "president"})
    assert answer.status_code == 401
