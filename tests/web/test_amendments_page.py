from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.core.secrecy.amendments import Amendment
from app.documents.dates import in_words
from tests.election_day import ElectionDay
from tests.registrar import Registrar
from tests.web.browser import FormBrowser, signed_in
from tests.web.test_amendments import KEYS, register

AN_HOUR = {"kind": "close", "longer": "60", "reason": "The network failed."}


@pytest.fixture
def day(registrar: Registrar, tmp_path: Path) -> ElectionDay:
    register(registrar)
    return ElectionDay(registrar.with_candidates(), tmp_path / "box").open()


@pytest.fixture
def at(registrar: Registrar) -> str:
    return f"/elections/{registrar.election}/amendments"


class Officer(FormBrowser):
    """A page of the committee, signed in, that asks the same ballot box as the API."""

    def __init__(self, day: ElectionDay, role: str) -> None:
        http: Any = signed_in(day.registrar, role).http
        http.app.state.house = day.app.state.house
        self.http = http
        self.token = ""

    def propose(self, at: str, form: dict[str, str]) -> int:
        """Proposes, and gives the answer's status."""
        self.get(at)
        return self.post(at, form).status_code

    def sign(self, at: str, signed: bytes) -> tuple[int, str]:
        """Hands in what was signed."""
        self.get(at)
        answer = self.post(f"{at}/signatures", {"signed": signed.decode()})
        return answer.status_code, answer.text


def signed_by(proposal: bytes, secret: bytes) -> bytes:
    """The downloaded proposal with this officer's signature alone."""
    return Amendment.parse(proposal.rstrip(), "it").signed(secret).canonical()


def test_two_officers_put_the_close_off_each_at_a_page_of_their_own(
    day: ElectionDay, at: str
) -> None:
    chair, second = Officer(day, "chair"), Officer(day, "committee")
    assert chair.propose(at, AN_HOUR) == 303
    later = in_words(day.manifest.closes_cast + timedelta(hours=1), "America/Los_Angeles")
    assert later in second.get(at).text
    file = second.get(f"{at}/proposal.json").content
    assert chair.sign(at, signed_by(file, KEYS[0]))[0] == 303
    assert "You have signed" in chair.get(at).text
    assert day.box.get("/amendments").content == b""
    assert second.sign(at, signed_by(file, KEYS[1]))[0] == 303
    both = Amendment.parse(file.rstrip(), "it").signed(KEYS[0]).signed(KEYS[1])
    assert day.box.get("/amendments").content == both.canonical() + b"\n"
    shown = chair.get(at).text
    assert "Change 1" in shown
    assert "Proposed" not in shown
    assert chair.propose(at, AN_HOUR) == 303
    assert (
        Amendment.parse(chair.get(f"{at}/proposal.json").content.rstrip(), "it").body["number"] == 2
    )


def test_signature_of_no_officer_or_under_another_amendment_is_refused(
    day: ElectionDay, at: str
) -> None:
    chair = Officer(day, "chair")
    assert chair.sign(at, b"{}")[0] == 409  # nothing is proposed
    chair.propose(at, AN_HOUR)
    file = chair.get(f"{at}/proposal.json").content
    for wrong, says in (
        (signed_by(file, bytes(32)), "no officer"),
        (signed_by(file.replace(b"network", b"weather"), KEYS[0]), "not the amendment"),
        (signed_by(file, KEYS[0]).replace(b'"signature":"', b'"signature":"A'), "bytes"),
        (b"{}", "lacks"),
    ):
        status, told = chair.sign(at, wrong)
        assert (status, says in told, 'id="fault-signed"' in told) == (422, True, True)
    assert "Nobody has signed" in chair.get(at).text


def test_officer_who_signs_twice_is_one_officer(day: ElectionDay, at: str) -> None:
    chair = Officer(day, "chair")
    chair.propose(at, AN_HOUR)
    signed = signed_by(chair.get(f"{at}/proposal.json").content, KEYS[0])
    for _ in range(2):
        assert chair.sign(at, signed)[0] == 303
    assert day.box.get("/amendments").content == b""


def test_proposal_is_one_at_a_time_and_can_be_taken_back(day: ElectionDay, at: str) -> None:
    chair = Officer(day, "chair")
    assert chair.propose(at, AN_HOUR) == 303
    assert chair.propose(at, AN_HOUR) == 409
    chair.sign(at, signed_by(chair.get(f"{at}/proposal.json").content, KEYS[0]))
    assert chair.post(f"{at}/withdrawal", {}).status_code == 303
    assert chair.post(f"{at}/withdrawal", {}).status_code == 409
    assert chair.get(f"{at}/proposal.json").status_code == 404
    assert chair.propose(at, AN_HOUR | {"longer": "120"}) == 303
    assert "Nobody has signed" in chair.get(at).text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (AN_HOUR | {"reason": " "}, "Say why"),
        (AN_HOUR | {"longer": "-60"}, "by how much"),
        (AN_HOUR | {"kind": "title"}, "Choose what is changed"),
        (
            {"kind": "eligible", "reason": "x", "group": "1", "eligible": "many"},
            "how many may vote",
        ),
        ({"kind": "eligible", "reason": "x", "group": "99", "eligible": "5"}, "no group 99"),
    ],
)
def test_proposal_of_what_cannot_be_changed_is_refused(
    day: ElectionDay, at: str, form: dict[str, str], says: str
) -> None:
    chair = Officer(day, "chair")
    chair.get(at)
    answer = chair.post(at, form)
    assert (answer.status_code, says in answer.text) == (422, True)


def test_second_signature_that_the_box_refuses_leaves_the_proposal_as_it_was(
    day: ElectionDay, at: str
) -> None:
    chair = Officer(day, "chair")
    chair.propose(at, AN_HOUR)
    file = chair.get(f"{at}/proposal.json").content
    chair.sign(at, signed_by(file, KEYS[0]))
    day.registrar.move_to(day.manifest.closes_cast + timedelta(minutes=1))
    day.box.get("/state")
    status, told = chair.sign(at, signed_by(file, KEYS[1]))
    assert (status, "does not take the amendment" in told) == (409, True)
    assert chair.get(f"{at}/proposal.json").content.count(b'"officer"') == 1


def test_proposal_that_the_box_took_though_its_answer_was_lost_is_in_force_and_not_taken_back(
    day: ElectionDay, at: str
) -> None:
    chair = Officer(day, "chair")
    chair.propose(at, AN_HOUR)
    proposal = Amendment.parse(chair.get(f"{at}/proposal.json").content.rstrip(), "it")
    line = proposal.signed(KEYS[0]).signed(KEYS[1]).canonical() + b"\n"
    day.ballot_box.amend(line)
    answer = chair.post(f"{at}/withdrawal", {})
    assert (answer.status_code, "has taken this change" in answer.text) == (409, True)
    assert "<h3>Change 1</h3>" in chair.get(at).text
    assert day.registrar.http.get(day.registrar.at("amendments")).content == line
    assert chair.propose(at, AN_HOUR) == 303  # a second change, which the box takes


def test_nothing_is_changed_when_voting_is_over_nor_offered(day: ElectionDay, at: str) -> None:
    chair = Officer(day, "chair")
    assert "Propose a later close" in chair.get(at).text
    assert "Correct how many" in chair.get(at).text
    day.registrar.move_to(day.manifest.closes_cast)
    assert "<h2>Propose" not in (shown := chair.get(at).text)
    assert "<button>Propose" not in shown
    count = {"kind": "eligible", "reason": "x", "group": "1", "eligible": "5"}
    for form in (AN_HOUR, {"kind": "client", "reason": "x"}, count):
        assert chair.propose(at, form) == 409


def test_nothing_is_amended_before_the_freeze(registrar: Registrar, at: str) -> None:
    browser = signed_in(registrar)
    assert "not frozen" in browser.get(at).text
    assert browser.post(at, AN_HOUR).status_code == 409
