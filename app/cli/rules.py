import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from app import profiles
from app.cli import app
from app.cli.files import read_content
from app.core.answers import answers
from app.core.apportionment import apportion as apportion_by
from app.core.apportionment import apportionment
from app.core.contest import Contest
from app.core.contests import allotments_of, contests_of
from app.core.electorates import in_electorate
from app.core.eligibility import may_stand, may_vote
from app.core.faults import BadInput
from app.core.roll import Member
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
    temporary_unit: Annotated[
        list[str] | None,
        typer.Option(help="A bargaining unit that has no agreement yet; may be repeated."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Lists the contests of a general election with seats, electorates and clauses."""
    rules = profiles.load(profile)
    if roll is None and rules.board is not None:
        raise BadInput(f"{profile} apportions seats by the roll: name it with --roll.")
    members = () if roll is None else read_members(read_content(roll), rules=rules).values()
    found = contests_of(
        rules,
        granted_delegates=granted_delegates,
        roll=None if roll is None else members,
        temporary_units=temporary_unit or (),
    )
    for unit in temporary_unit or ():
        if unit not in {contest.unit for contest in found}:
            raise BadInput(f"--temporary-unit: nobody on the roll is of a unit {unit!r}.")
    if as_json:
        print(json.dumps([contest.as_json() for contest in found], indent=2, ensure_ascii=False))
        return
    counted = _counted(found, members, rules) if members else {}
    for contest in found:
        _print_contest(contest, counted)
    known = sum(contest.seats or 0 for contest in found)
    print(f"{_many(len(found), 'contest')}, {_many(known, 'seat')}")
    if rules.board is not None:
        _print_board(rules, members)


@app.command()
def ruling(
    profile: Profile,
    facts: Annotated[Path, typer.Option("--input", help="The facts as JSON.")],
    as_json: AsJson = False,
) -> None:
    """Rules whether a member may stand or vote, with each finding and its clause."""
    rules = profiles.load(profile)
    asked = read_question(read_content(facts), rules)
    if asked.act == "stand" and asked.contest is not None:
        decided = may_stand(asked.facts, asked.contest, rules, on=asked.on)
    else:
        decided = may_vote(asked.facts, rules, on=asked.on, contest=asked.contest)
    if as_json:
        print(json.dumps(decided.as_json(), indent=2, ensure_ascii=False))
    else:
        print_ruling(decided)
        for answer in answers(decided, rules, {}):
            if answer.to_do:
                print(f"What can be done about {answer.rule}: {answer.to_do}")


@app.command()
def apportion(
    profile: Profile,
    rule: Annotated[str, typer.Option(help="The apportionment, by its name in the profile.")],
    members: Annotated[int, typer.Option(help="How many members there are.")],
    as_json: AsJson = False,
) -> None:
    """Reckons the seats that so many members bring, with the working."""
    share = apportion_by(apportionment(profiles.load(profile), rule), members)
    print(json.dumps(share.as_json()) if as_json else f"{share.working} seats")


def print_ruling(decided: Ruling, *, granted: str = "Granted.", refused: str = "Refused.") -> None:
    """A ruling in plain words, each finding with its clause."""
    print(granted if decided.granted else refused)
    for finding in decided.findings:
        print(f"  {'met    ' if finding.met else 'NOT MET'} {finding.rule}: {finding.says}")
        print(f"          {finding.cite}")


def _print_contest(contest: Contest, counted: Mapping[str, int]) -> None:
    seats = "seats unknown" if contest.seats is None else _many(contest.seats, "seat")
    voters = contest.electorate.title
    if counted:
        voters += f" ({_many(counted[contest.electorate.id], 'member')})"
    print(f"{contest.title} [{contest.id}]")
    print(f"    {seats}; {contest.rule}; voted on by {voters}; {contest.cite}")
    if contest.working:
        print(f"    {contest.working}")
    for condition in contest.conditions:
        print(f"    {condition.rule}: needs {condition.says}; {condition.cite}")
    for guarantee in contest.guarantees:
        print(f"    at least {guarantee.seats} from: {guarantee.name}")


def _print_board(rules: LocalRules, members: Collection[Member]) -> None:
    allotted = allotments_of(rules, members)
    print(f"{rules.board.title if rules.board else ''} by chapter:")
    for row in allotted:
        ways = {
            "by another office": row.holders,
            "elected": sum(contest.seats or 0 for contest in row.contests),
            "by a run-off": row.run_off,
            "board members by unit": row.derived,
            "for the chapter's board to allot": row.undecided,
        }
        filled = ", ".join(f"{seats} {way}" for way, seats in ways.items() if seats)
        print(f"    {row.chapter}: {row.working} seats: {filled}")
    print(f"    {_many(sum(row.seats or 0 for row in allotted), 'seat')} in all")


def _counted(
    found: Sequence[Contest], members: Collection[Member], rules: LocalRules
) -> dict[str, int]:
    electorates = {contest.electorate.id: contest.electorate for contest in found}
    return {
        name: sum(in_electorate(electorate, member, rules) for member in members)
        for name, electorate in electorates.items()
    }


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
