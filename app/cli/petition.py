import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from app import profiles
from app.cli import app
from app.cli.calendar import read_day
from app.cli.files import read_content
from app.cli.rules import AsJson, Profile, print_ruling
from app.core.eligibility import may_vote
from app.core.facts import Facts
from app.core.petitions import Match, Outcome, match_signers, petition_named, rule_on_petition
from app.documents.petition_file import read_signers
from app.documents.rolls import read_rolls


@app.command()
def petition(
    profile: Profile,
    name: Annotated[str, typer.Option("--petition", help="The petition, by its id.")],
    roll: Annotated[Path, typer.Option(help="roll.csv")],
    standing: Annotated[Path, typer.Option(help="standing.csv")],
    signers: Annotated[Path, typer.Option(help="CSV of member_number and name.")],
    on: Annotated[str, typer.Option(help="The day on which standing is checked.")],
    as_json: AsJson = False,
) -> None:
    """Matches a petition's signers to the roll, and shows near misses without guessing."""
    rules = profiles.load(profile)
    asked, day = petition_named(rules, name), read_day("--on", on)
    whole = read_rolls(read_content(roll), read_content(standing), rules=rules)
    eligible = {
        number
        for number, member in whole.members.items()
        if may_vote(Facts(member, whole.standing.get(number, ())), rules, on=day).granted
    }
    signed = read_signers(read_content(signers))
    matches = match_signers(signed, whole.members, eligible, {})
    decided = rule_on_petition(asked, matches, len(eligible))
    if as_json:
        told = {"matches": [match.as_json() for match in matches], "ruling": decided.as_json()}
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for match in matches:
        if match.outcome is not Outcome.VALID:
            print(_line(match))
    counted = Counter(match.outcome.value for match in matches)
    print(", ".join(f"{times} {outcome}" for outcome, times in sorted(counted.items())))
    print_ruling(decided, granted="Enough have signed.", refused="Not enough have signed.")


def _line(match: Match) -> str:
    near = f": perhaps {', '.join(match.near)}" if match.near else ""
    return f"line {match.signer.line}: {match.outcome}{near}"
