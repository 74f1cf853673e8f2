"""Two registrars beside one ballot box: what is asked of both at once is done once."""

import json
import math
import os
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import httpx
import pytest
from rehearsal.ports import free_port

from app.core.secrecy import ed25519
from app.core.secrecy.issue import issue_request
from app.core.secrecy.notes import Witness
from app.core.secrecy.tokens import SIGNATURE
from app.core.secrecy.witnessing import newest_checkpoint
from app.core.tries import SLOWED_AFTER
from app.records.canvass import BoardRecord
from app.records.elections import Alphabet
from app.records.nominations import Nomination, nominations_of
from app.records.register import RegisterEntry
from app.records.roll import member_by_number
from app.web.pages.cookies import FIELD, MEMBER, form_token
from tests.databases import KINDS, Databases
from tests.election_day import ElectionDay
from tests.registrar import ALPHABET, Registrar, made_up_keys
from tests.served import at_once, served_box, served_registrars

MANY = 64
Original = Callable[[str], Registrar]


@pytest.fixture(scope="module", params=KINDS)
def own(
    request: pytest.FixtureRequest,
    original: Original,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Registrar]:
    """A registrar of this module's own, with the address where its box will be."""
    set_up = original(request.param)
    clock = tmp_path_factory.mktemp("own") / "clock.json"
    with databases.copy_of(set_up.settings.database_url) as url:
        kept = {"database_url": url, "clock_file": clock}
        kept["box_url"] = f"http://127.0.0.1:{free_port()}"
        yield set_up.moved_to(set_up.settings.model_copy(update=kept))


@dataclass(frozen=True)
class PollingPlace:
    """Two registrars and a box on the day of the vote, and how the voting was opened."""

    registrar: Registrar
    clients: list[httpx.Client]
    opening: list[httpx.Response]

    def ask(self, path: str, by: dict[str, str], form: dict[str, Any]) -> list[Any]:
        """The same act of one person at both registrars in turn, not yet asked for."""
        address = self.registrar.at(path)
        return [partial(each.post, address, json=form, headers=by) for each in self.clients]

    def issue(self, by: dict[str, str], number: int, body: bytes | None = None) -> list[Any]:
        """So many issue requests, each with a body of its own unless one is given."""
        return [
            partial(each.post, "/issue", content=body or new_request(), headers=by)
            for each in islice(cycle(self.clients), number)
        ]

    def channel_of(self, number: str) -> str | None:
        """By which channel the member votes."""
        with self.registrar.database.reading() as session:
            member = member_by_number(session, self.registrar.election, number)
            assert member is not None
            held = session.get(RegisterEntry, member.id)
            return held.channel if held else None


def new_request() -> bytes:
    return issue_request({1: bytes(1) + os.urandom(SIGNATURE - 1)})


def codes(answers: list[httpx.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


@pytest.fixture(scope="module")
def nominating(own: Registrar) -> Iterator[PollingPlace]:
    with served_registrars(own.settings) as clients:
        yield PollingPlace(own, clients, [])


@pytest.fixture(scope="module")
def voting(own: Registrar, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PollingPlace]:
    folder, box_sk = tmp_path_factory.mktemp("box"), secrets.token_bytes(32)
    (folder / "box").mkdir()
    (folder / "box" / "box.key").write_bytes(box_sk)
    own.in_days_of_nominations()
    own.with_candidates().freeze(made_up_keys(own.election, box_sk))
    (folder / "manifest.json").write_bytes(own.http.get(own.at("manifest")).content)
    own.move_to(own.dates["opens"])
    clock, port = own.settings.clock_file, int(own.settings.box_url.rpartition(":")[2])
    assert clock is not None
    with (
        served_box(folder / "box", folder / "manifest.json", clock, port),
        served_registrars(own.settings) as clients,
    ):
        place = PollingPlace(own, clients, [])
        asks = [ask for by in own.committee for ask in place.ask("voting", by, {})]
        yield PollingPlace(own, clients, at_once(asks))


def test_nominations_of_one_member_for_one_contest_at_once_leave_one(
    nominating: PollingPlace,
) -> None:
    registrar = nominating.registrar
    form = {"contest": "secretary-treasurer", "member_number": "1004", "nominated_by": "a member"}
    answers = at_once(nominating.ask("nominations", registrar.chair, form) * (MANY // 2))
    assert codes(answers) == {201: 1, 409: MANY - 1}
    with registrar.database.reading() as session:
        held = [each.contest_id for each in nominations_of(session, registrar.election)]
    assert held.count("secretary-treasurer") == 1


@pytest.mark.parametrize(
    ("number", "contest"),
    [
        ("1002", "director-multnomah"),
        ("1008", "director-multnomah"),
        ("1004", "director-lane"),
        ("1005", "director-lane"),
    ],
)
def test_accepting_and_declining_one_nomination_at_once_leaves_one_answer(
    nominating: PollingPlace, number: str, contest: str
) -> None:
    registrar = nominating.registrar
    nomination = registrar.nominate(number, contest).json()["id"]
    path = f"/api/v1/my/nominations/{nomination}/answer"
    by = registrar.member(number)
    asks = [
        partial(client.post, path, json={"accept": accept}, headers=by)
        for client in nominating.clients
        for accept in (True, False) * 4
    ]
    answers = at_once(asks)
    assert codes(answers) == {200: 1, 409: len(asks) - 1}
    (given,) = [answer.json()["accepted"] for answer in answers if answer.is_success]
    with registrar.database.reading() as session:
        assert session.get_one(Nomination, nomination).accepted is given


def test_members_who_nominate_one_person_at_once_by_page_make_one_nomination(
    nominating: PollingPlace,
) -> None:
    registrar = nominating.registrar
    page = f"/my/{registrar.election}/nominate"
    named = {"contest": "chief-steward-personal-support", "number": "1002", "last_name": "Garcia"}
    asks = []
    for number in ("1001", "1004", "1005", "1008"):
        token = registrar.member(number)["Authorization"].removeprefix("Bearer ")
        for client in nominating.clients:
            headers = {
                "cookie": f"{MEMBER.name}={token}",
                "origin": str(client.base_url).rstrip("/"),
                "accept": "text/html",
            }
            form = {FIELD: form_token(token), **named}
            asks.append(partial(client.post, page, data=form, headers=headers))
    answers = at_once(asks)
    assert codes(answers) == {303: 1, 409: len(asks) - 1}


def test_two_accounts_with_one_address_at_once_leave_one(nominating: PollingPlace) -> None:
    form = {"name": "Kim Doe", "email": "kim@example.org"}
    by = nominating.registrar.admin
    asks = [
        partial(each.post, "/api/v1/staff", json=form, headers=by)
        for each in islice(cycle(nominating.clients), 8)
    ]
    answers = at_once(asks)
    assert codes(answers) == {201: 1, 409: 7}


def test_two_appointments_of_one_account_at_once_leave_one(nominating: PollingPlace) -> None:
    registrar = nominating.registrar
    person = {"name": "Lee Roe", "email": "lee@example.org"}
    registrar.http.post("/api/v1/staff", json=person, headers=registrar.admin)
    form = {"email": "lee@example.org", "role": "observer", "appointed_by": "the President"}
    form["appointed_on"] = "2028-01-10"
    answers = at_once(nominating.ask("appointments", registrar.admin, form) * 4)
    assert codes(answers) == {201: 1, 409: 7}


@pytest.mark.parametrize("email", ["admin@example.org", "nobody@example.org"])
def test_wrong_passwords_at_once_at_two_registrars_are_slowed_after_five(
    nominating: PollingPlace, email: str
) -> None:
    form = {"email": email, "password": "wrong"}
    asks = [
        partial(each.post, "/api/v1/staff-sessions", json=form)
        for each in islice(cycle(nominating.clients), 24)
    ]
    begun = time.monotonic()
    answered = codes(at_once(asks))
    # One second after the fifth one more is looked at, two seconds after that another, and so on.
    more = int(math.log2(time.monotonic() - begun + 1))
    assert answered[401] <= SLOWED_AFTER + more
    # The rest wait, or find too many of them looked at.
    assert answered[401] + answered[429] + answered[503] == len(asks)


def test_three_officers_signing_one_act_at_once_leave_two_signatures(voting: PollingPlace) -> None:
    assert codes(voting.opening) == {200: 2, 409: 4}
    assert sorted(each.json()["open"] for each in voting.opening if each.is_success) == [
        False,
        True,
    ]


def test_issues_of_one_member_at_once_leave_one(voting: PollingPlace) -> None:
    answers = at_once(voting.issue(voting.registrar.member("1001"), MANY))
    assert codes(answers) == {200: 1, 409: MANY - 1}
    assert voting.channel_of("1001") == "electronic"


def test_same_issue_request_at_once_gets_the_same_answer_each_time(voting: PollingPlace) -> None:
    answers = at_once(voting.issue(voting.registrar.member("1002"), MANY, new_request()))
    assert codes(answers) == {200: MANY}
    assert len({answer.content for answer in answers}) == 1
    assert json.loads(answers[0].content)["groups"][0]["group_id"] == 1


@pytest.mark.parametrize("number", ["1003", "1004", "1005"])
def test_issue_and_paper_at_once_leave_one_channel(voting: PollingPlace, number: str) -> None:
    paper = voting.ask("paper", voting.registrar.chair, {"member_number": number}) * 8
    issues = voting.issue(voting.registrar.member(number), 16)
    answers = at_once([ask for pair in zip(issues, paper, strict=True) for ask in pair])
    issued, received = codes(answers[::2]), codes(answers[1::2])
    assert issued + received in (Counter({200: 1, 409: 31}), Counter({201: 1, 409: 31}))
    assert voting.channel_of(number) == ("electronic" if issued[200] else "paper")


@pytest.mark.parametrize("number", ["1007", "1008", "1009"])
def test_issue_and_challenge_at_once_never_both_succeed(voting: PollingPlace, number: str) -> None:
    form = {"member_number": number, "words": "moved away"}
    challenges = voting.ask("challenges", voting.registrar.chair, form) * 8
    issues = voting.issue(voting.registrar.member(number), 16)
    answers = at_once([ask for pair in zip(issues, challenges, strict=True) for ask in pair])
    issued, challenged = codes(answers[::2]), codes(answers[1::2])
    assert issued[200] + challenged[201] == 1
    assert (voting.channel_of(number) == "electronic") == (issued[200] == 1)


def test_board_and_its_cosignatures_at_once_leave_one_board_with_every_cosignature(
    registrar: Registrar, tmp_path: Path
) -> None:
    signing = [(f"observer.example/{n}", bytes([n]) * 32) for n in range(8)]
    witnesses = [(Witness(name, ed25519.public_of(secret)), secret) for name, secret in signing]
    for witness, _ in witnesses:
        form = {"verifier_key": witness.verifier_key}
        assert registrar.post("witnesses", form, registrar.chair).status_code == 201
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    registrar.move_to(registrar.dates["closes_cast"])
    receiving = [partial(registrar.post, "board", {}, by) for by in registrar.committee] * 3
    assert codes(at_once(receiving)) == {201: 1, 409: len(receiving) - 1}
    board, notes = (day.box.get(path).content for path in ("/board", "/checkpoints"))
    checkpoint = newest_checkpoint(day.manifest, notes, board, seen=None)
    lines = [witness.cosign(checkpoint, secret, 7) for witness, secret in witnesses]
    asks = [
        partial(registrar.post, "cosignatures", {"line": line}, registrar.third) for line in lines
    ]
    assert codes(at_once(asks)) == {201: len(lines)}
    with registrar.database.reading() as session:
        kept = session.get_one(BoardRecord, registrar.election).checkpoints
    assert [line for line in lines if line not in kept] == []


def test_two_alphabets_entered_at_once_leave_one(registrar: Registrar) -> None:
    with registrar.database.writing() as session:
        session.delete(session.get_one(Alphabet, registrar.election))
    asks = [
        partial(registrar.http.put, registrar.at("alphabet"), json=ALPHABET, headers=by)
        for by in (registrar.chair,) * 8
    ]
    assert codes(at_once(asks)) == {200: len(asks)}
