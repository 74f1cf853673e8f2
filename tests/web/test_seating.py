import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.election_day import ElectionDay
from tests.registrar import Registrar
from tests.web.browser import signed_in

BESIDES = "one position on the Homecare Council is allowed (Local 99 Bylaws Art. III s.8"


@pytest.fixture
def counted(registrar: Registrar, tmp_path: Path) -> Registrar:
    """Garza won President against Garcia, and is Director of Multnomah without a vote."""
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    day.vote("1001", {"president": (1, 2)})
    day.close().count()
    return registrar


def result(registrar: Registrar) -> Any:
    return registrar.http.get(registrar.at("count"), headers=registrar.chair).json()


def choose(registrar: Registrar, number: str, contest: str) -> Any:
    form = {"member_number": number, "contest": contest}
    return registrar.post("seat-choices", form, registrar.chair)


def seats(counted_result: Any) -> list[tuple[str, str, str]]:
    rows = [row for row in counted_result["seating"] if row["contest"] != "delegates"]
    return [(row["contest"], row["member"], row["how"]) for row in rows]


def test_winner_of_two_council_positions_keeps_the_statewide_one_by_default(
    counted: Registrar,
) -> None:
    found = result(counted)
    assert seats(found) == [
        ("president", "Garza, Ana", "elected"),
        ("general-council", "Garza, Ana", "ex officio"),
        ("bargaining-team", "Garza, Ana", "ex officio"),
        ("executive-committee", "Garza, Ana", "ex officio"),
    ]
    assert BESIDES in found["seating"][0]["because"]
    (vacancy,) = (row for row in found["vacancies"] if row["contest"] == "director-multnomah")
    assert vacancy["seats"] == 7
    assert "as no choice was made; nobody is left to follow" in vacancy["because"]


def test_winner_who_chooses_the_other_seat_frees_the_first_for_the_next(
    counted: Registrar,
) -> None:
    before = result(counted)
    answer = choose(counted, "1001", "director-multnomah")
    assert answer.status_code == 201
    found = result(counted)
    assert seats(found) == [
        ("president", "Garcia, Luis", "succession"),
        ("director-multnomah", "Garza, Ana", "declared"),
        ("general-council", "Garcia, Luis", "ex officio"),
        ("general-council", "Garza, Ana", "ex officio"),
        ("bargaining-team", "Garcia, Luis", "ex officio"),
        ("executive-committee", "Garcia, Luis", "ex officio"),
    ]
    assert "Garza, Ana leaves President, by choice" in found["seating"][0]["because"]
    assert found["contests"] == before["contests"]
    assert found["choices"] == [{"person": "p1", "contest": "director-multnomah"}]
    accepted = counted.post("count/acceptance", answer.json(), counted.chair)
    assert accepted.status_code == 200


def test_winner_may_choose_again_until_somebody_signs_the_count(counted: Registrar) -> None:
    choose(counted, "1001", "director-multnomah")
    again = choose(counted, "1001", "president").json()
    assert seats(result(counted))[0] == ("president", "Garza, Ana", "elected")
    assert counted.post("count/acceptance", again, counted.chair).status_code == 200
    late = choose(counted, "1001", "director-multnomah")
    assert late.status_code == 409
    assert late.json()["detail"] == "The count is being accepted; a winner chooses before that."


@pytest.mark.parametrize(
    ("number", "contest"),
    [("1002", "president"), ("1001", "vice-president"), ("1007", "president")],
    ids=["won nothing", "another contest", "no candidate"],
)
def test_choice_that_the_bylaws_do_not_leave_is_refused(
    counted: Registrar, number: str, contest: str
) -> None:
    before = result(counted)
    assert choose(counted, number, contest).status_code == 403
    assert result(counted) == before


def test_choice_before_the_count_is_out_of_turn(registrar: Registrar) -> None:
    assert choose(registrar, "1001", "president").status_code == 409


def test_people_of_the_result_are_known_by_no_member_number(counted: Registrar) -> None:
    told = json.dumps(result(counted))
    assert '"people": {"Garza, Ana": "p1"' in told
    assert not any(number in told for number in ("1001", "1002", "1004", "1005", "1008"))


def test_choice_is_entered_by_page_until_somebody_accepts_the_count(counted: Registrar) -> None:
    chair = signed_in(counted)
    count = f"/elections/{counted.election}/count"
    page = chair.get(count).text
    assert "<bdi>Garza, Ana</bdi> won 2 seats and keeps one" in page
    assert "As things stand it is President." in page
    kept = {"member_number": "1001", "contest": "director-multnomah"}
    assert chair.post(f"{count}/seat-choices", kept).status_code == 303
    assert "As things stand it is Director, Multnomah County." in chair.get(count).text
    assert seats(result(counted))[0] == ("president", "Garcia, Luis", "succession")
    refused = chair.post(f"{count}/seat-choices", kept | {"contest": "delegates"})
    assert refused.status_code == 403
    assert "no choice of this seat" in refused.text
    digest = re.findall(r'name="digest" value="(\w+)"', chair.get(count).text)[0]
    counted.post("count/acceptance", {"digest": digest}, counted.second)
    assert "keeps one" not in chair.get(count).text
    assert chair.post(f"{count}/seat-choices", kept).status_code == 409
