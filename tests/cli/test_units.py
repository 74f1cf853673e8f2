import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from tests.cli.conftest import Refusal

# M25: a strike vote needs a majority of the ballots cast, and ballots of 30 % of the members.
STRIKE = ["--set", "base=ballots-cast", "--set", "quorum=3/10"]


@pytest.fixture
def ballots(tmp_path: Path) -> list[str]:
    for unit, yes, no in ((8, 20, 10), (10, 16, 14)):
        path = tmp_path / f"{unit}.blt"
        path.write_text(f'2 1\n{yes} 1 0\n{no} 2 0\n0\n"Yes"\n"No"\n"Strike?"\n')
    return [f"Unit 8={tmp_path}/8.blt", f"Unit 10={tmp_path}/10.blt"]


def members(of_8: int, of_10: int) -> list[str]:
    return ["--eligible", f"Unit 8={of_8}", "--eligible", f"Unit 10={of_10}"]


def units(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["units", *arguments])
    return result.exit_code, result.output


def test_question_of_several_units_is_carried_where_each_carries_it(ballots: list[str]) -> None:
    assert units(*ballots, *STRIKE, *members(100, 100)) == (
        0,
        "Unit 8: carried: 2 x 20 > 1 x 30 holds; 30 took part, and the quorum is 3/10 of 100\n"
        "Unit 10: carried: 2 x 16 > 1 x 30 holds; 30 took part, and the quorum is 3/10 of 100\n"
        "Carried, for each of Unit 8, Unit 10 carried it.\n",
    )


def test_unit_without_its_own_quorum_stops_a_question_that_the_whole_would_carry(
    ballots: list[str],
) -> None:
    # Together 60 of 191 took part, more than 30 %; of unit 10 only 30 of 101.
    code, output = units(*ballots, *STRIKE, *members(90, 101), "--json")
    answer = json.loads(output)
    assert (code, answer["carried"]) == (0, False)
    assert answer["says"] == "not carried, for Unit 10 did not carry it"
    assert answer["units"]["Unit 10"]["question"]["quorum_met"] is False


def test_units_that_cannot_be_counted_are_refused(ballots: list[str], refusal: Refusal) -> None:
    assert "quorum=3/10 is a share of the members eligible" in refusal("units", *ballots, *STRIKE)
    assert "'Unit 8=x': name each unit once" in refusal("units", *ballots, "Unit 8=x")
    assert "'8.blt': name each unit once" in refusal("units", "8.blt")
    strange = refusal("units", *ballots, "--eligible", "Unit 9=4")
    assert "--eligible names 'Unit 9', for which there is no file" in strange
    few = refusal("units", *ballots, "--eligible", "Unit 8=4")
    assert "Unit 8: eligible=4, and 30 ballots were cast" in few
