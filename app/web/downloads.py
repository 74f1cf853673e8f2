import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.core.results import ContestCount
from app.documents.ballot_file import BallotFile
from app.documents.blt_export import write_blt
from app.documents.rctab_export import rctab_config, rctab_summaries, write_generic_csv
from app.documents.rounds_csv import write_rounds_csv

BALLOTS_CSV = "ballots.csv"


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a contest that anyone can count again with, made from its count and its title."""

    says: str
    media: str
    write: Callable[[ContestCount, str], str]


def _blt(counted: ContestCount, title: str) -> str:
    seats = counted.tabulation.seats
    ballots = BallotFile(tuple(counted.candidates), counted.profile, seats, title)
    return "".join(write_blt(ballots))


def _config(counted: ContestCount, title: str) -> str:
    config = rctab_config(
        counted.tabulation.rule,
        counted.candidates,
        seats=counted.tabulation.seats,
        lots=counted.lots,
        contest=title,
        csv_path=BALLOTS_CSV,
    )
    return json.dumps(config, ensure_ascii=False, indent=1)


def _summary(counted: ContestCount, title: str) -> str:
    """One summary, or a list of them where the count has several passes."""
    found = rctab_summaries(counted.tabulation, counted.candidates, contest=title)
    return json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=1)


CSV, TEXT, JSON = "text/csv", "text/plain", "application/json"
DOWNLOADS: Mapping[str, Download] = MappingProxyType(
    {
        "ballots.blt": Download("The ballots, as most counting programs read them", TEXT, _blt),
        BALLOTS_CSV: Download(
            "The ballots, a row each, as RCTab reads them",
            CSV,
            lambda counted, _: "".join(write_generic_csv(counted.profile, counted.candidates)),
        ),
        "config.json": Download("RCTab’s settings for the same rule", JSON, _config),
        "summary.json": Download("The count in the shape of RCTab’s summary", JSON, _summary),
        "rounds.csv": Download(
            "Every round, for a spreadsheet",
            CSV,
            lambda counted, _: write_rounds_csv(counted.tabulation, counted.candidates),
        ),
        "count.json": Download(
            "The count as data",
            JSON,
            lambda counted, _: json.dumps(counted.as_json(), ensure_ascii=False, indent=1),
        ),
    }
)
