"""A third local is a profile and nothing else: these are the bylaws of an invented one."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import app as house
from app import profiles
from app.cli import app
from app.core.calendar import propose
from app.core.contests import contests_of
from app.core.eligibility import may_stand
from app.core.facts import Facts
from app.core.nominations import is_uncontested
from app.core.roll import Kind, Member, StandingPeriod, Status
from app.profiles import loading
from tests.registrar import Registrar

LIGHTHOUSE_KEEPERS = """
extends = "lmrda_baseline"
title = "Lighthouse Keepers Local 3"
short_title = "Local 3"
source = "Bylaws of an invented local"
channels = { value = ["mail"], cite = "Local 3 Art. 2", rule = "K2" }

[terms]
years = { value = 4, cite = "Local 3 Art. 1", rule = "K1" }
every = { value = 4, cite = "Local 3 Art. 1", rule = "K1" }
counting_from = { value = 2027, cite = "Local 3 Art. 1", rule = "K1" }
begins = { value = "01-06", cite = "Local 3 Art. 1", rule = "K1" }

[committee]
least = { value = 2, cite = "Local 3 Art. 2", rule = "K2" }
candidates_barred = { value = false, cite = "Local 3 Art. 2", rule = "K2" }
signers_at_least = { value = 2, cite = "Local 3 Art. 2", rule = "K2" }
signers_majority = { value = false, cite = "Local 3 Art. 2", rule = "K2" }

[membership]
voting_kinds = { value = ["active", "retired"], cite = "Local 3 Art. 3", rule = "K3" }
standing_kinds = { value = ["active"], cite = "Local 3 Art. 3", rule = "K3" }
good_standing = { value = true, cite = "Local 3 Art. 3", rule = "K3" }
months_before_nomination = { value = 12, cite = "Local 3 Art. 4", rule = "K4" }

[[units]]
field = "chapter"
closed = true
cite = "Local 3 Art. 5"
rule = "K5"

[units.names]
coast = ["Coast Chapter"]
islands = ["Islands Chapter", "Chapter of the Isles"]

[[contests]]
office = "keeper"
group = "keeper"
title = "Head Keeper"
seats = 1
cite = "Local 3 Art. 6"
rule = "K6"

[[contests]]
office = "board"
group = "board"
title = "Board, {chapter}"
over = "chapter"
seats = { apportioned = "lamps" }
cite = "Local 3 Art. 7"
rule = "K7"

[[contests]]
office = "further"
group = "board"
title = "Further board members, {chapter}"
over = "chapter"
seats = { fill_to = 5 }
cite = "Local 3 Art. 7"
rule = "K7"

[[apportionments]]
name = "lamps"
title = "Board members of a chapter"
per = 10
base = 0
beyond = 0
least = 2
major_portion = false
cite = "Local 3 Art. 7"
rule = "K7"

[[exclusivities]]
name = "one lamp"
groups = ["keeper", "board"]
at = "acceptance"
by_choice = true
cite = "Local 3 Art. 8"
rule = "K8"

[counting]
method = { value = "ranked", cite = "Local 3 Art. 9", rule = "K9" }
one_seat = { value = "irv", cite = "Local 3 Art. 9", rule = "K9" }
several_seats = { value = "stv-scottish", cite = "Local 3 Art. 9", rule = "K9" }
plurality = { value = "plurality", cite = "Local 3 Art. 9", rule = "K9" }

[ties]
method = { value = "lots", cite = "Local 3 Art. 10", rule = "K10" }
equal_names = { value = "lots", cite = "Local 3 Art. 10", rule = "K10" }
eliminations = { value = true, cite = "Local 3 Art. 10", rule = "K10" }

[nominations]
write_ins = { value = false, cite = "Local 3 Art. 11", rule = "K11" }
uncontested = { value = false, cite = "Local 3 Art. 11", rule = "K11" }

[succession]
plurality = { value = "next highest", cite = "Local 3 Art. 12", rule = "K12" }
ranked = { value = "last eliminated", cite = "Local 3 Art. 12", rule = "K12" }

[calendar]
anchor = "term_begins"
anchor_title = "The new keepers take the lamp"
time_zone = "America/Anchorage"

[[calendar.milestones]]
id = "voting_opens"
title = "Voting opens"
after = "term_begins"
days = { value = -40, cite = "Local 3 Art. 13", rule = "K13" }
"""

RULES = profiles.read("lighthouse_keepers", LIGHTHOUSE_KEEPERS.encode())
ON = date(2030, 10, 1)
KEEPER = Facts(
    Member("1", kind=Kind.ACTIVE, chapter="Chapter of the Isles"),
    (StandingPeriod(date(2029, 10, 1), None, Status.GOOD),),
    accepted=(),
)


def test_contests_follow_the_third_locals_bylaws() -> None:
    roll = [Member(str(number), kind=Kind.ACTIVE, chapter="coast") for number in range(35)]
    found = {contest.id: contest.seats for contest in contests_of(RULES, roll=roll)}
    assert found == {
        "keeper": 1,
        "coast-board": 3,
        "coast-further": 2,
        "islands-board": 2,
        "islands-further": 3,
    }


def test_candidates_follow_the_third_locals_bylaws() -> None:
    contests = {contest.id: contest for contest in contests_of(RULES)}
    assert may_stand(KEEPER, contests["keeper"], RULES, on=ON).granted
    assert may_stand(KEEPER, contests["islands-board"], RULES, on=ON).granted
    early = may_stand(KEEPER, contests["coast-board"], RULES, on=date(2030, 9, 30))
    assert [row.rule for row in early.findings if not row.met] == ["K4", "K7"]
    assert not is_uncontested(1, 1, RULES)


def test_calendar_follows_the_third_locals_bylaws() -> None:
    proposed = propose(RULES, today=ON)
    assert [row.on for row in proposed.appointments] == [date(2030, 11, 27), date(2031, 1, 6)]


NAME = "lighthouse_keepers"
ROLL = b"member_number,first_name,last_name,kind,chapter\n" + b"".join(
    b"%d,Ann,Keeper,active,Coast Chapter\n" % number for number in range(1, 26)
)
STANDING = b"member_number,from,to,status\n" + b"".join(
    b"%d,2020-01-01,,good\n" % number for number in range(1, 26)
)


DATES = {
    "term_begins": "2031-01-06",
    "record_date": "2030-11-01",
    **{
        name: f"2030-{day}T12:00:00-09:00"
        for name, day in [
            ("nominations_open", "10-01"),
            ("nominations_close", "10-20"),
            ("acceptance_deadline", "10-25"),
            ("opens", "11-27"),
            ("closes_issue", "12-10"),
            ("closes_cast", "12-11"),
        ]
    },
}


@pytest.fixture
def one_file_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The profiles that there are, and beside them the third local's file; nothing else differs."""
    for path in loading.HERE.glob("*.toml"):
        shutil.copy(path, tmp_path)
    (tmp_path / f"{NAME}.toml").write_text(LIGHTHOUSE_KEEPERS, "utf-8")
    monkeypatch.setattr(loading, "HERE", tmp_path)
    profiles.load.cache_clear()
    yield
    profiles.load.cache_clear()


def command(*arguments: str) -> str:
    told = CliRunner().invoke(app, arguments)
    assert told.exit_code == 0, told.output
    return told.stdout


@pytest.mark.usefixtures("one_file_more")
def test_command_line_serves_the_third_local(tmp_path: Path) -> None:
    (tmp_path / "roll.csv").write_bytes(ROLL)
    listed = json.loads(
        command("contests", "--profile", NAME, "--roll", str(tmp_path / "roll.csv"), "--json")
    )
    assert {row["id"]: row["seats"] for row in listed}["coast-board"] == 2
    facts = {
        "act": "stand",
        "on": "2030-10-01",
        "contest": "coast-board",
        "member": {"kind": "retired", "chapter": "Coast Chapter"},
        "standing": [{"from": "2020-01-01", "to": "", "status": "good"}],
        "accepted": [],
    }
    (tmp_path / "facts.json").write_text(json.dumps(facts))
    ruling = json.loads(
        command("ruling", "--profile", NAME, "--input", str(tmp_path / "facts.json"), "--json")
    )
    assert [row["rule"] for row in ruling["findings"] if not row["met"]] == ["K3"]
    assert "Keepers" in command("profile", "show", NAME)
    assert "The new keepers take the lamp" in command("calendar", "--profile", NAME)


@pytest.mark.usefixtures("one_file_more")
def test_service_serves_the_third_local(registrar: Registrar) -> None:
    form = {"profile": NAME, "title": "Keepers", "purpose": "rehearsal"}
    form |= {"zone": "America/Anchorage", "despite": "The notice is not planned yet."}
    made = registrar.post("", {**form, "dates": DATES}, registrar.admin)
    assert made.status_code == 201, made.text
    registrar.election = made.json()["id"]
    shown = registrar.http.get(registrar.at()).json()
    assert {row["id"] for row in shown["contests"]} >= {"keeper", "coast-board", "islands-board"}
    assert registrar.http.get(f"/bylaws/{NAME}").status_code == 200


def test_no_code_knows_a_local_by_name() -> None:
    named = re.compile("|".join(name for name in profiles.names()))
    code = Path(house.__file__).parent.rglob("*.py")
    assert [path.name for path in code if named.search(path.read_text("utf-8"))] == []
