import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app import profiles
from app.cli import app
from app.cli.files import read_content
from app.core.contests import Contest, contests_of
from app.core.electorates import in_electorate
from app.core.eligibility import may_stand, may_vote
from app.core.rules import LocalRules
from app.core.ruling import Ruling
from app.documents.facts import read_question
from app.documents.rolls import read_members

Profile = Annotated[str, typer.Option(help="The local's rules, by the name of their profile.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def contests(
    profile: Profile,
    roll: Annotated[Path | None, typer.Option(help="roll.csv, to count each electorate.")] = None,
    granted_delegates: Annotated[
        int | None, typer.Option(help="The delegates' seats granted to the local.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Lists the contests of a general election with seats, electorates and clauses."""
    rules = profiles.load(profile)
    found = contests_of(rules, granted_delegates=granted_delegates)
    counted = {} if roll is None else _counted(read_content(roll), found, rules)
    if as_json:
        print(json.dumps([contest.as_json() for contest in found], indent=2, ensure_ascii=False))
        return
    for contest in found:
        seats = "seats unknown" if contest.seats is None else _many(contest.seats, "seat")
        voters = contest.electorate.title
        if counted:
            voters += f" ({_many(counted[contest.electorate.id], 'member')})"
        print(f"{contest.title} [{contest.id}]")
        print(f"    {seats}; {contest.rule}; voted on by {voters}; {contest.cite}")
        for condition in contest.conditions:
            print(f"    {condition.rule}: needs {condition.says}; {condition.cite}")
    known = sum(contest.seats or 0 for contest in found)
    print(f"{_many(len(found), 'contest')}, {_many(known, 'seat')}")


@app.command()
def ruling(
    profile: Profile,
    facts: Annotated[Path, typer.Option("--input", help="The facts as JSON.")],
    as_json: AsJson = False,
) -> None:
    """Rules whether a member may stand or vote, with each finding and its clause."""
    rules = profiles.load(profile)
    asked = read_question(read_content(facts), contests_of(rules), rules)
    if asked.act == "stand" and asked.contest is not None:
        decided = may_stand(asked.facts, asked.contest, rules, on=asked.on)
    else:
        decided = may_vote(asked.facts, rules, on=asked.on, contest=asked.contest)
    if as_json:
        print(json.dumps(decided.as_json(), indent=2, ensure_ascii=False))
    else:
        _print_ruling(decided)


def _print_ruling(decided: Ruling) -> None:
    print("Granted." if decided.granted else "Refused.")
    for finding in decided.findings:
        print(f"  {'met    ' if finding.met else 'NOT MET'} {finding.rule}: {finding.says}")
        print(f"          {finding.cite}")


def _counted(content: bytes, found: Sequence[Contest], rules: LocalRules) -> dict[str, int]:
    members = read_members(content, rules=rules).values()
    electorates = {contest.electorate.id: contest.electorate for contest in found}
    return {
        name: sum(in_electorate(electorate, member, rules) for member in members)
        for name, electorate in electorates.items()
    }


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
