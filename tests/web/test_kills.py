"""SIGKILL of a registrar before each line of issuing a ballot, and what the member meets then."""

import os
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete

from app.core.secrecy.issue import issue_request
from app.core.secrecy.tokens import SIGNATURE
from app.main import create_app
from app.records.register import RegisterEntry
from tests.killing import Act, is_killed
from tests.registrar import Registrar
from tests.web.test_commit import open_box

ISSUING = ("app/actions/issuing.py", "app/web/voting.py")
FEWEST_STEPS = 20


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
