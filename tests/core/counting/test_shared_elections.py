import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.core.counting import preset, tabulate
from app.documents.recognition import read_ballots

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "elections"
CASES = sorted(SHARED.glob("*/expected.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.parent.name))
def test_shared_election_agrees_in_winners_order_eliminations_and_figures(case: Path) -> None:
    expected = json.loads(case.read_text())
    ballots = read_ballots(next(case.parent.glob("ballots.blt*")))
    assert [*ballots.names] == expected["candidates"]
    assert (ballots.profile.total, ballots.profile.valid) == (
        expected["ballots"],
        expected["valid"],
    )
    counted = tabulate(
        ballots.profile,
        preset(expected["rule"]),
        seats=expected["seats"],
        lots=[ballots.names.index(name) for name in expected["lots"]],
    ).as_json(ballots.names)
    assert list(map(_compared, counted["rounds"])) == list(map(_compared, expected["rounds"]))
    assert _in_rounds(counted) == _in_rounds(expected)
    assert _ties(counted) == _ties(expected)


def _compared(round_: dict[str, Any]) -> dict[str, Any]:
    """A round by value; sources do not order those elected or eliminated in one round."""
    return {
        "round": round_["round"],
        "pass": round_.get("pass"),
        "tally": {name: Decimal(votes) for name, votes in round_["tally"].items()},
        "exhausted": Decimal(round_["exhausted"]),
        "elected": {*round_["elected"]},
        "eliminated": {*round_["eliminated"]},
    }


def _in_rounds(count: dict[str, Any]) -> list[set[str]]:
    """The elected in order, those of one round as a set."""
    elected = iter(count["elected"])
    return [{next(elected) for _ in round_["elected"]} for round_ in count["rounds"]]


def _ties(count: dict[str, Any]) -> list[tuple[int, str, set[str], str]]:
    """The ties that the lots decided; Droop's are words."""
    return [
        (tie["round"], tie["kind"], {*tie["tied"]}, tie["chosen"])
        for tie in count["ties"]
        if "text" not in tie and tie.get("settled_by", "lots") == "lots"
    ]
