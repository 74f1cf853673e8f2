"""SIGKILL of a registrar before each line of issuing and publishing; what is there afterwards."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete

from app.box_state import DistantBox
from app.core.secrecy.issue import issue_request
from app.core.secrecy.report import Verdict
from app.core.secrecy.tokens import SIGNATURE
from app.core.secrecy.verify import verify_bundle
from app.main import create_app
from app.records.audit import AuditRecord
from app.records.register import RegisterEntry
from tests.election_day import ElectionDay
from tests.killing import Act, is_killed
from tests.registrar import Registrar
from tests.web.test_commit import open_box

ISSUING = ("app/actions/issuing.py", "app/web/voting.py")
PUBLISHING = ("app/actions/auditing.py",)  # when all of an act is written and none committed
FEWEST_STEPS = 20
Ask = Callable[[Any], Any]  # by a client of the registrar, which gives the answer


@pytest.fixture
def voting(registrar: Registrar) -> Registrar:
    box = open_box(os.urandom(32), registrar.with_candidates())
    for officer in registrar.committee[:2]:
        assert registrar.post("voting", {}, officer).is_success
    http: Any = registrar.http
    http.app.state.house = replace(http.app.state.house, box=box)
    return registrar


def new_request() -> bytes:
    return issue_request({1: bytes(1) + os.urandom(SIGNATURE - 1)})


def test_registrar_killed_at_any_step_of_issuing_issues_one_ballot(voting: Registrar) -> None:
    """Marked by then or not, the same request gets the one ballot, and another gets none."""
    by, body = voting.member("1001"), new_request()
    http: Any = voting.http
    other = create_app(voting.settings)
    other.state.house = replace(other.state.house, box=http.app.state.house.box)
    other.state.house.database.close()  # each process connects by itself

    def ready() -> Act:
        asking = TestClient(other)
        return lambda: asking.post("/issue", content=body, headers=by)

    def marks() -> int:
        with voting.database.reading() as session:
            return session.query(RegisterEntry).count()

    found, answers = set[int](), set[bytes]()
    for step in count(1):
        killed = is_killed(step, ready, of=ISSUING)
        if found_now := marks():
            assert http.post("/issue", content=new_request(), headers=by).status_code == 409
        found.add(found_now)
        answers.add(http.post("/issue", content=body, headers=by).raise_for_status().content)
        assert marks() == 1
        if not killed:
            break
        with voting.database.writing() as session:
            session.execute(delete(RegisterEntry))
    assert step > FEWEST_STEPS
    assert (found, len(answers)) == ({0, 1}, 1)


def done_through_kills(day: ElectionDay, act: str, ask: Ask) -> int:
    """Asks for an act and kills the registrar before one line after the other, until it is done.

    Gives how many kills it took. Whatever a kill leaves of the act is nothing or all of it.
    """
    registrar = day.registrar
    other = create_app(registrar.settings)
    other.state.house = replace(other.state.house, box=DistantBox(day.box))
    other.state.house.database.close()  # each process connects by itself

    def ready() -> Act:
        http = TestClient(other, base_url=str(registrar.http.base_url))
        return lambda: ask(http).raise_for_status()

    def is_logged() -> bool:
        with registrar.database.reading() as session:
            return session.query(AuditRecord).where(AuditRecord.act == act).count() == 1

    for step in count(1):
        killed = is_killed(step, ready, of=PUBLISHING)
        if is_logged():
            assert ask(registrar.http).status_code == 409
            return step
        assert killed
    raise AssertionError


@pytest.mark.parametrize("kind", ["sqlite"])  # whose file is whole by what one process does
def test_registrar_killed_at_any_step_of_publishing_publishes_the_same_once(
    registrar: Registrar, tmp_path: Path
) -> None:
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    for number in ("1001", "1002"):
        day.vote(number, {"president": (1,)})
    registrar.move_to(registrar.dates["closes_cast"] + timedelta(minutes=1))
    day.box.get("/state").raise_for_status()  # it closes here and in none of the processes below
    chair, second = registrar.chair, registrar.second
    opened: list[bytes] = []

    def post(path: str, by: dict[str, str], form: Any = None) -> Ask:
        return lambda http: http.post(registrar.at(path), json=form or {}, headers=by)

    def upload(http: Any) -> Any:
        files = {"opened": ("opened.json", opened[0])}
        return http.post(registrar.at("opening"), files=files, headers=chair)

    kills = [done_through_kills(day, "board_received", post("board", chair))]
    opened.append(day.opened())
    kills.append(done_through_kills(day, "opening_received", upload))
    kills.append(done_through_kills(day, "ballots_counted", post("count", chair)))
    counted = registrar.http.get(registrar.at("count"), headers=chair).content
    digest = hashlib.sha256(counted).hexdigest()
    day.sign("count/acceptance", digest)
    certified = post("certification", second, {"digest": digest})
    assert post("certification", chair, {"digest": digest})(registrar.http).is_success
    kills.append(done_through_kills(day, "result_certified", certified))
    assert min(kills) > 1
    report = verify_bundle(registrar.http.get(registrar.at("bundle")).content)
    assert report.verdict is Verdict.VERIFIED, report.checks
