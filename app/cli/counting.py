import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from app.cli import app
from app.cli.paper import read_papers
from app.cli.plain_text import count_lines
from app.core.counting import Profile, Tabulation, preset, tabulate
from app.core.counting.explanation import told
from app.core.faults import BadInput
from app.core.plain import plain
from app.core.ties import Draw, LotOrder, lot_order, parse_name
from app.documents.ballot_file import BallotFile, shown
from app.documents.groups import read_groups
from app.documents.recognition import in_order_of_question, read_ballots

AWAITS_A_LOT = 3

File = Annotated[Path, typer.Argument(help="Ballots: BLT, or RCTab's generic CSV; or gzip.")]
RuleName = Annotated[str, typer.Option(help="The counting rule, for example stv-wigm.")]
Seats = Annotated[int | None, typer.Option(help="Seats to fill; else as the file says.")]
Lots = Annotated[str | None, typer.Option(help="All candidates, best first: 'Name A|Name B'.")]
Alphabet = Annotated[
    str | None, typer.Option(help="26 letters that order 'Last, First Middle' names.")
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help="A parameter of the rule: key=value.")
]
Drawn = Annotated[
    list[str] | None, typer.Option("--draw", help="A lot drawn among equals, best first.")
]
Groups = Annotated[
    Path | None, typer.Option(help="CSV of candidate and group, for guaranteed places.")
]
Paper = Annotated[
    str | None,
    typer.Option(help="The file holds marks as on paper, read so: usual, or key=value,..."),
]
Again = Annotated[bool, typer.Option("--second-count", help="Repeat it by pyrankvote too.")]
Explain = Annotated[bool, typer.Option("--explain", help="Tell the count in sentences.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@app.command("count")
def count_ballots(
    file: File,
    rule: RuleName,
    seats: Seats = None,
    lots: Lots = None,
    alphabet: Alphabet = None,
    settings: Settings = None,
    drawn: Drawn = None,
    groups: Groups = None,
    paper: Paper = None,
    again: Again = False,
    explain: Explain = False,
    as_json: AsJson = False,
) -> None:
    """Counts a file of ballots by a rule, exactly, and shows every round.

    Exit 0 counted; 2 bad input; 3 a tie awaits a lot.
    """
    adopted = preset(rule).with_parameters(settings_of(settings or []))
    read, account = read_papers(file, adopted, seats, paper) if paper else (read_ballots(file), {})
    ballots = in_order_of_question(read, adopted)
    if alphabet is not None and lots is not None:
        raise BadInput("--lots and --alphabet both give a lot order: choose one")
    draws = [_draw(text, ballots) for text in drawn or []]
    letters = None if alphabet is None else _alphabet(alphabet, ballots, draws)
    by_letters = None if letters is None else letters.lots
    order = by_letters if lots is None else lots_of(lots, ballots)
    tabulation = tabulate(
        ballots.profile,
        adopted,
        seats=ballots.seats or 1 if seats is None else seats,
        lots=order,
        draws=draws,
        groups=None if groups is None else read_groups(groups, ballots.names),
    )
    found = tabulation.as_json(ballots.names, alphabet=letters) | account
    if again:
        found["second_count"] = _repeated(ballots.profile, tabulation, order)
    if as_json:
        print(json.dumps(found, indent=1))
    else:
        lines = told(tabulation, ballots.names, letters) if explain else count_lines(found)
        print("\n".join(map(plain, lines)))
    if tabulation.awaiting:
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


def settings_of(texts: list[str]) -> dict[str, str]:
    """The parameters given with --set, each as key=value."""
    settings: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals:
            raise BadInput(f"--set {shown(text)}: write a parameter as key=value")
        if key in settings:
            raise BadInput(f"--set {shown(text)}: {key} is set twice")
        settings[key] = value
    return settings


def _repeated(
    profile: Profile, tabulation: Tabulation, lots: Sequence[int] | None
) -> dict[str, str]:
    # Brings the other counter in only where it is asked for: most commands start without it.
    from app.second_count import second_count

    rule, seats = tabulation.rule, tabulation.seats
    return asdict(second_count(profile, rule, seats=seats, lots=lots, tabulation=tabulation))


def _alphabet(letters: str, ballots: BallotFile, draws: Sequence[Draw]) -> LotOrder:
    """The lot order of the file's names, with the lots drawn among equal names put in."""
    order = lot_order(letters, [parse_name(name) for name in ballots.names])
    for draw in draws:
        if {*draw.order} in [{*group} for group in order.equal]:
            order = order.with_draw(draw)
    return order


def _draw(text: str, ballots: BallotFile) -> Draw:
    return Draw(tuple(named_in("--draw", text, ballots)), "as entered with --draw")


def lots_of(text: str, ballots: BallotFile) -> list[int]:
    """The candidates in the order given with --lots, which names them all."""
    order = named_in("--lots", text, ballots)
    missing = [name for index, name in enumerate(ballots.names) if index not in order]
    if missing:
        raise BadInput(
            f"--lots is the order of all candidates, and {shown(missing[0])} is left out"
        )
    return order


def named_in(option: str, text: str, ballots: BallotFile) -> list[int]:
    """The candidates that an option names, with a line between each two."""
    named = text.split("|") if text else []
    unknown = [name for name in named if name not in ballots.names]
    if unknown:
        raise BadInput(f"{option} names {shown(unknown[0])}, who is no candidate in the file")
    if len({*named}) < len(named):
        raise BadInput(f"{option} names somebody twice")
    return [ballots.names.index(name) for name in named]
