"""Every operation of the API and every page and form, asked what no form would send: no 5xx.

`scripts/fuzz` asks for longer, and not the same each time.
"""

import json
import os
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case
from schemathesis.core.result import Ok

from app.main import ROUTES
from app.web.pages.cookies import FIELD, MEMBER, STAFF, form_token
from tests.databases import KINDS
from tests.registrar import Registrar

Operation = APIOperation[Any, Any, Any, Any]
EXAMPLES = int(os.environ.get("TELLERS_FUZZ_EXAMPLES", "0"))  # 0: a few, the same each time
FEW = 4
KNOWN = {
    "contest_id": "president",
    "contest": "president",
    "member_number": "1001",
    "nominee": "1001",
    "nomination_id": "1",
    "profile": "homecare_local_99",
    "purpose": "rehearsal",
    "zone": "America/Los_Angeles",
}
SPOILED = [
    "\0",
    "",
    " ",
    "9" * 5000,
    "-1",
    "1e999",
    "٣",
    "=1+1",
    "2028-02-30",
    "9999-12-31",
    "9999-12-31T23:59",
    "0001-01-01T00:00:00+14:00",
    "\u202e\U0001f5f3",
    "x" * 70_000,
]
HALF = "half a character"  # which JSON can write and Python cannot encode
SPOILED_JSON: list[Any] = [*SPOILED, HALF, None, True, -1, 10**30, 1.5, [], {}, [[]] * 9, {"": {}}]


class Asking:
    """Officers and a member who ask the registrar, each as a program and as a browser."""

    def __init__(self, registrar: Registrar) -> None:
        self.registrar = registrar
        self.member = registrar.member("1001")
        self.known = {**KNOWN, "election_id": registrar.election}

    def ask(self, case: Case[Operation], officer: dict[str, str]) -> int:
        """Sends a case; a fault of the registrar's own is raised, with what was sent."""
        mine = "/my/" in case.path or case.path == "/issue"
        by = self.member if mine else officer
        token = by["Authorization"].removeprefix("Bearer ")
        case.headers.pop("authorization", None)
        sent = case.as_transport_kwargs(base_url=self.registrar.settings.public_url)
        body: dict[str, Any] = {}
        if "json" in sent:
            body = {"content": json.dumps(sent["json"]).replace(HALF, "\\ud800")}
        elif isinstance(sent.get("data"), bytes):
            body = {"content": sent["data"]}
        elif case.method != "GET" and "/api/" not in case.path:
            body = {"data": {**(sent.get("data") or {}), FIELD: form_token(token)}}
        note(f"{case.method} {sent['url']} {body}")
        origin = self.registrar.settings.public_url
        cookie = f"{(MEMBER if mine else STAFF).name}={token}"
        headers = {**sent["headers"], "Origin": origin, "Cookie": cookie, **by}
        http = self.registrar.http
        http.cookies.clear()
        answer = http.request(
            sent["method"], sent["url"], params=sent["params"], headers=headers, **body
        )
        # The ballot box is away all the while.
        assert answer.status_code < 500 or "box" in answer.text, answer.text
        return int(answer.status_code)


@st.composite
def requests(draw: st.DrawFn, operation: Operation, known: dict[str, str]) -> Case[Operation]:
    """A request of the operation's form, of which a part is known, and a part spoiled."""
    case: Case[Operation] = draw(operation.as_strategy())
    for name in {*case.path_parameters} & {*known}:
        if draw(st.integers(0, 4)):
            case.path_parameters[name] = known[name]
    if isinstance(case.body, dict):
        spoiled = SPOILED_JSON if case.media_type == "application/json" else SPOILED
        for name in case.body:
            match draw(st.integers(0, 3)):
                case 0 if name in known:
                    case.body[name] = known[name]
                case 1:
                    case.body[name] = draw(st.sampled_from(spoiled))
    return case


def operations() -> list[Operation]:
    """Every operation, those that end a session last; forms with all of their fields."""
    with pytest.MonkeyPatch.context() as patch:
        for router in ROUTES:
            for route in (router, *router.routes):
                patch.setattr(route, "include_in_schema", True)
        routed = FastAPI()
        for router in ROUTES:
            routed.include_router(router)
        document = get_openapi(title="Tellers", version="1", routes=routed.routes)
    for schema in document["components"]["schemas"].values():
        if "properties" in schema:
            schema |= {"additionalProperties": False, "required": [*schema["properties"]]}
    found = schemathesis.openapi.from_dict(document).get_all_operations()
    read = [each.ok() for each in found if isinstance(each, Ok)]
    return sorted(read, key=lambda each: each.path.endswith("sign-out"))


def codes_of(asking: Asking, operation: Operation) -> set[int]:
    """The status codes that an operation answers with."""
    codes = set()
    officers = st.sampled_from([asking.registrar.chair, asking.registrar.admin])

    @settings(
        max_examples=EXAMPLES or FEW,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=requests(operation, asking.known), officer=officers)
    def ask(case: Case[Operation], officer: dict[str, str]) -> None:
        codes.add(asking.ask(case, officer))

    ask()
    return codes


def ask_everything(registrar: Registrar) -> dict[str, set[int]]:
    """The status codes by operation."""
    asking = Asking(registrar)
    return {operation.label: codes_of(asking, operation) for operation in operations()}


# One kind of database each; the longer campaign asks both, both times.
@pytest.mark.parametrize("kind", KINDS if EXAMPLES else ["postgresql"], indirect=True)
def test_no_operation_fails_in_the_days_of_nominations(registrar: Registrar) -> None:
    answered = ask_everything(registrar)
    assert {200, 403, 404, 409, 422} <= set().union(*answered.values())


@pytest.mark.parametrize("kind", KINDS if EXAMPLES else ["sqlite"], indirect=True)
def test_no_operation_fails_on_the_day_of_the_vote(registrar: Registrar) -> None:
    registrar.with_candidates().freeze()
    registrar.move_to(registrar.dates["opens"])
    for officer in (registrar.chair, registrar.second):
        assert registrar.post("voting", {}, officer).is_success
    answered = ask_everything(registrar)
    assert answered["GET /api/v1/my/ballot"] == {200}
