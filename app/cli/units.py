import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli import app
from app.cli.counting import AsJson, Settings, settings_of
from app.cli.plain_text import plain
from app.core.counting import Verdict, carried_by_all, preset, tabulate
from app.core.faults import BadInput
from app.documents.ballot_file import shown
from app.documents.recognition import in_order_of_question, read_ballots


@app.command("units")
def count_units(
    files: Annotated[list[str], typer.Argument(help="'UNIT=FILE' for each bargaining unit.")],
    settings: Settings = None,
    eligible: Annotated[
        list[str] | None, typer.Option(help="'UNIT=NUMBER': the members eligible in a unit.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Counts a question put to several bargaining units, each of which must carry it."""
    by_unit = _by_unit("UNIT=FILE", files)
    members = _by_unit("--eligible", eligible or [])
    if strangers := members.keys() - by_unit.keys():
        raise BadInput(f"--eligible names {shown(min(strangers))}, for which there is no file")
    verdicts: dict[str, Verdict] = {}
    units: dict[str, Any] = {}
    for unit, file in by_unit.items():
        own = {"eligible": members[unit]} if unit in members else {}
        verdict, units[unit] = _counted(unit, Path(file), settings_of(settings or []) | own)
        verdicts |= {unit: verdict} if verdict else {}
    carried, says = carried_by_all(verdicts)
    if as_json:
        print(json.dumps({"carried": carried, "says": says, "units": units}, indent=1))
    else:
        print("\n".join(map(plain, _lines(verdicts, says))))


def _counted(
    unit: str, file: Path, settings: Mapping[str, str]
) -> tuple[Verdict | None, dict[str, Any]]:
    rule = preset("question").with_parameters({**settings, "form": "yes-no"})
    try:
        ballots = in_order_of_question(read_ballots(file), rule)
        count = tabulate(ballots.profile, rule, seats=1, lots=None)
    except BadInput as fault:
        raise BadInput(f"{unit}: {fault}") from fault
    return count.verdict, count.as_json(ballots.names)


def _lines(verdicts: Mapping[str, Verdict], says: str) -> Iterator[str]:
    for unit, verdict in verdicts.items():
        yield f"{unit}: {'carried' if verdict.carried else 'not carried'}: {verdict.says}"
    yield f"{says[0].upper()}{says[1:]}."


def _by_unit(option: str, texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        unit, equals, value = text.partition("=")
        if not equals or not unit.strip() or unit in found:
            raise BadInput(f"{option} {shown(text)}: name each unit once, before a =")
        found[unit] = value
    return found
