import json
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from app.cli import app
from app.cli.plain_text import count_lines, plain
from app.core.counting import preset, tabulate
from app.core.faults import BadInput
from app.core.ties import LotOrder, lot_order, parse_name
from app.documents.ballot_file import BallotFile, shown
from app.documents.recognition import read_ballots

AWAITS_A_LOT = 3

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@app.command("count")
def count_ballots(
    file: Annotated[Path, typer.Argument(help="Ballots: BLT, or RCTab's generic CSV; or gzip.")],
    rule: Annotated[str, typer.Option(help="The counting rule, for example stv-wigm.")],
    seats: Annotated[int | None, typer.Option(help="Seats to fill; else as the file says.")] = None,
    lots: Annotated[
        str | None, typer.Option(help="All candidates, best first: 'Name A|Name B'.")
    ] = None,
    alphabet: Annotated[
        str | None, typer.Option(help="26 letters that order 'Last, First Middle' names.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="A parameter of the rule: key=value.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Counts a file of ballots by a rule, exactly, and shows every round.

    Exit 0 counted; 2 bad input; 3 a tie awaits a lot.
    """
    adopted = preset(rule).with_parameters(_settings(settings or []))
    ballots = read_ballots(file)
    letters = _alphabet(alphabet, ballots) if alphabet is not None else None
    if letters is not None and lots is not None:
        raise BadInput("--lots and --alphabet both give a lot order: choose one")
    order = letters.lots if letters else _lots(lots, ballots) if lots is not None else None
    places = ballots.seats or 1 if seats is None else seats
    answer = tabulate(ballots.profile, adopted, seats=places, lots=order).as_json(
        ballots.names, alphabet=letters
    )
    print(json.dumps(answer, indent=1) if as_json else "\n".join(count_lines(answer)))
    if answer["awaiting"]:
        raise typer.Exit(AWAITS_A_LOT)


@app.command("lots")
def show_lot_order(
    names: Annotated[list[str], typer.Argument(help='Names, each "Last, First Middle".')],
    alphabet: Annotated[str, typer.Option(help="The 26 letters of a randomized alphabet.")],
    as_json: AsJson = False,
) -> None:
    """Puts names in the order of a randomized alphabet, best first, and says why.

    Exit 3 when two full names are equal after folding, so that a lot must be drawn.
    """
    order = lot_order(alphabet, [parse_name(name) for name in names])
    in_order = [names[candidate] for candidate in order.order]
    reasons = [comparison.because for comparison in order.comparisons]
    if as_json:
        comparisons = [
            {"first": first, "second": second, "because": because}
            for (first, second), because in zip(pairwise(in_order), reasons, strict=True)
        ]
        print(json.dumps({"order": in_order, "comparisons": comparisons}, indent=1))
    else:
        for place, name in enumerate(in_order, start=1):
            print(f"{place:3}. {plain(name)}")
        for because in reasons:
            print(f"     {plain(because)}")
    if order.equal:
        raise typer.Exit(AWAITS_A_LOT)


def _settings(texts: list[str]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals:
            raise BadInput(f"--set {shown(text)}: write a parameter as key=value")
        if key in settings:
            raise BadInput(f"--set {shown(text)}: {key} is set twice")
        settings[key] = value
    return settings


def _alphabet(letters: str, ballots: BallotFile) -> LotOrder:
    return lot_order(letters, [parse_name(name) for name in ballots.names])


def _lots(text: str, ballots: BallotFile) -> list[int]:
    named = text.split("|") if text else []
    unknown = [name for name in named if name not in ballots.names]
    if unknown:
        raise BadInput(f"--lots names {shown(unknown[0])}, who is no candidate in the file")
    missing = [name for name in ballots.names if name not in named]
    if missing or len(named) != len(ballots.names):
        who = shown(missing[0]) + " is left out" if missing else "somebody stands in it twice"
        raise BadInput(f"--lots is the order of all candidates, and {who}")
    return [ballots.names.index(name) for name in named]
