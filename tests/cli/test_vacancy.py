import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from tests.cli.conftest import Refusal

# Quota 20 // 3 + 1 = 7. A has 12, of which 0.5834 each stay; C leaves, then D, and B is elected.
BALLOTS = '4 2\n8 1 3 0\n4 1 4 0\n6 2 0\n2 4 0\n0\n"A"\n"B"\n"C"\n"D"\n"T"\n'


@pytest.fixture
def ballots(tmp_path: Path) -> str:
    path = tmp_path / "b.blt"
    path.write_text(BALLOTS)
    return str(path)


def vacancy(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["vacancy", *arguments])
    return result.exit_code, result.output


def test_vacancy_of_a_transferable_vote_shows_every_reading(ballots: str) -> None:
    arguments = [ballots, "--rule", "stv-wigm", "--lots", "A|B|C|D", "--left", "A"]
    code, output = vacancy(*arguments, "--json")
    answer = json.loads(output)
    assert (code, answer["left"]) == (0, ["A"])
    assert answer["recount"]["successors"] == ["C"]
    assert answer["countback"]["successors"] == ["C"]
    assert answer["countback"]["count"]["rounds"][0]["tally"] == {"C": "4.6672", "D": "2.3336"}
    assert answer["last_eliminated"] == [["D"], ["C"]]
    assert vacancy(*arguments)[1] == (
        "Left: A\nCounted again: C\nCountback: C\nLast eliminated first: D, C\n"
    )


def test_vacancy_under_plurality_goes_to_the_next_in_votes(ballots: str) -> None:
    arguments = [ballots, "--rule", "plurality", "--left", "A"]
    code, output = vacancy(*arguments, "--lots", "A|D|C|B")
    assert (code, output) == (0, "Left: A\nNext in votes: D, B\n")


def test_vacancy_that_a_tie_leaves_open_awaits_a_lot(tmp_path: Path) -> None:
    path = tmp_path / "b.blt"
    path.write_text('3 1\n5 1 0\n2 2 0\n2 3 0\n0\n"A"\n"B"\n"C"\n"T"\n')
    code, output = vacancy(str(path), "--rule", "irv", "--left", "A")
    assert code == 3
    assert "Counted again: awaits a lot order of B, C\n" in output
    assert "Last eliminated first: B = C\n" in output


def test_vacancy_of_who_was_not_elected_is_refused(ballots: str, refusal: Refusal) -> None:
    arguments = ["vacancy", ballots, "--rule", "stv-wigm", "--lots", "A|B|C|D", "--left"]
    assert "a vacancy is that of a member who was elected" in refusal(*arguments, "C")
    assert "--left names 'E', who is no candidate" in refusal(*arguments, "E")
