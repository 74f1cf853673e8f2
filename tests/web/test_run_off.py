"""A tie that goes to a run-off: the seat stays open, and the verifier holds the count to it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.secrecy.archive import read_archive, write_archive
from app.core.secrecy.bundle import DIGESTS, sign_files
from app.core.secrecy.encoding import canonical
from app.core.secrecy.report import Verdict
from app.settings import raw
from tests.chapters import Chapters
from tests.client.verifying import verified_alike
from tests.election_day import ElectionDay
from tests.web.browser import FormBrowser

STAND = {"treasurer": ("2002", "2003"), "recording-secretary": ("2013",)}
BENNETT, COSTA = "Bennett, Ann", "Costa, Ann"


def stand(chapters: Chapters) -> None:
    for contest, numbers in STAND.items():
        for number in numbers:
            moved = chapters.move(number, contest).json()
            assert chapters.answer(number, moved["id"]).json()["accepted"] is True
    chapters.after_the_deadline()


@pytest.fixture
def tied(chapters: Chapters, tmp_path: Path) -> ElectionDay:
    """Bennett and Costa are equal for Treasurer, and ties go to a run-off; certified by two."""
    assert chapters.adopt("ties.method", "run-off").status_code == 200
    stand(chapters)
    day = ElectionDay(chapters, tmp_path / "box").open()
    day.vote("2001", {"treasurer": (1,)})
    day.vote("2002", {"treasurer": (2,)})
    digest = day.close().count()
    for act in ("count/acceptance", "certification"):
        day.sign(act, digest)
    return day


def refused_by(bundle: bytes) -> set[str]:
    checks = verified_alike(bundle).checks
    return {each.name for each in checks if each.verdict == Verdict.REFUSED}


def test_seat_of_the_tied_stays_open_and_the_rest_is_certified(
    chapters: Chapters, tied: ElectionDay
) -> None:
    bundle = chapters.http.get(chapters.at("bundle")).content
    result = json.loads(read_archive(bundle)["results.json"])
    treasurer = next(each for each in result["contests"] if each["id"] == "treasurer")
    assert (treasurer["rule"], treasurer["elected"]) == ("plurality-run-off", [])
    assert treasurer["awaiting"]["needs"] == f"a run-off between {BENNETT}, {COSTA}"
    (vacancy,) = (row for row in result["vacancies"] if row["contest"] == "treasurer")
    assert vacancy["because"] == f"{BENNETT} and {COSTA} are equal; a run-off decides."
    seated = {row["contest"]: row["member"] for row in result["seating"]}
    assert seated["recording-secretary"] == "Moore, Ann"
    assert "treasurer" not in seated
    assert refused_by(bundle) == set()
    shown = f"/elections/{chapters.election}/results"
    anyone = FormBrowser(chapters)
    assert "a run-off is needed between" in anyone.get(shown).text
    page = anyone.get(f"{shown}/treasurer").text
    assert "a run-off is needed. 1 seat stays open until it is certified." in page


def by_lot(contest: Any) -> None:
    """What a count would say that drew a lot for Bennett."""
    del contest["awaiting"]
    contest["elected"] = contest["rounds"][0]["elected"] = [BENNETT]
    contest["alternates"] = [COSTA]
    tie = {"round": 1, "kind": "election", "tied": [BENNETT, COSTA], "settled_by": "lots"}
    contest["ties"] = [tie | {"chosen": BENNETT}]


def by_another_rule(contest: Any) -> None:
    by_lot(contest)
    contest["rule"] = contest["counting_rule"]["rule"] = "plurality"


@pytest.mark.parametrize(
    ("lie", "stops"), [(by_lot, {"recount", "tie rulings"}), (by_another_rule, {"recount"})]
)
def test_bundle_in_which_the_tie_is_settled_otherwise_is_refused(
    chapters: Chapters, tied: ElectionDay, lie: Callable[[Any], None], stops: set[str]
) -> None:
    files = dict(read_archive(chapters.http.get(chapters.at("bundle")).content))
    result = json.loads(files["results.json"])
    lie(next(each for each in result["contests"] if each["id"] == "treasurer"))
    files["results.json"] = canonical(result)
    del files[DIGESTS]
    signed = sign_files(tied.manifest, files, raw(chapters.settings.signing_key))
    assert refused_by(write_archive({**files, DIGESTS: signed})) >= stops


def test_run_off_where_places_are_kept_still_wants_a_lot(chapters: Chapters) -> None:
    assert chapters.adopt("ties.method", "run-off").status_code == 200
    found = chapters.http.get(chapters.at()).json()["contests"]
    rules = {each["id"]: each["counting_rule"]["rule"] for each in found}
    assert rules["treasurer"] == "plurality-run-off"
    assert rules["rehabilitation-board-disability-determination"] == "plurality-guaranteed"
    put = chapters.http.put(
        chapters.at("contests/treasurer/counting-rule"),
        json={"rule": {"rule": "plurality", "parameters": {}}},
        headers=chapters.chair,
    )
    assert put.status_code == 422
    assert put.json()["detail"].startswith("Ties are settled by run-off; plurality leaves none")
