from pathlib import Path
from typing import Any

from app.core.ballots import (
    Account,
    Reading,
    ReadingRule,
    account,
    read_marks,
    read_ranking,
    reading_rule,
)
from app.core.counting import Rule
from app.core.faults import BadInput
from app.documents.ballot_file import BallotFile, shown
from app.documents.paper import PaperFile, read_paper

USUAL = "usual"


def read_papers(
    file: Path, rule: Rule, seats: int | None, reading: str
) -> tuple[BallotFile, dict[str, Any]]:
    """A file of marks on paper as ballots, and the account of every paper as JSON values."""
    settings = dict(part.split("=", 1) for part in reading.split(",") if "=" in part)
    if reading != USUAL and len(settings) < len(reading.split(",")):
        raise BadInput(f"--paper {shown(reading)}: write {USUAL}, or key=value with commas")
    adopted, marked = reading_rule(settings), read_paper(file)
    places = marked.seats or 1 if seats is None else seats
    readings = (
        (_read(ranks, marked, rule, places, adopted), times) for ranks, times in marked.papers
    )
    found = account(readings, candidates=len(marked.names))
    ballots = BallotFile(marked.names, found.profile, marked.seats)
    answer = {"ballots": found.ballots, "paper": _account(found)}
    return ballots, answer | ({"void": found.void} if found.void else {})


def _account(found: Account) -> dict[str, Any]:
    return {
        "counted": found.counted,
        "blank": found.blank,
        "void": found.void,
        "reasons": dict(sorted(found.reasons.items())),
    }


def _read(
    ranks: tuple[frozenset[int], ...],
    marked: PaperFile,
    rule: Rule,
    seats: int,
    adopted: ReadingRule,
) -> Reading:
    candidates = len(marked.names)
    if rule.is_ranked:
        return read_ranking(ranks, candidates=candidates, limit=rule.limit, rule=adopted)
    return read_marks(frozenset().union(*ranks), candidates=candidates, seats=seats)
