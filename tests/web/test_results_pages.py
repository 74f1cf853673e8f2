import json
from pathlib import Path

import pytest

from app.core.counting import preset, tabulate
from app.documents.recognition import read_ballots
from tests.election_day import ElectionDay
from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in

VOTES = (("1001", (1, 2)), ("1002", (2, 1)), ("1004", (2,)), ("1008", (1,)), ("1009", ()))
ACTS = ("count/acceptance", "certification")


@pytest.fixture
def counted(registrar: Registrar, tmp_path: Path) -> tuple[ElectionDay, str]:
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    for number, ranked in VOTES:
        day.vote(number, {"president": ranked, "delegates": tuple(sorted(ranked))})
    return day, day.close().count()


def results(registrar: Registrar, rest: str = "") -> str:
    return f"/elections/{registrar.election}/results{rest}"


def test_result_is_shown_to_nobody_before_it_is_certified(
    registrar: Registrar, counted: tuple[ElectionDay, str]
) -> None:
    for rest in ("", "/president", "/president/rounds.csv"):
        assert registrar.http.get(results(registrar, rest)).status_code == 409
    page = signed_in(registrar).get(f"/elections/{registrar.election}/count/president")
    assert "Why did <bdi>Garcia, Luis</bdi> not win?" in page.text


def test_certified_contest_tells_anyone_why_the_others_lost(
    registrar: Registrar, counted: tuple[ElectionDay, str]
) -> None:
    day, digest = counted
    for act in ACTS:
        day.sign(act, digest)
    anyone = FormBrowser(registrar)
    page = anyone.get(results(registrar, "/president")).text
    assert "President: <bdi>Garza, Ana</bdi>" in page
    assert "Garcia, Luis ended with 2, as many as Garza, Ana; Garza, Ana and Garcia, Luis" in page
    assert "Garza before Garcia: 4th letter" in page
    assert "<dt>Blank: no choice at all</dt><dd>1</dd>" in page
    assert (
        "declared elected without a vote"
        in anyone.get(results(registrar, "/director-multnomah")).text
    )
    assert anyone.get(results(registrar, "/nowhere")).status_code == 404


def test_downloaded_ballots_come_to_the_certified_count(
    registrar: Registrar, counted: tuple[ElectionDay, str], tmp_path: Path
) -> None:
    day, digest = counted
    for act in ACTS:
        day.sign(act, digest)
    certified = registrar.http.get(registrar.at("results")).json()
    president = next(each for each in certified["contests"] if each["id"] == "president")
    for name in ("ballots.blt", "ballots.csv"):
        answer = registrar.http.get(results(registrar, f"/president/{name}"))
        (tmp_path / name).write_bytes(answer.content)
        ballots = read_ballots(tmp_path / name)
        order = [ballots.names.index(each) for each in president["lot_order"]]
        again = tabulate(ballots.profile, preset(president["rule"]), seats=1, lots=order)
        assert again.as_json(ballots.names)["rounds"] == president["rounds"]
    answer = registrar.http.get(results(registrar, "/president/count.json"))
    assert json.loads(answer.content)["rounds"] == president["rounds"]
    assert answer.headers["content-disposition"].endswith('"president-count.json"')
    summary = registrar.http.get(results(registrar, "/president/summary.json")).json()
    assert len(summary["results"]) == len(president["rounds"])
    assert summary["summary"]["numWinners"] == 1
    for rest in ("/president/nothing", "/director-multnomah/rounds.csv", "/president/config.json"):
        status = registrar.http.get(results(registrar, rest)).status_code
        assert status == (422 if "config" in rest else 404)
