import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from app.cli import app
from app.cli.counting import (
    AWAITS_A_LOT,
    AsJson,
    File,
    Lots,
    RuleName,
    Seats,
    Settings,
    lots_of,
    named_in,
    settings_of,
)
from app.cli.plain_text import plain
from app.core.counting import Profile, Tabulation, preset, tabulate
from app.core.counting.succession import (
    Recount,
    alternates,
    countback,
    last_eliminated,
    recount,
)
from app.documents.recognition import read_ballots


@app.command("vacancy")
def show_successors(
    file: File,
    rule: RuleName,
    left: Annotated[str, typer.Option(help="Who was elected and left: 'Name A|Name B'.")],
    seats: Seats = None,
    lots: Lots = None,
    settings: Settings = None,
    as_json: AsJson = False,
) -> None:
    """Says who follows members who left, by the ballots that elected them.

    Under plurality the next in votes. Where it was ranked, both readings: the same ballots
    counted again with the others keeping their seats, and the last eliminated; of a transferable
    vote the countback too. Exit 0; 2 bad input; 3 a tie awaits a lot.
    """
    ballots = read_ballots(file)
    adopted = preset(rule).with_parameters(settings_of(settings or []))
    order = None if lots is None else lots_of(lots, ballots)
    places = ballots.seats or 1 if seats is None else seats
    counted = tabulate(ballots.profile, adopted, seats=places, lots=order)
    departed = named_in("--left", left, ballots)
    found = _found(ballots.profile, counted, departed, order, ballots.names)
    if as_json:
        print(json.dumps(found, indent=1))
    else:
        print("\n".join(map(plain, _lines(found))))
    if any(isinstance(each, Mapping) and each["awaiting"] for each in found.values()):
        raise typer.Exit(AWAITS_A_LOT)


def _found(
    profile: Profile,
    counted: Tabulation,
    departed: Sequence[int],
    lots: Sequence[int] | None,
    names: Sequence[str],
) -> dict[str, Any]:
    called = [*names].__getitem__
    found: dict[str, Any] = {"left": [*map(called, departed)]}
    if counted.alternates is not None:
        return found | {"alternates": [*map(called, alternates(counted, departed))]}
    again = recount(profile, counted, departed, lots=lots)
    found["recount"] = _recount_as_json(again, names)
    line = last_eliminated(counted, departed)
    found["last_eliminated"] = [[*map(called, equals)] for equals in line]
    if counted.rule.method == "stv" and len(departed) == 1:
        back = countback(profile, counted, departed[0], lots=lots)
        found["countback"] = _recount_as_json(back, names)
    return found


def _recount_as_json(again: Recount, names: Sequence[str]) -> dict[str, Any]:
    """Who comes in, and the count, its candidates by their own names."""
    count = again.tabulation.as_json([names[candidate] for candidate in again.candidates])
    successors = [names[candidate] for candidate in again.successors]
    return {"successors": successors, "awaiting": count["awaiting"], "count": count}


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"Left: {', '.join(found['left'])}"
    if "alternates" in found:
        yield f"Next in votes: {', '.join(found['alternates']) or 'nobody'}"
    for key, words in (("recount", "Counted again"), ("countback", "Countback")):
        if key in found:
            yield f"{words}: {_successors(found[key])}"
    if "last_eliminated" in found:
        groups = [" = ".join(equals) for equals in found["last_eliminated"]]
        yield f"Last eliminated first: {', '.join(groups) or 'nobody'}"


def _successors(again: Mapping[str, Any]) -> str:
    if again["awaiting"]:
        return f"awaits {again['awaiting']['needs']}"
    return ", ".join(again["successors"]) or "nobody"
