import os
from pathlib import Path

import pytest

from app.actions.rehearsing import check_rehearsed
from app.core.secrecy.dealing import PublicKeys
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.rehearsing import Rehearsal, rehearse
from app.core.secrecy.shares import deal, opening_keys
from app.records.elections import Election
from tests.election_day import ElectionDay
from tests.registrar import Registrar, made_up_keys


def report_of(t: int, n: int, secret: bytes = b"", election_id: bytes = bytes(16)) -> bytes:
    secret = secret or os.urandom(32)
    keys = opening_keys(secret, election_id)
    public = PublicKeys(election_id, keys.a_public, keys.b_public, t, n)
    shares = deal(secret, election_id, t, n, os.urandom(32 * (t - 1)))
    return rehearse(public, shares[n - t :], os.urandom).canonical()


def send(registrar: Registrar, raw: bytes) -> tuple[int, str]:
    files = {"report": ("rehearsal.json", raw)}
    answer = registrar.http.post(registrar.at("rehearsals"), files=files, headers=registrar.chair)
    return answer.status_code, answer.text


def make_it_an_election(registrar: Registrar) -> None:
    """No made-up clock serves an election, so the purpose is changed behind the service's back."""
    with registrar.database.writing() as session:
        session.get_one(Election, registrar.election).purpose = "election"


def test_election_opens_after_a_rehearsal_with_its_numbers_and_keys_of_its_own(
    registrar: Registrar, tmp_path: Path
) -> None:
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box")
    make_it_an_election(registrar)
    for other in (None, report_of(2, 3)):
        if other is not None:
            assert send(registrar, other)[0] == 201
        refused = registrar.post("voting", {}, registrar.chair)
        assert refused.status_code == 409
        assert "opened with 3 of 5 shares and dropped 2" in refused.json()["detail"]
    assert send(registrar, report_of(3, 5)) == (201, '{"used":3,"dropped":2}')
    assert registrar.post("voting", {}, registrar.chair).status_code == 200
    with registrar.database.reading() as session:
        election = session.get_one(Election, registrar.election)
        check_rehearsed(session, election, day.manifest)


def test_rehearsal_with_the_elections_own_keys_is_none(
    registrar: Registrar, tmp_path: Path
) -> None:
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box")
    own = report_of(3, 5, day._secret, bytes.fromhex(registrar.election))
    assert send(registrar, own)[0] == 409


@pytest.mark.parametrize("taken", ["A", "B"])
def test_ballot_with_a_key_that_served_a_rehearsal_is_not_frozen(
    registrar: Registrar, taken: str
) -> None:
    report = report_of(3, 5)
    assert send(registrar, report)[0] == 201
    keys = made_up_keys(registrar.election)
    served = keys | {taken: to_base64url(getattr(Rehearsal.parse(report).public, taken))}
    digest = registrar.with_candidates().prepare(served).json()["digest"]
    registrar.post("ballot/approval", {"digest": digest}, registrar.chair)
    answer = registrar.post("ballot/countersignature", {"digest": digest}, registrar.second)
    assert (answer.status_code, "served a rehearsal" in answer.text) == (409, True)


def test_rehearsal_is_noted_once_and_a_report_that_is_none_never(registrar: Registrar) -> None:
    report = report_of(3, 5)
    assert send(registrar, report)[0] == 201
    assert send(registrar, report)[0] == 409
    assert send(registrar, b"{}")[0] == 422
    assert send(registrar, report.replace(b'"dropped":[1,2]', b'"dropped":[2,1]'))[0] == 422


def test_rehearsal_of_an_election_opens_without_one(registrar: Registrar, tmp_path: Path) -> None:
    ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
