import json
from pathlib import Path
from typing import Annotated

import typer

from app import profiles
from app.cli import app
from app.cli.calendar import read_day
from app.cli.files import read_content
from app.cli.rules import AsJson, Profile
from app.core.contests import contests_of
from app.core.exclusions import Sweep, sweep
from app.documents.rolls import read_rolls


@app.command()
def exclusions(
    profile: Profile,
    roll: Annotated[Path, typer.Option(help="roll.csv")],
    standing: Annotated[Path, typer.Option(help="standing.csv")],
    on: Annotated[str, typer.Option(help="The date of nominations, like 2028-02-01.")],
    offices: Annotated[Path | None, typer.Option(help="offices.csv")] = None,
    employment: Annotated[Path | None, typer.Option(help="employment.csv")] = None,
    as_json: AsJson = False,
) -> None:
    """Counts how many of the roll each rule shuts out (L8)."""
    rules = profiles.load(profile)
    files = (None if path is None else read_content(path) for path in (offices, employment))
    whole = read_rolls(read_content(roll), read_content(standing), *files, rules=rules)
    found = contests_of(rules, roll=whole.members.values())
    swept = sweep(whole, rules, found, on=read_day("--on", on))
    if as_json:
        print(json.dumps(swept.as_json(), indent=2, ensure_ascii=False))
    else:
        _print(swept)


def _print(swept: Sweep) -> None:
    print(f"{swept.members} on the roll")
    for row in swept.exclusions:
        where = row.contest or "every contest"
        print(f"{row.act:5}  {where}: {row.rule} shuts out {row.members} ({row.cite})")
    for name, members in swept.may_stand.items():
        print(f"{name}: {swept.may_vote[name]} may vote, {members} may stand")
