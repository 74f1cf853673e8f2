import pytest

from tests.registrar import Registrar

ACTS = [
    ("post", "appointments"),
    ("post", "roll"),
    ("put", "contests/president/counting-rule"),
    ("put", "alphabet"),
    ("put", "contests/president/drawn-lot"),
    ("post", "nominations"),
    ("get", "nominations"),
    ("get", "motions"),
    ("post", "nominations/1/ruling"),
    ("put", "bars/1001"),
    ("delete", "bars/1001"),
    ("post", "choices"),
    ("post", "waivers"),
    ("put", "settings"),
    ("put", "seat-decisions"),
    ("post", "officer-keys"),
    ("post", "witnesses"),
    ("post", "cosignatures"),
    ("post", "amendments"),
    ("post", "ballot"),
    ("get", "ballot"),
    ("post", "ballot/approval"),
    ("post", "ballot/countersignature"),
    ("post", "codes"),
    ("post", "mailings"),
    ("post", "notice-override"),
    ("post", "rehearsals"),
    ("post", "voting"),
    ("post", "paper"),
    ("post", "challenges"),
    ("post", "challenges/disposition"),
    ("post", "paper-batches"),
    ("post", "board"),
    ("post", "opening"),
    ("post", "count"),
    ("get", "count"),
    ("post", "seat-choices"),
    ("post", "count/acceptance"),
    ("post", "certification"),
    ("get", "issued"),
    ("get", "offices.csv"),
    ("get", "officers"),
    ("post", "vacancies"),
    ("post", "vacancies/filling"),
    ("post", "vacancies/request-back"),
    ("post", "vacancy-elections"),
    ("post", "run-offs"),
    ("post", "questions"),
    ("put", "questions/strike"),
    ("delete", "questions/strike"),
    ("post", "questions/strike/approval"),
    ("get", "attendance"),
    ("put", "attendance"),
    ("post", "petitions"),
    ("get", "petitions"),
    ("get", "petitions/7"),
    ("post", "petitions/7/signers"),
    ("put", "petitions/7/signers/9"),
    ("post", "petitions/7/decision"),
]
PLACES = {
    "7": "{petition_id}",
    "9": "{line}",
    "strike": "{name}",
    "president": "{contest_id}",
    "1": "{nomination_id}",
    "1001": "{member_number}",
}
PUBLIC = {"", "manifest", "results", "bundle", "candidates"}


@pytest.mark.parametrize(("method", "path"), ACTS)
def test_act_without_a_sign_in_is_refused(registrar: Registrar, method: str, path: str) -> None:
    answer = registrar.http.request(method, registrar.at(path))
    assert answer.status_code == 401


@pytest.mark.parametrize(("method", "path"), ACTS)
def test_act_of_a_signed_in_member_is_refused(registrar: Registrar, method: str, path: str) -> None:
    answer = registrar.http.request(
        method, registrar.at(path), headers=registrar.member("1001"), json={}
    )
    assert answer.status_code == 401


def test_every_route_of_an_election_is_public_or_listed_here(registrar: Registrar) -> None:
    listed = PUBLIC | {
        "/".join(PLACES.get(step, step) for step in path.split("/")) for _, path in ACTS
    }
    prefix = "/api/v1/elections/{election_id}"
    routes = {
        path.removeprefix(prefix).lstrip("/")
        for path in registrar.http.app.openapi()["paths"]  # type: ignore[attr-defined] # FastAPI's
        if path.startswith(prefix)
    }
    assert routes == listed


def test_ballot_approved_by_another_than_the_chair_is_refused(registrar: Registrar) -> None:
    answer = registrar.post("ballot/approval", {"digest": "00"}, registrar.second)
    assert answer.status_code == 403


def test_administrator_without_an_appointment_cannot_certify(registrar: Registrar) -> None:
    answer = registrar.post("certification", {"digest": "00"}, registrar.admin)
    assert answer.status_code == 403
