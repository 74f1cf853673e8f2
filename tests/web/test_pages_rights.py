import re
from typing import Any

import pytest

from app.core.roles import Right, Role, has_right
from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in

AT = "/elections/{election_id}"
ADMINISTRATOR = "administrator"  # no right of a role: an account has it
# Every page of an election with the right that it takes; None is for everybody.
RIGHTS: dict[tuple[str, str], Right | str | None] = {
    ("GET", AT): Right.OBSERVE,
    ("GET", f"{AT}/set-up"): Right.OBSERVE,
    ("POST", f"{AT}/set-up/appointments"): ADMINISTRATOR,
    ("POST", f"{AT}/set-up/appointments/end"): ADMINISTRATOR,
    ("GET", f"{AT}/set-up/dates"): Right.OBSERVE,
    ("POST", f"{AT}/set-up/dates"): Right.SET_UP,
    ("GET", f"{AT}/roll"): Right.IMPORT_ROLL,
    ("POST", f"{AT}/roll"): Right.IMPORT_ROLL,
    ("POST", f"{AT}/roll/columns"): Right.IMPORT_ROLL,
    ("POST", f"{AT}/roll/import"): Right.IMPORT_ROLL,
    ("GET", f"{AT}/members"): Right.SEE_ROLL,
    ("GET", f"{AT}/members/{{member_id}}"): Right.SEE_ROLL,
    ("POST", f"{AT}/members/{{member_id}}/district"): Right.ASSIGN_DISTRICT,
    ("GET", f"{AT}/choices"): Right.SEE_ROLL,
    ("POST", f"{AT}/choices"): Right.RULE,
    ("GET", f"{AT}/waivers"): Right.SEE_ROLL,
    ("POST", f"{AT}/waivers"): Right.RULE,
    ("GET", f"{AT}/exclusions"): Right.SEE_ROLL,
    ("POST", f"{AT}/nominations/{{nomination_id}}/statement"): Right.ENTER_NOMINATION,
    ("GET", f"{AT}/nominations"): Right.SEE_ROLL,
    ("POST", f"{AT}/nominations"): Right.ENTER_NOMINATION,
    ("GET", f"{AT}/nominations/{{nomination_id}}"): Right.SEE_ROLL,
    ("POST", f"{AT}/nominations/{{nomination_id}}/ruling"): Right.RULE,
    ("POST", f"{AT}/nominations/{{nomination_id}}/bar"): Right.RULE,
    ("POST", f"{AT}/nominations/{{nomination_id}}/bar-lifted"): Right.RULE,
    ("GET", f"{AT}/forums"): Right.SEND_NOTICES,
    ("POST", f"{AT}/forums"): Right.SEND_NOTICES,
    ("GET", f"{AT}/questions"): Right.OBSERVE,
    ("POST", f"{AT}/questions"): Right.RULE,
    ("GET", f"{AT}/questions/{{name}}"): Right.RULE,
    ("POST", f"{AT}/questions/{{name}}"): Right.RULE,
    ("POST", f"{AT}/questions/{{name}}/withdrawal"): Right.RULE,
    ("POST", f"{AT}/questions/{{name}}/approval"): Right.RULE,
    ("POST", f"{AT}/attendance"): Right.RULE,
    ("GET", f"{AT}/petitions"): Right.SEE_ROLL,
    ("POST", f"{AT}/petitions"): Right.RULE,
    ("GET", f"{AT}/petitions/{{petition_id}}"): Right.SEE_ROLL,
    ("POST", f"{AT}/petitions/{{petition_id}}/signers"): Right.RULE,
    ("POST", f"{AT}/petitions/{{petition_id}}/signers/{{line}}"): Right.RULE,
    ("POST", f"{AT}/petitions/{{petition_id}}/decision"): Right.RULE,
    ("GET", f"{AT}/contests"): Right.OBSERVE,
    ("GET", f"{AT}/contests/{{contest_id}}"): Right.OBSERVE,
    ("POST", f"{AT}/contests/{{contest_id}}"): Right.RULE,
    ("GET", f"{AT}/settings"): Right.OBSERVE,
    ("GET", f"{AT}/settings/{{path}}"): Right.OBSERVE,
    ("POST", f"{AT}/settings/{{path}}"): Right.RULE,
    ("GET", f"{AT}/seat-decisions"): Right.OBSERVE,
    ("POST", f"{AT}/seat-decisions"): Right.RULE,
    ("GET", f"{AT}/alphabet"): Right.OBSERVE,
    ("POST", f"{AT}/alphabet"): Right.RULE,
    ("POST", f"{AT}/drawn-lot"): Right.RULE,
    ("GET", f"{AT}/ballot"): Right.OBSERVE,
    ("POST", f"{AT}/ballot"): Right.PREPARE_BALLOT,
    ("POST", f"{AT}/ballot/approval"): Right.APPROVE_BALLOT,
    ("POST", f"{AT}/ballot/countersignature"): Right.COUNTERSIGN_BALLOT,
    ("GET", f"{AT}/signing-key"): Right.COUNTERSIGN_BALLOT,
    ("POST", f"{AT}/signing-key"): Right.COUNTERSIGN_BALLOT,
    ("POST", f"{AT}/signing-key/withdrawal"): Right.COUNTERSIGN_BALLOT,
    ("GET", f"{AT}/notices"): Right.SEND_NOTICES,
    ("POST", f"{AT}/notices/mailings"): Right.SEND_NOTICES,
    ("GET", f"{AT}/notices/letters"): Right.SEND_NOTICES,
    ("POST", f"{AT}/notices/letters"): Right.SEND_NOTICES,
    ("GET", f"{AT}/notices/letters/notice"): Right.SEND_NOTICES,
    ("POST", f"{AT}/notices/letters/addresses"): Right.SEND_NOTICES,
    ("POST", f"{AT}/notices/override"): Right.OPEN_VOTING,
    ("GET", f"{AT}/voting"): Right.OBSERVE,
    ("POST", f"{AT}/voting"): Right.OPEN_VOTING,
    ("POST", f"{AT}/voting/codes"): Right.SEND_NOTICES,
    ("POST", f"{AT}/voting/rehearsals"): Right.OPEN_VOTING,
    ("GET", f"{AT}/amendments"): Right.OBSERVE,
    ("POST", f"{AT}/amendments"): Right.CLOSE_VOTING,
    ("GET", f"{AT}/amendments/proposal.json"): Right.OBSERVE,
    ("POST", f"{AT}/amendments/signatures"): Right.CLOSE_VOTING,
    ("POST", f"{AT}/amendments/withdrawal"): Right.CLOSE_VOTING,
    ("GET", f"{AT}/paper-batches"): Right.OBSERVE,
    ("POST", f"{AT}/paper-batches"): Right.ACCEPT_OPENING,
    ("GET", f"{AT}/witnesses"): Right.OBSERVE,
    ("POST", f"{AT}/witnesses"): Right.COUNTERSIGN_BALLOT,
    ("POST", f"{AT}/witnesses/withdrawal"): Right.COUNTERSIGN_BALLOT,
    ("POST", f"{AT}/witnesses/cosignatures"): Right.OBSERVE,
    ("GET", f"{AT}/opening"): Right.OBSERVE,
    ("POST", f"{AT}/opening"): Right.ACCEPT_OPENING,
    ("POST", f"{AT}/opening/board"): Right.ACCEPT_OPENING,
    ("GET", f"{AT}/count"): Right.COUNT,
    ("POST", f"{AT}/count"): Right.COUNT,
    ("POST", f"{AT}/count/acceptance"): Right.ACCEPT_OPENING,
    ("GET", f"{AT}/count/{{contest_id}}"): Right.COUNT,
    ("GET", f"{AT}/certificate"): Right.CERTIFY,
    ("POST", f"{AT}/certificate"): Right.CERTIFY,
    ("GET", f"{AT}/officers"): Right.OBSERVE,
    ("POST", f"{AT}/officers/vacancies"): Right.RULE,
    ("GET", f"{AT}/officers/elections"): Right.RULE,
    ("POST", f"{AT}/officers/elections/run-off"): Right.RULE,
    ("POST", f"{AT}/officers/elections/vacancies"): Right.RULE,
    ("POST", f"{AT}/officers/fillings"): Right.RULE,
    ("POST", f"{AT}/officers/requests-back"): Right.RULE,
    ("GET", f"{AT}/log"): Right.SEE_RECORDS,
    ("POST", f"{AT}/count/seat-choices"): Right.COUNT,
    ("GET", f"{AT}/results"): None,
    ("GET", f"{AT}/results/{{contest_id}}"): None,
    ("GET", f"{AT}/results/{{contest_id}}/{{name}}"): None,
}
PLACES = {
    "nomination_id": "1",
    "contest_id": "president",
    "path": "ties.eliminations",
    "member_id": "1",
    "name": "rounds.csv",
    "petition_id": "1",
    "line": "2",
}


def pages(registrar: Registrar, at: str = AT) -> set[tuple[str, str]]:
    """Every route below a path, as method and path."""
    http: Any = registrar.http
    found: set[tuple[str, str]] = set()
    waiting = list(http.app.routes)
    while waiting:
        route = waiting.pop()
        waiting += getattr(getattr(route, "original_router", None), "routes", [])
        if getattr(route, "path", "").startswith(at):
            found |= {(method, route.path) for method in route.methods - {"HEAD"}}
    return found


def ask(registrar: Registrar, browser: FormBrowser, method: str, path: str) -> int:
    names = {"election_id": registrar.election, **PLACES}
    address = re.sub(r"\{(\w+)\}", lambda place: names[place[1]], path)
    if method == "GET":
        return int(browser.http.get(address, follow_redirects=False).status_code)
    return browser.post(address, {}).status_code


def test_every_page_of_an_election_has_its_right(registrar: Registrar) -> None:
    assert pages(registrar) == RIGHTS.keys()


def test_page_without_a_sign_in_is_refused(registrar: Registrar) -> None:
    browser = FormBrowser(registrar)
    browser.get("/sign-in")
    answers = {page: ask(registrar, browser, *page) for page, right in RIGHTS.items() if right}
    assert {page for page, status in answers.items() if status not in (303, 401)} == set()
    assert all(status == 401 for (method, _), status in answers.items() if method == "POST")


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.STAFF, Role.COMMITTEE, Role.CHAIR])
def test_page_is_refused_to_just_the_roles_without_its_right(
    registrar: Registrar, role: Role
) -> None:
    registrar.nominate("1001", "president")
    if role is Role.OBSERVER or role is Role.STAFF:
        registrar.appoint("1004", role.value)
    browser = signed_in(registrar, role.value)
    refused = {page for page in RIGHTS if ask(registrar, browser, *page) == 403}
    assert refused == {
        page
        for page, right in RIGHTS.items()
        if right and not (isinstance(right, Right) and has_right(role, right))
    }


def test_page_of_another_election_is_refused_to_its_strangers(registrar: Registrar) -> None:
    first = registrar.election
    browser = signed_in(registrar)
    registrar.create()
    assert first != registrar.election
    assert browser.get(f"/elections/{registrar.election}").status_code == 403
    assert browser.get(f"/elections/{first}").status_code == 200
    assert registrar.election not in browser.get("/elections").text
