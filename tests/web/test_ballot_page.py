from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from app.actions.mailing import CODE, write_mail
from app.client import ballot_page, client_sha256
from app.core.secrecy.encoding import in_groups
from app.core.secrecy.manifest import Manifest
from app.records.ballots import frozen_ballot
from app.records.jobs import Job
from app.records.roll import member_by_number
from tests.registrar import Registrar


def page_of(registrar: Registrar) -> Any:
    return registrar.http.get(f"/vote/{registrar.election}", headers={"accept": "text/html"})


def test_page_is_the_same_bytes_for_every_election_under_its_own_policy(
    registrar: Registrar,
) -> None:
    answer = page_of(registrar)
    assert answer.content == ballot_page()
    policy = answer.headers["content-security-policy"].split("; ")
    assert policy == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self' http://127.0.0.1:8001",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


def test_page_of_no_election_is_not_found(registrar: Registrar) -> None:
    assert registrar.http.get("/vote/none").status_code == 404


def test_manifest_names_the_digest_of_the_page(registrar: Registrar) -> None:
    registrar.with_candidates().freeze()
    manifest = Manifest.parse(registrar.http.get(registrar.at("manifest")).content)
    assert manifest.client_sha256 == client_sha256()
    assert page_of(registrar).content == ballot_page()


def test_page_that_the_ballot_was_not_frozen_with_is_refused(registrar: Registrar) -> None:
    registrar.with_candidates().freeze()
    with registrar.database.writing() as session:
        ballot = frozen_ballot(session, registrar.election)
        assert ballot is not None
        other = replace(Manifest.parse(ballot.manifest), client_sha256=bytes(32))
        ballot.manifest = other.canonical()
    answer = page_of(registrar)
    assert answer.status_code == 409
    assert "not the one that the ballot was frozen with" in answer.text
    assert b"vote.js" not in answer.content


@pytest.mark.parametrize("name", ["vote.js", "vote.css"])
def test_file_of_the_page_is_asked_for_anew_each_time(registrar: Registrar, name: str) -> None:
    answer = registrar.http.get(f"/static/vote/{name}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


def test_member_is_told_where_the_ballot_box_is(registrar: Registrar) -> None:
    registrar.with_candidates().freeze()
    mine = registrar.http.get("/api/v1/my/ballot", headers=registrar.member("1001")).json()
    assert mine["box"] == "http://127.0.0.1:8001"


def mailed_to(registrar: Registrar, number: str) -> str:
    with registrar.database.writing() as session:
        member = member_by_number(session, registrar.election, number)
        assert member is not None
        job = Job(id="letter", kind=CODE, member_id=member.id, facts={}, done=False)
        return write_mail(session, job, registrar.settings).text


def test_mailed_link_signs_in_and_carries_its_secrets_where_no_server_sees_them(
    registrar: Registrar,
) -> None:
    digest = registrar.with_candidates().freeze()
    mail = mailed_to(registrar, "1001")
    link = urlsplit(next(word for word in mail.split() if "#" in word))
    assert link.path == f"/vote/{registrar.election}"
    assert not link.query
    carried = dict(parse_qsl(link.fragment))
    assert carried.keys() == {"member", "code", "manifest"}
    assert carried["manifest"] == digest
    assert in_groups(bytes.fromhex(digest)) in mail
    form = {"election_id": registrar.election, "member_number": carried["member"]}
    answer = registrar.http.post("/api/v1/member-sessions", json=form | {"code": carried["code"]})
    assert answer.status_code == 201


def test_mail_before_the_freeze_names_no_fingerprint(registrar: Registrar) -> None:
    mail = mailed_to(registrar, "1001")
    assert "fingerprint" not in mail
    assert "manifest" not in mail
